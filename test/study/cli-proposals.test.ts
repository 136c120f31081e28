import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StudyJournal } from '../../src/study/journal/study-journal';
import { skip } from '../support/skip';
import { workerScript } from '../worker/built-worker';
import { cli } from './cli-support';

const tiny = {
  version: 1,
  name: 'moons',
  data: { source: 'moons', train: 40, validation: 40, test: 60 },
  network: { hidden: [8] },
  training: { epochs: 12 },
  study: {
    space: {
      'dropout.ratio': { min: 0, max: 0.6, step: 0.2 },
      'training.learningRate': { min: 0.001, max: 0.1 },
      'training.optimizer': { values: ['adam', 'momentum'] },
      'training.momentum': { min: 0.5, max: 0.95, when: { 'training.optimizer': ['momentum'] } },
    },
    ...{ trials: 12, seeds: 2, fresh: 3 },
  },
};

const study = (journal: string, experiment: object, hear?: (text: string) => void, ...more: string[]) =>
  cli(['study', '-', '--json', '--journal', journal, ...more], JSON.stringify(experiment), undefined, hear);

/** Debian's `python3-optuna` is of the system's Python, which need not be the first. */
const python = ['python3', '/usr/bin/python3'].find(
  (command) => spawnSync(command, ['-c', 'import optuna']).status === 0,
);

describe('proposals of a person’s own Optuna on the command line', function () {
  this.timeout(180_000);
  let folder: string;
  const journal = () => join(folder, 'study 그.log');

  before(workerScript);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'proposals Ü '));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Lets Python run the lines that were printed. */
  function run(text: string): ChildProcess {
    const file = join(folder, 'propose.py');
    writeFileSync(file, JSON.parse(text.split('\n')[0]!).python);
    return spawn(python!, ['-W', 'ignore', file], { stdio: ['ignore', 'pipe', 'inherit'] });
  }

  it('are trained as the printed lines of Python ask for them, until there are enough', async function () {
    if (!python) skip(this, 'no Python here has Optuna (Debian: python3-optuna)');
    let script: ChildProcess | undefined;
    let printed = '';
    const hear = (text: string) => {
      if (script) return;
      script = run(text);
      script.stdout!.on('data', (data) => (printed += data));
    };
    const { code, lines, err } = await study(journal(), tiny, hear, '--sampler', 'optuna');
    assert.equal(code, 0, err);
    const [exit] = script!.exitCode === null ? await once(script!, 'exit') : [script!.exitCode];
    assert.equal(exit, 0);
    const trials = lines.filter(({ type }) => type === 'trial');
    assert.equal(new Set(trials.map(({ trial }) => trial)).size, 12);
    for (const { values, isOthers } of trials) {
      assert.ok(isOthers);
      assert.equal('training.momentum' in values, values['training.optimizer'] === 'momentum');
    }
    const answer = lines.at(-1);
    assert.equal(answer.fresh.count, 3);
    // Optuna has come to the same best.
    assert.ok(Math.abs(Number(printed.split(' ')[0]) - answer.validationLoss) < 1e-12, printed);
    const again = await study(journal(), tiny, undefined, '--sampler', 'optuna');
    assert.deepEqual(again.lines.at(-1), answer);
  });

  it('go on after a program was killed, and let a second one go when there are enough', async function () {
    if (!python) skip(this, 'no Python here has Optuna (Debian: python3-optuna)');
    const scripts: ChildProcess[] = [];
    const exits: Promise<unknown[]>[] = [];
    const hear = (text: string) => {
      const { type, trial } = JSON.parse(text);
      if (type === 'proposals') scripts.push(run(text));
      if (trial !== 2 || scripts.length > 1) return;
      scripts[0]!.kill('SIGKILL');
      for (let i = 0; i < 2; i++) {
        const file = join(folder, 'propose.py');
        const script = spawn(python!, ['-W', 'ignore', file], { stdio: 'ignore' });
        scripts.push(script);
        exits.push(once(script, 'exit'));
      }
    };
    const { code, lines } = await study(journal(), tiny, hear, '--sampler', 'optuna');
    assert.equal(code, 0);
    const ended = new Set(lines.flatMap(({ type, trial }) => (type === 'trial' ? [trial] : [])));
    assert.ok(ended.size >= 12);
    await Promise.all(exits);
    const { trials } = await StudyJournal.open(journal());
    const open = trials.filter(({ state }) => state === 'running' || state === 'waiting');
    // At most that of the program that was killed before it had set all values.
    assert.ok(open.length === 0, JSON.stringify(open));
  });

  it('extend a study that a sampler has begun, and take what another study than the plan’s is for an error', async () => {
    const own = await study(journal(), tiny);
    assert.equal(own.code, 0);
    const refused = await study(journal(), tiny, undefined, '--sampler', 'sobol');
    assert.deepEqual([refused.code, /another sampler/.test(refused.err)], [2, true]);
    const worse = own.lines.at(-1);
    const more = { ...tiny, study: { ...tiny.study, trials: 13 } };
    let isAsked = false;
    const hear = () => {
      if (isAsked) return;
      isAsked = true;
      void StudyJournal.open(journal()).then((other) =>
        other.add(
          [{ 'dropout.ratio': 0.2, 'training.learningRate': 0.01, 'training.optimizer': 0 }],
          'another',
        ),
      );
    };
    const extended = await study(journal(), more, hear, '--sampler', 'optuna');
    assert.equal(extended.code, 0, extended.err);
    const trials = extended.lines.filter(({ type }) => type === 'trial');
    assert.deepEqual([...new Set(trials.map(({ trial }) => trial))], [12]);
    // Fresh seeds are trained anew where another trial is the best.
    const answer = extended.lines.at(-1);
    assert.equal(answer.trial === worse.trial, answer.fresh.mean === worse.fresh.mean);
  });

  it('need a journal, and a sampler that there is', async () => {
    const none = await cli(['study', '-', '--sampler', 'optuna'], JSON.stringify(tiny));
    assert.deepEqual([none.code, /--journal FILE\.log/.test(none.err)], [2, true]);
    const wrong = await cli(['study', '-', '--sampler', 'optunas'], JSON.stringify(tiny));
    assert.deepEqual([wrong.code, /--sampler is one of tpe, .*optuna, not/.test(wrong.err)], [2, true]);
  });
});
