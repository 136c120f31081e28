import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseExperiment, parseExperimentText } from '../../src/experiment/parse';
import { MAX_FILE_BYTES } from '../../src/experiment/schema';

function messages(input: unknown): string[] {
  const result = parseExperiment(input);
  return result.ok ? [] : result.problems.map(({ message }) => message);
}

function warnings(input: object): readonly string[] {
  const result = parseExperiment({ version: 1, ...input });
  assert.ok(result.ok);
  return result.warnings;
}

describe('parseExperiment', () => {
  it('makes a whole experiment of the version alone', () => {
    const result = parseExperiment({ version: 1 });
    assert.ok(result.ok);
    assert.deepEqual(result.warnings, []);
    assert.equal(result.experiment.data.source, 'moons');
    assert.deepEqual(result.experiment.dropout.placement, { input: false, hidden: true, output: false });
    assert.equal(result.experiment.training.learningRate, 0.003);
  });

  const table: [string, unknown, RegExp][] = [
    [
      'a value below its bound',
      { training: { learningRate: -1 } },
      /^training\.learningRate: -1 is not allowed; it must be above 0 and at most 1e9$/,
    ],
    [
      'a ratio of 1',
      { dropout: { ratio: 1 } },
      /^dropout\.ratio: 1 is not allowed; it must be at least 0 and below 1$/,
    ],
    [
      'a fraction where a whole number belongs',
      { training: { epochs: 1.5 } },
      /^training\.epochs: 1\.5 is not allowed; it must be a whole number from 1 to 1000000$/,
    ],
    [
      'a number that is not finite',
      { training: { learningRate: Number.POSITIVE_INFINITY } },
      /^training\.learningRate: Infinity is not allowed/,
    ],
    [
      'text for a number',
      { training: { batchSize: 'x' } },
      /^training\.batchSize: "x" is not allowed; it must be a whole number/,
    ],
    [
      'a wrong id',
      { network: { activation: 'swish' } },
      /^network\.activation: "swish" is not allowed; it must be one of "relu", "leakyRelu"/,
    ],
    [
      'a wrong kind',
      { data: { source: 'mnist' } },
      /^data\.source: "mnist" is not allowed; it must be one of "moons".*"csv", "idx"/,
    ],
    [
      'a wrong schedule',
      { training: { schedule: { kind: 'exp' } } },
      /^training\.schedule\.kind: "exp" is not allowed; it must be one of "constant"/,
    ],
    [
      'a slip in a key',
      { training: { learningrate: 1 } },
      /^training\.learningrate: unknown key; did you mean learningRate\? Allowed here: optimizer, learningRate/,
    ],
    [
      'an unknown key',
      { frobnicate: 1 },
      /^frobnicate: unknown key; allowed here: \$schema, version, name, data/,
    ],
    [
      "a key of another kind's",
      { training: { optimizer: 'sgd', beta1: 0.9 } },
      /^training\.beta1: unknown key; set training\.optimizer to "adam", "adamw", "nadam", "adamax" or "lion", which have it\. Allowed here/,
    ],
    ['a missing file', { data: { source: 'csv' } }, /^data\.file: missing; it must be the path of a file$/],
    [
      'a list for an object',
      { network: [] },
      /^network: \[\] is not allowed; it must be an object whose "activation" is one of "relu", /,
    ],
    [
      'a word for a choice',
      { data: 'moons' },
      /^data: "moons" is not allowed; it must be an object whose "source" is one of "moons", "circles", /,
    ],
    [
      'a list for a choice',
      { data: ['moons'] },
      /^data: \["moons"\] is not allowed; it must be an object whose "source" is one of "moons"/,
    ],
    [
      'a schedule by its name',
      { dropout: { schedule: 'linear' } },
      /^dropout\.schedule: "linear" is not allowed; it must be an object whose "kind" is one of "constant", "early"/,
    ],
    [
      'a key in the wrong place',
      { epochs: 5 },
      /^epochs: unknown key; did you mean training\.epochs\? Allowed here: /,
    ],
    [
      'a key in the wrong section',
      { training: { ratio: 0.5 } },
      /^training\.ratio: unknown key; did you mean dropout\.ratio\?/,
    ],
    ['null for an object', { network: null }, /^network: null is not allowed; it must be an object whose /],
    [
      'a site that is no ratio',
      { dropout: { placement: { input: 'all' } } },
      /^dropout\.placement\.input: "all" is not allowed; it must be true or false, or a number at least 0 and below 1$/,
    ],
    [
      'a list entry out of bounds',
      { dropout: { placement: { hidden: [true, 1.5] } } },
      /^dropout\.placement\.hidden\[1\]: 1\.5 is not allowed/,
    ],
    [
      'a placement list of another length',
      { dropout: { placement: { hidden: [true] } } },
      /^dropout\.placement\.hidden: the length of the list is 1; it must have one entry for each hidden layer of network\.hidden, 2$/,
    ],
    [
      'a placement list in a change',
      { changes: [{ step: 1, placement: { hidden: [true] } }] },
      /^changes\[0\]\.placement\.hidden: the length of the list is 1/,
    ],
    [
      'changes out of order',
      { changes: [{ step: 4 }, { step: 3 }] },
      /^changes\[1\]\.step: 3 is not allowed after step 4/,
    ],
    [
      'too many entries in a placement',
      { dropout: { placement: { hidden: Array(70).fill(true) } } },
      /^dropout\.placement\.hidden: 70 entries are too many; at most 16 are allowed$/,
    ],
    [
      'a list that is too long, once and not entry by entry',
      { network: { hidden: Array(100_000).fill('') } },
      /^network\.hidden: 100000 entries are too many; at most 16 are allowed$/,
    ],
    [
      'too many layers',
      { network: { hidden: Array(17).fill(2) } },
      /^network\.hidden: 17 entries are too many; at most 16 are allowed$/,
    ],
    [
      'a loss of classes for numbers',
      { data: { source: 'surface' }, training: { loss: 'crossEntropy' } },
      /^training\.loss: "crossEntropy" is for classes/,
    ],
    [
      'a long name',
      { name: 'n'.repeat(300) },
      /^name: "n{50,60}… is not allowed; it must be text of at most 200 characters$/,
    ],
  ];
  for (const [name, input, words] of table) {
    it(`refuses ${name}`, () => {
      const found = messages({ version: 1, ...(input as object) });
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0], words);
    });
  }

  it('names every problem, one a place', () => {
    assert.equal(messages({ version: 2, one: 1, two: 2, training: { epochs: 0, batchSize: 0 } }).length, 5);
  });

  it('explains as many problems as are shown, however many a file has', () => {
    let looks = 0;
    const unknown = () =>
      new Proxy(
        { step: 1, a: 1 },
        {
          ownKeys(target) {
            looks++;
            return Reflect.ownKeys(target);
          },
        },
      );
    assert.equal(messages({ version: 1, changes: Array.from({ length: 5_000 }, unknown) }).length, 50);
    // Once for the depth of each, and of the first fifty for their keys.
    assert.ok(looks < 5_200, String(looks));
  });

  it('refuses what is no object', () => {
    for (const input of [undefined, null, 1, 'x', true]) {
      assert.match(messages(input)[0], /^the experiment: .* is not allowed; it must be an object$/);
    }
    assert.match(messages([])[0], /^the experiment: \[\] is not allowed/);
    assert.deepEqual(messages({}), ['version: missing; it must be 1']);
  });

  it('refuses __proto__ wherever it stands, and no prototype changes', () => {
    const found = messages(
      JSON.parse('{"version":1,"__proto__":{"a":1},"network":{"__proto__":{"hidden":[3]}}}'),
    );
    assert.equal(found.length, 2);
    for (const message of found) assert.match(message, /__proto__: unknown key/);
    assert.equal(({} as Record<string, unknown>).a, undefined);
  });

  it('refuses nesting without end', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = { a: deep };
    assert.deepEqual(messages(deep), ['the experiment is nested more than 32 levels deep']);
    const loop: Record<string, unknown> = { version: 1 };
    loop.name = loop;
    assert.deepEqual(messages(loop), ['the experiment is nested more than 32 levels deep']);
  });

  it('warns of what is allowed and rarely wanted', () => {
    assert.match(warnings({ dropout: { placement: { output: true } } })[0], /^dropout\.placement\.output: /);
    assert.deepEqual(warnings({ dropout: { ratio: 0, placement: { output: true } } }), []);
    assert.match(warnings({ dropout: { rule: 'alpha' } })[0], /"selu"; here it is "relu"/);
    assert.deepEqual(warnings({ dropout: { rule: 'alpha' }, network: { activation: 'selu' } }), []);
    assert.match(warnings({ dropout: { rule: 'as-written' } })[0], /demonstration/);
    const data = { source: 'moons', train: 100 };
    assert.match(warnings({ data, training: { batchSize: 101 } })[0], /batchSize: 101 is more than the 100/);
    assert.deepEqual(warnings({ data, training: { batchSize: 100 } }), []);
  });

  it('never throws, whatever it gets, and what it lets through it lets through again', () => {
    const keys = fc.constantFrom(
      'version',
      'data',
      'training',
      'dropout',
      'network',
      'hidden',
      'placement',
      'source',
    );
    const anything = fc.oneof(
      fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true }),
      fc.dictionary(keys, fc.oneof(fc.jsonValue(), fc.dictionary(keys, fc.jsonValue()))),
    );
    fc.assert(
      fc.property(anything, (input) => {
        const result = parseExperiment(input);
        if (result.ok) assert.deepEqual(parseExperiment(result.experiment), result);
        else
          assert.ok(result.problems.length > 0 && result.problems.every(({ message }) => message.length > 0));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('parseExperimentText', () => {
  it('names the file, the line and the column', () => {
    const text = '{\n  "version": 1,\n  "training": {\n    "epochs": 0,\n    "batchSise": 2\n  }\n}';
    const result = parseExperimentText(text, 'moons.dropout.json');
    assert.ok(!result.ok);
    const [unknown, bound] = result.problems;
    assert.match(
      unknown.message,
      /^moons\.dropout\.json:5:18: training\.batchSise: unknown key; did you mean batchSize\?/,
    );
    assert.match(bound.message, /^moons\.dropout\.json:4:15: training\.epochs: 0 is not allowed/);
    assert.deepEqual([bound.line, bound.column, bound.path], [4, 15, ['training', 'epochs']]);
  });

  it('shows a missing key at the object that lacks it', () => {
    const result = parseExperimentText('{"version": 1,\n "data": {"source": "csv"}}');
    assert.ok(!result.ok);
    assert.deepEqual([result.problems[0].line, result.problems[0].column], [2, 10]);
  });

  it('refuses a file that is too large before it reads it', () => {
    const result = parseExperimentText(' '.repeat(MAX_FILE_BYTES + 1), 'huge.json');
    assert.ok(!result.ok);
    assert.match(result.problems[0].message, /^huge\.json: the file has 1000001 characters/);
  });

  it('refuses nesting without end', () => {
    for (const text of ['['.repeat(10_000), '{"a":'.repeat(10_000)]) {
      const result = parseExperimentText(text);
      assert.ok(!result.ok);
      assert.match(result.problems[0].message, /nested more than 32 levels deep/);
    }
  });

  it('warns of a key that stands twice', () => {
    const result = parseExperimentText('{"version": 1, "seed": 1,\n"seed": 2}');
    assert.ok(result.ok);
    assert.equal(result.experiment.seed, 2);
    assert.deepEqual(result.warnings, ['seed: appears twice; the one at line 2 counts.']);
  });
});

describe('a key that is not known here', () => {
  for (const [input, words] of [
    [{ training: { momentum: 0.9 } }, 'set training.optimizer to "momentum" or "nesterov", which have it.'],
    [{ training: { lr: 0.1 } }, 'did you mean learningRate?'],
    [{ lr: 0.1 }, 'did you mean training.learningRate?'],
    [{ training: { batch_size: 8 } }, 'did you mean batchSize?'],
    [{ batch_size: 8 }, 'did you mean training.batchSize?'],
    [{ training: { num_epochs: 8 } }, 'did you mean epochs?'],
    [{ training: { lr_schedule: {} } }, 'did you mean schedule?'],
    [{ training: { weight_decay: 0 } }, 'did you mean weightDecay?'],
    [
      { training: { schedule: { gamma: 0.5 } } },
      'set training.schedule.kind to "step" or "exponential", which have it.',
    ],
    [
      { training: { optimizer: 'sgd', eps: 1 } },
      'did you mean epsilon? set training.optimizer to "adam", "rmsprop", "adamw", "nadam", "adamax" or "adagrad", which have it.',
    ],
    [{ network: { hidden_layers: [8] } }, 'did you mean hidden?'],
    [{ network: { dropout: 0.5 } }, 'did you mean dropout?'],
    [{ dropout: { rate: 0.5 } }, 'did you mean ratio?'],
    [{ dropout: { p: 0.5 } }, 'did you mean ratio?'],
    [{ dropout: { keep_prob: 0.5 } }, 'did you mean ratio, which is 1 − keep?'],
    [{ dropout_rate: 0.5 }, 'did you mean dropout.ratio?'],
    [{ dropout: { input: true } }, 'did you mean dropout.placement.input?'],
    [{ data: { source: 'csv', file: 'a', sep: ';' } }, 'did you mean delimiter?'],
    [{ data: { source: 'csv', file: 'a', label: 'y' } }, 'did you mean target?'],
    [{ data: { source: 'csv', file: 'a', noise: 1 } }, 'set data.source to '],
    [
      { data: { source: 'idx', images: 'a', labels: 'b', target: 'y' } },
      'set data.source to "csv", which has it.',
    ],
    [{ data: { target: 'y' } }, 'set data.source to "csv", which has it.'],
    [{ dropout: { type: 'gaussian' } }, 'did you mean rule?'],
    [{ training: { type: 'adam' } }, 'did you mean optimizer?'],
    [{ data: { type: 'moons' } }, 'did you mean source?'],
    [{ random_state: 1 }, 'did you mean seed?'],
    [{ early_stopping: { patience: 3 } }, 'did you mean training.earlyStopping?'],
  ] as const)
    it(`is told what it means: ${JSON.stringify(input)}`, () => {
      const result = parseExperiment({ version: 1, ...input });
      assert.ok(!result.ok);
      assert.ok(result.problems[0].message.includes(`: unknown key; ${words}`), result.problems[0].message);
    });
});
