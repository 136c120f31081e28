import assert from 'node:assert/strict';
import type { Finding, Layer, Model, ScanResult } from '../../src/code/finding';
import { defaultExperiment } from '../../src/experiment/defaults';
import { fixOf } from '../../src/host/code/hint-fixes';
import { lensWords, modelsWithLens } from '../../src/host/code/lens-words';
import { playgroundValue, proposals, sharedRatio } from '../../src/host/code/playground-values';
import type { RunResult } from '../../src/host/code/results';
import { completeTakeover } from '../../src/host/code/takeover';
import { inlayWords, resultWords, valueWords } from '../../src/host/code/value-words';

function finding(changes: Partial<Finding> = {}): Finding {
  return {
    kind: 'dropout',
    value: 0.5,
    name: null,
    framework: 'pytorch',
    confidence: 'high',
    text: 'nn.Dropout(0.5)',
    spelling: 'torch.nn.Dropout',
    start: 0,
    end: 15,
    edit: { start: 11, end: 14, text: '0.5', keep: false, before: '' },
    chain: [],
    reason: null,
    isDefault: false,
    ...changes,
  };
}

const layer = (kind: Layer['kind'], changes: Partial<Layer> = {}): Layer => ({
  kind,
  name: kind,
  units: null,
  activation: null,
  ratio: null,
  start: 0,
  end: 1,
  ...changes,
});
const linear = (units: number) => layer('linear', { units });
const drop = (ratio: number | null) => layer('dropout', { ratio });

function model(layers: readonly Layer[], changes: Partial<Model> = {}): Model {
  return {
    name: 'Net',
    framework: 'pytorch',
    layers,
    notes: [],
    trained: true,
    start: 0,
    end: 9,
    ...changes,
  };
}

function scan(changes: Partial<ScanResult> = {}): ScanResult {
  return { findings: [], models: [], hints: [], broken: false, ...changes };
}

const result = (changes: Partial<RunResult> = {}): RunResult => ({
  id: 'a',
  label: 'moons · 8 · drop 0.5 · lr 0.01',
  network: '8 relu',
  data: 'moons',
  ratio: 0.5,
  learningRate: 0.01,
  rest: '',
  testLoss: 0.2871,
  seedLosses: new Map([[1, 0.2871]]),
  diverged: 0,
  baseline: 0.31,
  ...changes,
});

describe('the words of a lens', () => {
  const rate = finding({ kind: 'learningRate', value: 0.001, text: 'lr=1e-3', edit: null });
  const title = (layers: readonly Layer[]) => lensWords(scan({ findings: [rate] }), model(layers)).title;

  it('count equal ratios', () => {
    const layers = [linear(8), drop(0.5), linear(8), drop(0.5), linear(8), drop(0.5), linear(2)];
    assert.equal(title(layers), 'Run Dropout Experiment · 3 × drop 0.5 · lr 0.001');
  });

  it('keep different ones apart, in the order of the layers, and say what is not known', () => {
    const layers = [drop(0.2), linear(8), drop(0.5), linear(8), drop(null), linear(2)];
    assert.equal(title(layers), 'Run Dropout Experiment · drop 0.2, drop 0.5, drop ? · lr 0.001');
    assert.equal(title([linear(8), linear(2)]), 'Run Dropout Experiment · no dropout · lr 0.001');
  });

  it('list in the tooltip what cannot be taken over', () => {
    const convolution = model([layer('convolution'), linear(8), drop(0.5), linear(2)]);
    assert.match(
      lensWords(scan(), convolution).tooltip,
      /Differs from the code:\n(?:• .*\n)*• left out: convolution/,
    );
  });

  it('stand over networks only', () => {
    const models = [
      model([linear(2)]),
      model([layer('pooling')]),
      model([linear(8), linear(2)], { name: 'B' }),
    ];
    assert.deepEqual(
      modelsWithLens(scan({ models })).map(({ name }) => name),
      ['B'],
    );
  });
});

describe('the words of a value', () => {
  const words = (changes: Partial<Finding>, optimizer: string | null = null) =>
    valueWords(finding(changes), { optimizer });

  it('say what a drop ratio does, and where it usually lies', () => {
    const { title, lines, source } = words({ value: 0.8 })!;
    assert.equal(title, 'Drop ratio 0.8');
    assert.match(lines.join(' '), /keep = 1 − p = 0\.2\b/);
    assert.match(lines.join(' '), /Higher than usual/);
    assert.match(source!.url, /srivastava14a/);
    assert.match(
      words({ edit: { start: 0, end: 3, text: '0.5', keep: true, before: '' } })!.lines[0],
      /kept/,
    );
    assert.match(words({ value: 1.5 })!.lines.join(' '), /Allowed/);
  });

  it('judge a learning rate by its optimizer', () => {
    const zone = (value: number, optimizer: string | null) =>
      words({ kind: 'learningRate', value }, optimizer)!.lines[0];
    assert.match(zone(0.001, 'adam'), /usual/);
    assert.match(zone(0.1, 'adam'), /High/);
    assert.match(zone(0.1, 'sgd'), /usual/);
    assert.match(zone(1e-5, 'adam'), /Low/);
    assert.match(zone(10, null), /High/);
    assert.match(zone(1, 'adadelta'), /does not hold for adadelta/);
    assert.match(zone(2e-5, 'adamw'), /fine-tuning/);
  });

  it('say why a value is not known, and nothing where there is nothing to say', () => {
    assert.match(words({ value: null, reason: 'args.p is not in this file' })!.lines[0], /args\.p/);
    assert.equal(words({ value: null }), undefined);
    assert.equal(words({ kind: 'optimizer', name: 'adam', value: null }), undefined);
  });

  it('end with the last result', () => {
    const last = valueWords(finding(), { optimizer: null, result: result() })!.lines.at(-1);
    assert.equal(last, resultWords(result()));
    assert.equal(
      resultWords(result()),
      'Playground: test loss 0.287, without dropout 0.31 (moons · 8 · drop 0.5 · lr 0.01)',
    );
    assert.match(resultWords(result({ testLoss: null })), /diverged/);
  });

  it('are short behind a literal: its own result, and the last one', () => {
    const own = result();
    assert.equal(inlayWords(own, own), 'playground: 0.5 → test 0.29');
    const other = result({ id: 'b', ratio: 0.3, testLoss: null });
    assert.equal(inlayWords(own, other), 'playground test: 0.5 → 0.29, 0.3 → diverged');
    const elsewhere = result({ id: 'c', ratio: 0.3, data: 'wine' });
    assert.equal(inlayWords(own, elsewhere), 'playground: 0.3 → test 0.29');
    assert.equal(inlayWords(undefined, other), 'playground: 0.3 → diverged');
    assert.equal(inlayWords(undefined, undefined), undefined);
    assert.equal(inlayWords(undefined, result({ ratio: undefined })), undefined);
  });
});

describe('values of the playground', () => {
  const base = defaultExperiment();
  const experiment = {
    ...base,
    dropout: { ...base.dropout, ratio: 0.3, placement: { input: false, hidden: true, output: false } },
  };

  it('are one ratio, or none', () => {
    assert.equal(sharedRatio(experiment), 0.3);
    const placed = (hidden: boolean | number, input: boolean | number = false) =>
      sharedRatio({
        ...experiment,
        dropout: { ...experiment.dropout, placement: { input, hidden, output: false } },
      });
    assert.equal(placed(false), undefined);
    assert.equal(placed(0.4), 0.4);
    assert.equal(placed(0.4, 0.1), undefined);
    assert.equal(playgroundValue('epochs', experiment), undefined);
    assert.equal(playgroundValue('learningRate', experiment), experiment.training.learningRate);
  });

  it('are proposed once a literal, in the order of the text, where they differ', () => {
    const shared = finding({ start: 100, end: 110 });
    const same = finding({ value: 0.3, edit: { start: 50, end: 53, text: '0.3', keep: false, before: '' } });
    const earlier = finding({ edit: { start: 2, end: 5, text: '0.5', keep: false, before: '' } });
    const found = proposals([finding(), shared, same, earlier, finding({ edit: null })], experiment);
    assert.deepEqual(
      found.map(({ finding: { edit }, value }) => [edit?.start, value]),
      [
        [2, 0.3],
        [11, 0.3],
      ],
    );
  });

  it('leave a literal alone that stands for two things with two values', () => {
    const both = { start: 4, end: 7, text: '0.1', keep: false, before: '' };
    const ratio = finding({ value: 0.1, edit: both });
    const rate = finding({ kind: 'learningRate', value: 0.1, edit: both });
    assert.deepEqual(proposals([ratio, rate], experiment), []);
    assert.deepEqual(
      proposals([finding({ value: 0.3, edit: both }), { ...rate, value: 0.3 }], experiment),
      [],
    );
    const size = finding({ kind: 'epochs', value: 0.1, edit: both });
    assert.deepEqual(proposals([ratio, size], experiment), [], 'the playground has no say in the other');
  });
});

describe('taking an experiment over from code', () => {
  const current = { ...defaultExperiment(), seed: 9, seeds: 3 };

  it('leaves data and seeds as they are set', () => {
    const { experiment, notes } = completeTakeover(
      {
        experiment: {
          version: 1,
          name: 'Net',
          network: { hidden: [16] },
          dropout: { ratio: 0.4, placement: { input: false, hidden: true, output: false } },
          training: { optimizer: 'sgd', learningRate: 0.1 },
        },
        notes: ['left out: pooling', 'left out: pooling'],
      },
      current,
    );
    assert.deepEqual(experiment.data, current.data);
    assert.deepEqual([experiment.seed, experiment.seeds, experiment.name], [9, 3, 'Net']);
    assert.deepEqual(experiment.network.hidden, [16]);
    assert.deepEqual(notes, ['left out: pooling']);
  });

  it('leaves out what is not allowed, and says so', () => {
    const { experiment, notes } = completeTakeover(
      {
        experiment: {
          version: 1,
          name: 'x'.repeat(300),
          network: { hidden: [16], activation: 'no such thing' },
          dropout: { ratio: 7, placement: { input: false, hidden: true, output: false } },
          training: { optimizer: 'adam', rho: 0.9 },
        },
        notes: [],
      },
      current,
    );
    assert.equal(experiment.network.activation, 'relu');
    assert.equal(experiment.dropout.ratio, 0.5);
    assert.equal(experiment.name.length, 200);
    assert.equal(notes.length, 3);
  });
});

describe('fixes of hints', () => {
  const span = (text: string, part: string) => {
    const start = text.indexOf(part);
    return { start, end: start + part.length };
  };
  const base = { message: '', source: '' } as const;

  it('turn a fraction kept around', () => {
    const text = 'nn.Dropout(self.keep_prob)';
    const fix = fixOf({ id: 'keepAsRate', ...base, ...span(text, 'self.keep_prob') }, text, []);
    assert.equal(fix?.edits[0]?.newText, '1 - self.keep_prob');
  });

  it('turn percent into a fraction, nothing else', () => {
    const text = 'nn.Dropout(50)';
    const at = (value: number) =>
      fixOf({ id: 'ratioOutOfRange', ...base, start: 0, end: 14 }, text, [
        finding({ value, end: 14, edit: { start: 11, end: 13, text: '50', keep: false, before: '' } }),
      ]);
    assert.equal(at(50)?.edits[0]?.newText, '0.5');
    assert.equal(at(1), undefined);
    assert.equal(at(-3), undefined);
  });

  it('ask the module whether it trains, inside a method only', () => {
    const method = 'class A:\n    def forward(self, x):\n        return F.dropout(x, 0.5)\n';
    const add = (text: string, call: string) =>
      fixOf({ id: 'alwaysOn', ...base, ...span(text, call) }, text, []);
    assert.equal(add(method, 'F.dropout(x, 0.5)')?.edits[0]?.newText, ', training=self.training');
    const outside = `${method}\ndef f(x):\n    return F.dropout(x)\n`;
    assert.equal(add(outside, 'F.dropout(x)'), undefined);
    assert.equal(fixOf({ id: 'missingEval', ...base, start: 0, end: 1 }, 'x', []), undefined);
  });
});
