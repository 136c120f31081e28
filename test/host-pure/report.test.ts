import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ColumnFacts } from '../../src/core/column-facts';
import { parseExperimentText } from '../../src/experiment/parse';
import type { MemberState, RunInfo } from '../../src/protocol';
import { code, codeBlock, plain, table } from '../../src/report/markdown';
import { reportOf } from '../../src/report/report';
import { runToJson } from '../../src/report/run-json';
import { drawSweeps } from '../../src/report/sweeps';
import { experiment, member, rows, runState } from '../view/support';
import { swept } from '../view/swept';
import { info } from './fixtures';
import { parseXml } from './xml';

const ending = (kind: 'completed' | 'diverged') => ({ kind, step: 40, epoch: 10, seconds: 1 });
const ended = (key: string, fields: Partial<MemberState> = {}) =>
  member(key, { status: 'ended', ending: ending('completed'), ...fields });

const settings = experiment({
  dropout: { ratio: 0.25, placement: { input: 0.1 } },
  training: { epochs: 10 },
  baseline: true,
  seeds: 2,
});

function recorded(members = ['dropout:1', 'baseline:1', 'dropout:2', 'baseline:2'].map((key) => ended(key))) {
  const level = (key: string) => (key.startsWith('dropout') ? 0.4 : 0.6) + (key.endsWith('2') ? 0.02 : 0);
  return {
    run: runState({
      name: 'half',
      status: 'completed',
      experiment: settings,
      info,
      members,
      startedAt: 1e12,
    }),
    series: members.map(({ key }) => ({
      key,
      rows: rows(0, 10, (epoch) => ({ testLoss: epoch === 4 ? 0.1 : level(key), testScore: 0.9 })),
    })),
    version: '1.2.3',
  };
}

const options = {
  baseName: 'half report',
  single: false,
  logarithmic: false,
  experiment: settings,
  environment: [['Node.js', '24']] as const,
};

describe('a report', () => {
  it('says what came out, with spread over seeds, and what was set', () => {
    const { markdown, files } = reportOf(recorded(), options);
    assert.match(markdown, /^# half\n/);
    assert.match(
      markdown,
      /\| with dropout \(2 seeds\) \|.*\| 0\.410\s±\s0\.014 \|.*\| 0\.100\s±\s0\.000 \| 4\s±\s0 \|/,
    );
    assert.match(markdown, /\| without dropout \(2 seeds\) \|.*\| 0\.610\s±\s0\.014 \|/);
    assert.match(markdown, /- Drop ratio: \*\*0\.25\*\* \(default: 0\.5\)/);
    assert.match(markdown, /- Placement: \*\*input: 0\.1, hidden 1, hidden 2\*\*/);
    assert.match(markdown, /\| Training \| Batch size \| `training\.batchSize` \| 32 \| 32 \|/);
    assert.deepEqual(
      files.map(({ name }) => name),
      ['half report-loss.svg', 'half report-score.svg'],
    );
    for (const { name, text } of files) {
      parseXml(text);
      assert.ok(markdown.includes(`](${encodeURIComponent(name)})`), name);
    }
  });

  it('has the sweeps of its set-up beside its own charts', () => {
    const sweeps = [
      swept('ratio', ({ dropout }) => 0.3 + (dropout.ratio - 0.4) ** 2),
      swept('rule', () => 0.4),
    ];
    const { markdown, files } = reportOf(recorded(), { ...options, sweeps: drawSweeps(sweeps) });
    assert.match(markdown, /## Sweeps of this set-up\n\n!\[loss against Drop ratio\]/);
    const names = files.map(({ name }) => name).slice(2);
    assert.deepEqual(names, ['half report-sweep-ratio.svg', 'half report-sweep-rule.svg']);
    for (const { name, text } of files) {
      parseXml(text);
      assert.doesNotMatch(text, /NaN|undefined/);
      assert.ok(markdown.includes(`](${encodeURIComponent(name)})`), name);
    }
  });

  it('has the study of its set-up: what it says, its plots, its best trials, and how trials ended', () => {
    const losses = swept('ratio', ({ dropout }) =>
      dropout.ratio > 0.7 ? Number.POSITIVE_INFINITY : 0.3 + (dropout.ratio - 0.4) ** 2,
    );
    const answer = { trial: 0, sentence: 'Best: *0.4*.', remarks: ['It | holds up.'], importance: null };
    const study = { ...losses, name: 'Which ratio?', answer };
    const { markdown, files } = reportOf(recorded(), { ...options, study });
    assert.match(
      markdown,
      /## The study “Which ratio\?”\n\n\*\*Best: \\\*0\.4\\\*\.\*\*\n\n- It \\\| holds up\./,
    );
    const best = markdown.slice(markdown.indexOf('### The best trials'));
    const [first, second] = [...best.matchAll(/^\| \d+ \| .*\| (0\.\d+) ± /gm)].map(([, loss]) =>
      Number(loss),
    );
    assert.ok(first! <= second!, best);
    assert.match(best, /\| How trials ended \| Trials \|\n\| --- \| ---: \|\n\| complete \| \d+ \|/);
    const names = files.map(({ name }) => name).slice(2);
    assert.deepEqual(names, ['half report-study-curve.svg', 'half report-study-history.svg']);
    for (const { text } of files) {
      parseXml(text);
      assert.doesNotMatch(text, /NaN|undefined/);
    }
  });

  it('has the experiment to run it again', () => {
    const { markdown } = reportOf(recorded(), options);
    const block = /```json\n([\s\S]*?)```/.exec(markdown);
    const parsed = parseExperimentText(block![1]);
    assert.ok(parsed.ok);
    assert.deepEqual(parsed.experiment, settings);
    assert.ok(markdown.includes('dropout-playground run "half report.dropout.json"'));
  });

  it('in one file holds its charts', () => {
    const { markdown, files } = reportOf(recorded(), { ...options, single: true });
    assert.deepEqual(files, []);
    const charts = [...markdown.matchAll(/data:image\/svg\+xml;base64,([^)]*)/g)];
    assert.equal(charts.length, 2);
    for (const [, data] of charts) parseXml(Buffer.from(data, 'base64').toString('utf8'));
  });

  it('lists changes in mid-run, and leaves a seed that diverged out of the mean', () => {
    const changes = [
      { step: 9, ratio: 0.5, placement: { input: false, hidden: [true, 0.2], output: false } },
    ];
    const { markdown } = reportOf(
      recorded([ended('dropout:1', { changes }), ended('dropout:2', { ending: ending('diverged') })]),
      options,
    );
    assert.match(markdown, /\| 9 \| 2\.00 \| drop ratio 0\.50; placement: hidden 1, hidden 2: 0\.2 \|/);
    assert.match(markdown, /\| with dropout \(1 of 2 seeds\) \|.*\| 0\.400 \|/);
    assert.match(markdown, /diverged at step 40/);
  });

  it('shows the network that was left, which may be that of the best epoch', () => {
    const put = ['dropout:1', 'baseline:1', 'dropout:2', 'baseline:2'].map((key) =>
      ended(key, { ending: { ...ending('completed'), restored: 4 } }),
    );
    const { run, ...rest } = recorded(put);
    const training = { ...settings.training, restoreBest: true };
    const { markdown } = reportOf(
      { ...rest, run: { ...run, experiment: { ...settings, training } } },
      options,
    );
    assert.match(markdown, /\| with dropout \(2 seeds\) \| [^|]+ \| 0\.100\s±\s0\.000 \|/);
    assert.match(markdown, /weights that were put back/);
    assert.doesNotMatch(markdown, /shows the last values/);
  });

  it('says where the test loss chose the best epoch, and the units of a regression', () => {
    const { run, ...rest } = recorded();
    const of = (facts: Partial<RunInfo>) =>
      reportOf({ ...rest, run: { ...run, info: { ...info, ...facts } } }, options).markdown;
    const flattered = /Nothing validates: the best epoch is the one with the lowest test loss/;
    assert.match(of({ validationCount: 0 }), flattered);
    assert.doesNotMatch(of({ validationCount: 20 }), flattered);
    const split = { order: 'shuffled', testFile: false, redrawn: true } as const;
    assert.match(of({ task: 'regression' }), /mean squared errors\. /);
    assert.match(of({ task: 'regression', split }), /squared errors, in units of the standardized target/);
  });

  it('names a column that gives the target away once, where it is noted', () => {
    const { run, ...rest } = recorded();
    const words = '“code” says the same as the target';
    const cautions = [{ kind: 'givesAway', names: ['code'], complete: true }] as const;
    const { markdown } = reportOf(
      { ...rest, run: { ...run, info: { ...info, notes: [words], cautions } } },
      options,
    );
    assert.equal(markdown.match(/“code”/g)?.length, 1);
  });

  it('names the epoch whose weights were put back', () => {
    const restored = { ending: { ...ending('completed'), restored: 4 } };
    const { markdown } = reportOf(recorded([ended('dropout:1', restored), ended('baseline:1')]), options);
    assert.match(markdown, /\| with dropout, seed 1 \|.*\| completed; the weights of epoch 4 put back \|/);
    assert.match(markdown, /\| without dropout, seed 1 \|.*\| completed \|/);
  });

  it('repeats how the data was divided, how each column was read, and what differs in the test rows', () => {
    const known = recorded();
    const columns: readonly ColumnFacts[] = [
      {
        name: 'kind|s',
        role: 'target',
        kind: 'category',
        scaling: { how: 'classes', classes: 2 },
      },
      {
        name: 'area',
        role: 'feature',
        kind: 'number',
        scaling: { how: 'standardized', mean: 5, deviation: 2 },
        missing: 3,
        filledWith: 5,
      },
      { name: 'id', role: 'leftOut', kind: 'number', leftOut: { why: 'asked' } },
    ];
    const read: RunInfo = {
      ...info,
      split: { order: 'shuffled', testFile: false, redrawn: true },
      columns,
      moreColumns: 12,
      cautions: [{ kind: 'untrainedClasses', names: ['rare'], share: 0.05 }],
    };
    const run = { ...known.run, info: read };
    const { markdown } = reportOf({ ...known, run }, options);
    assert.match(markdown, /- Split: shuffled, stratified by class\n- Split: each seed splits anew/);
    assert.match(markdown, /- 5\.0% of the test rows are of classes that hardly train: “rare”/);
    assert.ok(markdown.includes('| kind\\|s | target | class labels | 2 classes |  |'), markdown);
    assert.ok(
      markdown.includes(
        '| area | feature | numbers | standardized: mean 5, standard deviation 2 | 3, filled with the mean |',
      ),
    );
    assert.ok(markdown.includes('| id | left out | numbers | the experiment leaves it out |  |'));
    assert.ok(markdown.includes('and 12 more columns'));
    const json = JSON.parse(runToJson({ ...known, run }));
    assert.deepEqual(json.data.columns, columns);
    assert.deepEqual([json.data.moreColumns, json.data.split], [12, read.split]);
  });

  it('keeps names from becoming markup', () => {
    const hostile = recorded();
    const name = '<img src=x onerror=1> | [a](http://b) `c` **d**';
    const { markdown } = reportOf({ ...hostile, run: { ...hostile.run, name } }, options);
    assert.ok(markdown.startsWith('# \\<img src=x onerror=1\\> \\| \\[a\\]'));
    assert.equal(plain('1. one\n# two'), '1\\. one \\# two');
    assert.equal(plain('0.5'), '0.5');
    assert.equal(code('a`b'), '`` a`b ``');
    assert.match(codeBlock('```', 'json'), /^````json\n```\n````$/);
    assert.equal(table(['a', 'b'], [['1', '2']], new Set([1])), '| a | b |\n| --- | ---: |\n| 1 | 2 |');
  });
});

describe('a run as JSON', () => {
  it('has settings, facts, endings and every value', () => {
    const source = recorded();
    const read = JSON.parse(runToJson(source));
    assert.equal(read.format, 'dropout-playground-run');
    assert.equal(read.formatVersion, 1);
    assert.deepEqual(read.experiment, settings);
    assert.equal(read.data.stepsPerEpoch, 4);
    assert.equal(read.data.points, undefined);
    assert.deepEqual(
      read.members.map(({ variant, seed, ending: { kind } }: Record<string, never>) => [variant, seed, kind]),
      source.run.members.map(({ variant, seed }) => [variant, seed, 'completed']),
    );
    assert.deepEqual(read.members[0].series.epoch, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    assert.deepEqual(
      read.members[2].series.testLoss.slice(3, 6),
      [0.42000000000000004, 0.1, 0.42000000000000004],
    );
  });

  it('keeps every bit of a number, and writes null for what is none', () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { minLength: 1, maxLength: 20 }), (values) => {
        const members = [ended('dropout:1')];
        const series = [
          { key: 'dropout:1', rows: rows(0, values.length - 1, (i) => ({ testLoss: values[i] })) },
        ];
        const read = JSON.parse(runToJson({ ...recorded(members), series }));
        const wanted = values.map((value) => (Number.isFinite(value) ? value + 0 : null));
        assert.deepEqual(
          read.members[0].series.testLoss.map((value: number | null) => value && value + 0),
          wanted.map((value) => value && value + 0),
        );
      }),
    );
  });

  it('of a run that has not begun is valid too', () => {
    const read = JSON.parse(runToJson({ run: runState({ members: [] }), series: [], version: '1' }));
    assert.deepEqual(read.members, []);
  });
});
