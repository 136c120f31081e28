import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseExperiment } from '../../src/experiment/parse';
import { studyProblems } from '../../src/experiment/study-rules';
import { searchOf } from '../../src/study/search';
import { parseXml } from '../host-pure/xml';
import { workerScript } from '../worker/built-worker';
import { cli } from './cli-support';

const tiny = {
  version: 1,
  data: { source: 'moons', train: 40, validation: 40, test: 60 },
  network: { hidden: [8] },
  dropout: { ratio: 0.3 },
  training: { epochs: 12 },
  study: {
    space: {
      'dropout.ratio': { min: 0, max: 0.6, step: 0.2 },
      'training.learningRate': { min: 0.001, max: 0.1 },
    },
    trials: 10,
    seeds: 2,
    fresh: 4,
  },
};

const study = (experiment: object, ...flags: string[]) =>
  cli(['study', '-', '--json', ...flags], JSON.stringify(experiment));

describe('study on the command line', () => {
  let folder: string;

  before(() => {
    workerScript();
    folder = mkdtempSync(join(tmpdir(), 'study Ü '));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('tries points of the space on paired seeds, then the best on fresh ones', async () => {
    const { code, lines } = await study(tiny);
    assert.equal(code, 0);
    const trials = lines.filter(({ type }) => type === 'trial');
    assert.equal(new Set(trials.map(({ trial }) => trial)).size, 10);
    for (const { values, seed, state, validationLoss } of trials) {
      assert.ok([0, 0.2, 0.4, 0.6].some((ratio) => Math.abs(ratio - values['dropout.ratio']) < 1e-9));
      assert.ok(values['training.learningRate'] >= 0.001 && values['training.learningRate'] <= 0.1);
      assert.ok([1, 2].includes(seed) && ['complete', 'pruned'].includes(state) && validationLoss > 0);
    }
    const answer = lines.at(-1);
    assert.equal(answer.type, 'answer');
    assert.deepEqual(Object.keys(answer.best), ['dropout.ratio', 'training.learningRate']);
    assert.equal(answer.fresh.count, 4);
    assert.ok(Math.abs(answer.fresh.mean - answer.validationLoss - answer.optimism) < 1e-12);
    assert.equal(answer.journal, null);
  });

  it('writes a report of what it came to, with its plots beside it or in it', async () => {
    const path = join(folder, 'my study.md');
    const { code, lines, err } = await study(tiny, '--report', path);
    assert.equal(code, 0, err);
    const text = readFileSync(path, 'utf8');
    const { best, trial, freshTest } = lines.at(-1);
    const rows = [...text.matchAll(/^\| (\d+) \|/gm)].map(([, number]) => Number(number));
    assert.equal(rows[0], trial, 'the best trial is the first of the table');
    assert.ok(rows.length <= 10);
    assert.match(
      text,
      /\*\*Best: Drop ratio .* On 4 fresh seeds its test loss is .*95% interval of the mean/,
    );
    assert.match(text, /- (The search made it look better|It holds up)/);
    assert.match(text, /\| Setting \| What matters for being among the best trials \|/);
    assert.match(text, /\| How trials ended \| Trials \|/);
    assert.match(text, /dropout-playground study "my study\.dropout\.json"/);
    assert.ok(text.includes(freshTest.mean.toFixed(3)) && best['dropout.ratio'] >= 0);
    for (const plot of ['curve', 'heat', 'history']) {
      assert.ok(text.includes(`(my%20study-study-${plot}.svg)`), plot);
      parseXml(readFileSync(join(folder, `my study-study-${plot}.svg`), 'utf8'));
    }
    const single = join(folder, 'single.md');
    await study(tiny, '--report', single, '--single-file');
    assert.equal(readFileSync(single, 'utf8').match(/data:image\/svg/g)?.length, 3);
    const refused = await study(tiny, '--report', join(folder, 'study.txt'));
    assert.deepEqual([refused.code, refused.out], [2, '']);
    assert.match(refused.err, /a report is a \.md file/);
  });

  it('comes to the same trials whatever the number of workers', async () => {
    const [one, four] = [await study(tiny, '--workers', '1'), await study(tiny, '--workers', '4')];
    assert.equal(one.out, four.out);
  });

  it('keeps a journal, goes on with it, and trains nothing twice', async () => {
    const journal = join(folder, 'whole.log');
    const { code, lines } = await study(tiny, '--journal', journal);
    assert.equal(code, 0);
    assert.equal(lines.at(-1).journal, journal);
    const again = await study(tiny, '--journal', journal);
    assert.equal(again.lines.filter(({ type }) => type === 'trial').length, 0);
    assert.deepEqual(again.lines.at(-1), lines.at(-1));
    const more = { ...tiny, study: { ...tiny.study, trials: 12 } };
    const longer = await study(more, '--journal', journal);
    assert.equal(new Set(longer.lines.flatMap(({ trial, type }) => (type === 'trial' ? trial : []))).size, 2);
    const operations = readFileSync(journal, 'utf8').trim().split('\n');
    assert.ok(operations.every((line) => typeof JSON.parse(line).op_code === 'number'));
  });

  it('goes on after it was interrupted, to the answer of a run that was not', async () => {
    const journal = join(folder, 'broken.log');
    const long = { ...tiny, training: { epochs: 400 } };
    const broken = await cli(['study', '-', '--json', '--journal', journal], JSON.stringify(long), 400);
    assert.equal(broken.code, 130);
    assert.match(broken.err, /goes on where it stopped/);
    const resumed = await study(long, '--journal', journal);
    const whole = await study(long);
    assert.deepEqual({ ...resumed.lines.at(-1), journal: null }, whole.lines.at(-1));
  });

  it('refuses a journal of another study', async () => {
    const journal = join(folder, 'other.log');
    await study(tiny, '--journal', journal);
    const other = await study({ ...tiny, training: { epochs: 13 } }, '--journal', journal);
    assert.deepEqual([other.code, /another set-up/.test(other.err)], [2, true]);
    writeFileSync(join(folder, 'text.log'), 'no journal\n');
    const text = await study(tiny, '--journal', join(folder, 'text.log'));
    assert.equal(text.code, 2);
  });

  it('takes each sampler, choices, lists and conditions', async () => {
    const space = {
      'network.hidden': { values: [[4], [8, 4]] },
      'training.optimizer': { values: ['adam', 'momentum'] },
      'training.momentum': { min: 0.5, max: 0.95, when: { 'training.optimizer': ['momentum'] } },
    };
    for (const kind of ['grid', 'random', 'sobol', 'tpe']) {
      const { code, lines, err } = await study({
        ...tiny,
        study: { ...tiny.study, space, sampler: { kind }, fresh: 0 },
      });
      assert.equal(code, 0, `${kind}: ${err}`);
      for (const { type, values } of lines)
        if (type === 'trial')
          assert.equal('training.momentum' in values, values['training.optimizer'] === 'momentum', kind);
      assert.equal(lines.at(-1).fresh, null);
    }
  });

  it('says what is missing or wrong', async () => {
    const { study: _none, ...plain } = tiny;
    const without = await study(plain);
    assert.deepEqual([without.code, /no "study"/.test(without.err)], [2, true]);
    const wrong = await study({
      ...tiny,
      study: { space: { 'training.learningRates': { min: 1, max: 2 } } },
    });
    assert.deepEqual([wrong.code, /did you mean training\.learningRate\?/.test(wrong.err)], [2, true]);
    const none = await cli(['study'], '');
    assert.deepEqual([none.code, /takes one experiment file/.test(none.err)], [2, true]);
  });
});

describe('a study in an experiment file', () => {
  const problems = (space: object) => {
    const { study: _study, ...rest } = tiny;
    const parsed = parseExperiment({ ...rest, study: { space } });
    assert.ok(parsed.ok, JSON.stringify(!parsed.ok && parsed.problems));
    return studyProblems(parsed.experiment).map(({ message }) => message);
  };

  it('has no problem where all can be varied', () => {
    assert.deepEqual(
      problems({
        'dropout.placement.input': { values: [false, true, 0.2] },
        'dropout.rule': { values: ['inverted', 'gaussian'] },
        'data.train': { min: 10, max: 100, scale: 'log' },
      }),
      [],
    );
  });

  for (const [name, space, words] of [
    ['an unknown setting', { 'training.rate': { min: 1, max: 2 } }, /no such setting/],
    ['a setting of the run', { seeds: { min: 1, max: 2 } }, /no such setting/],
    ['a file', { 'data.file': { values: ['a.csv'] } }, /no such setting/],
    ['no path', { 'training..x': { min: 1, max: 2 } }, /no such setting/],
    ['a prototype', { '__proto__.x': { min: 1, max: 2 } }, /no such setting/],
    ['neither range nor values', { 'dropout.ratio': {} }, /either/],
    ['both', { 'dropout.ratio': { min: 0, max: 0.5, values: [0.1] } }, /either/],
    ['half a range', { 'dropout.ratio': { min: 0 } }, /both "min" and "max"/],
    ['an empty range', { 'dropout.ratio': { min: 0.5, max: 0.5 } }, /below "max"/],
    ['a bound that the setting refuses', { 'dropout.ratio': { min: 0, max: 1 } }, /ratio/],
    ['a value that it refuses', { 'dropout.rule': { values: ['standard', 'none'] } }, /rule/],
    ['a range of words', { 'dropout.rule': { min: 0, max: 1 } }, /only numbers have a range/],
    ['a logarithm of 0', { 'dropout.ratio': { min: 0, max: 0.5, scale: 'log' } }, /above 0/],
    [
      'a condition on nothing',
      { 'dropout.ratio': { min: 0, max: 0.5, when: { 'training.optimizer': ['sgd'] } } },
      /"when"/,
    ],
    [
      'a condition on a value that is not tried',
      {
        'training.optimizer': { values: ['adam'] },
        'dropout.ratio': { min: 0, max: 0.5, when: { 'training.optimizer': ['sgd'] } },
      },
      /not among the values/,
    ],
  ] as const)
    it(`names ${name}`, () => {
      const said = problems(space);
      assert.ok(said.length > 0 && words.test(said[0]!), said.join());
    });

  it('is nothing to a run', async () => {
    const run = (experiment: object) => cli(['run', '-', '--json'], JSON.stringify(experiment));
    const { study: _study, ...plain } = tiny;
    const losses = ({ lines }: Awaited<ReturnType<typeof cli>>) => lines.map(({ testLoss }) => testLoss);
    assert.deepEqual(losses(await run(tiny)), losses(await run(plain)));
  });

  it('varies as the setting is usually varied', () => {
    const parsed = parseExperiment(tiny);
    assert.ok(parsed.ok);
    const { space } = searchOf(parsed.experiment, parsed.experiment.study!, null);
    assert.deepEqual(
      space.parameters.map(({ distribution }) => distribution),
      [
        { kind: 'float', low: 0, high: 0.6, log: false, step: 0.2 },
        { kind: 'float', low: 0.001, high: 0.1, log: true },
      ],
    );
  });
});

describe('a study in Optuna', () => {
  const has = (() => {
    try {
      execFileSync('/usr/bin/python3', ['-c', 'import optuna'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  })();

  it('opens with the best value that was printed', async function () {
    if (!has) this.skip();
    this.timeout(120_000);
    const folder = mkdtempSync(join(tmpdir(), 'optuna '));
    try {
      const journal = join(folder, 'study.log');
      const { lines } = await study({ ...tiny, name: 'moons' }, '--journal', journal);
      const script = `
import sys, optuna, warnings
warnings.simplefilter('ignore')
storage = optuna.storages.JournalStorage(optuna.storages.JournalFileStorage(sys.argv[1]))
study = optuna.load_study(study_name='moons', storage=storage)
print(study.best_value, len(study.trials), study.best_params['training.learningRate'])`;
      const said = execFileSync('/usr/bin/python3', ['-c', script, journal], { encoding: 'utf8' });
      const [value, count, rate] = said.trim().split('\n').at(-1)!.split(' ').map(Number);
      const { validationLoss, best } = lines.at(-1);
      assert.ok(Math.abs(value! - validationLoss) < 1e-12);
      assert.equal(count, 10);
      assert.ok(Math.abs(rate! - best['training.learningRate']) < 1e-12);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
