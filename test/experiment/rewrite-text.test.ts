import assert from 'node:assert/strict';
import fc from 'fast-check';
import { editExperiment } from '../../src/experiment/edit';
import { parseExperiment, parseExperimentText } from '../../src/experiment/parse';
import { applyChanges, rewriteText } from '../../src/experiment/rewrite-text';
import type { Experiment } from '../../src/experiment/schema';
import { experimentToText } from '../../src/experiment/write';
import { experiments } from './arbitrary';

function read(text: string): Experiment {
  const result = parseExperimentText(text);
  assert.ok(result.ok, text);
  return result.experiment;
}

/** The text after one value has been set. */
function edited(text: string, path: readonly (string | number)[], value: unknown): string {
  const result = editExperiment(read(text), path, value);
  assert.ok(result.ok);
  const changes = rewriteText(text, result.experiment);
  assert.ok(changes);
  const after = applyChanges(text, changes);
  assert.deepEqual(read(after), result.experiment);
  return after;
}

const moons = `{
  "version": 1,
  "dropout": { "ratio": 0.5, "placement": { "input": false, "hidden": [true, 0.2] } },
  "data": { "source": "moons", "train": 100 },
  "training": {
    "epochs":   300
  }
}
`;

describe('rewriting an experiment file', () => {
  it('changes the one value and nothing else', () => {
    assert.equal(edited(moons, ['dropout', 'ratio'], 0.25), moons.replace('0.5', '0.25'));
    assert.equal(edited(moons, ['training', 'epochs'], 40), moons.replace('300', '40'));
    assert.equal(
      edited(moons, ['dropout', 'placement', 'hidden', 1], 0.4),
      moons.replace('[true, 0.2]', '[true, 0.4]'),
    );
  });

  it('keeps a default that is spelled out, and leaves one out that is not', () => {
    assert.equal(edited(moons, ['data', 'train'], undefined), moons);
    assert.equal(edited(moons, ['training', 'batchSize'], undefined), moons);
    const to = edited(moons, ['training', 'epochs'], undefined);
    assert.equal(to, moons);
  });

  it('puts a new key where the schema has it, laid out as its neighbours are', () => {
    assert.equal(
      edited(moons, ['data', 'test'], 50),
      moons.replace('"train": 100 }', '"train": 100, "test": 50 }'),
    );
    assert.equal(
      edited(moons, ['training', 'batchSize'], 8),
      moons.replace('    "epochs"', '    "batchSize": 8,\n    "epochs"'),
    );
    assert.equal(edited(moons, ['seeds'], 5), moons.replace('300\n  }\n', '300\n  },\n  "seeds": 5\n'));
    assert.equal(
      edited(moons, ['network', 'activation'], 'tanh'),
      moons.replace('"train": 100 },\n', '"train": 100 },\n  "network": { "activation": "tanh" },\n'),
    );
  });

  it('takes out what another kind does not have', () => {
    const text =
      '{\n\t"version": 1,\n\t"training": {\n\t\t"optimizer": "adam",\n\t\t"beta1": 0.8,\n\t\t"epochs": 9\n\t}\n}';
    assert.equal(
      edited(text, ['training', 'optimizer'], 'sgd'),
      text.replace('adam', 'sgd').replace('\t\t"beta1": 0.8,\n', ''),
    );
    assert.equal(edited(moons, ['data', 'source'], 'xor'), moons.replace('moons', 'xor'));
  });

  it('keeps a file on one line on one line, line ends, and the schema that it names', () => {
    assert.equal(
      edited('{ "version": 1 }', ['dropout', 'ratio'], 0.3),
      '{ "version": 1, "dropout": { "ratio": 0.3 } }',
    );
    const crlf = moons.replaceAll('\n', '\r\n');
    assert.equal(edited(crlf, ['seed'], 7), crlf.replace('300\r\n  }', '300\r\n  },\r\n  "seed": 7'));
    const named = '{\n  "$schema": "./x.json",\n  "version": 1\n}\n';
    const other = read('{ "version": 1, "seed": 3 }');
    assert.equal(applyChanges(named, rewriteText(named, other)!), named.replace('1\n', '1,\n  "seed": 3\n'));
  });

  it('sets the value that counts where a key stands twice', () => {
    const twice = '{ "version": 1, "seed": 1, "seed": 2 }';
    assert.equal(edited(twice, ['seed'], 5), '{ "version": 1, "seed": 1, "seed": 5 }');
  });

  it('touches no text that is not an experiment', () => {
    const target = read('{ "version": 1 }');
    for (const text of ['', '{', '[]', '{ "version": 2 }', '{ "version": 1, "nobody": 1 }'])
      assert.equal(rewriteText(text, target), null, text);
  });

  it('changes nothing where nothing differs, and makes any experiment of any other', () => {
    const layouts: ((value: unknown) => string)[] = [
      (value) => JSON.stringify(value),
      (value) => JSON.stringify(value, null, 4),
      (value) => JSON.stringify(value, null, '\t').replaceAll('\n', '\r\n'),
      (value) => experimentToText(value as Experiment),
      (value) => JSON.stringify(reversed(value), null, 1),
    ];
    fc.assert(
      fc.property(experiments, experiments, fc.constantFrom(...layouts), (from, to, layout) => {
        const text = layout(from);
        assert.deepEqual(rewriteText(text, read(text)), []);
        const changes = rewriteText(text, to)!;
        for (let i = 1; i < changes.length; i++)
          assert.ok(changes[i - 1].offset + changes[i - 1].length <= changes[i].offset);
        const after = applyChanges(text, changes);
        assert.deepEqual(read(after), to);
        assert.deepEqual(rewriteText(after, to), []);
      }),
      { numRuns: 300, endOnFailure: true },
    );
  });

  it('writes what was read, however many edits', () => {
    const values = [[[8]], [[8, 8, 8]], [[]]];
    let text = moons;
    for (const [hidden] of values) text = edited(text, ['network', 'hidden'], hidden);
    assert.ok(parseExperiment(JSON.parse(text)).ok);
  });
});

/** The same with its keys in the other order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, reversed(child)]),
  );
}

describe('names that a person gave kinds', () => {
  const text = '{ "version": 1, "data": { "source": "csv", "file": "a.csv" } }';

  it('are written, changed and taken out one by one', () => {
    const parsed = parseExperimentText(text);
    assert.ok(parsed.ok);
    const steps: [string, unknown][] = [
      ['Id', 'leaveOut'],
      ['zip', 'category'],
      ['Id', undefined],
    ];
    let experiment = parsed.experiment;
    let written = text;
    for (const [name, kind] of steps) {
      const edited = editExperiment(experiment, ['data', 'columns', name], kind);
      assert.ok(edited.ok);
      experiment = edited.experiment;
      written = applyChanges(written, rewriteText(written, experiment)!);
      const again = parseExperimentText(written);
      assert.ok(again.ok);
      assert.deepEqual(again.experiment.data, experiment.data);
    }
    assert.match(written, /"columns": \{\s*"zip": "category"\s*\}/);
    const whole = parseExperimentText(experimentToText(experiment));
    assert.ok(whole.ok);
    assert.deepEqual(whole.experiment.data, experiment.data);
  });

  it('are refused with what is allowed', () => {
    const result = parseExperimentText(
      '{"version": 1, "data": {"source": "csv", "file": "a", "columns": {"Id": "drop"}}}',
    );
    assert.ok(!result.ok);
    assert.match(
      result.problems[0].message,
      /^data\.columns\.Id: "drop" is not allowed; it must be one of "number", "category", "leaveOut"/,
    );
  });
});
