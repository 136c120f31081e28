import fc from 'fast-check';
import { parseExperiment } from '../../src/experiment/parse';
import type { Experiment } from '../../src/experiment/schema';

const site = fc.oneof(fc.boolean(), fc.double({ min: 0, max: 0.99, noNaN: true }));

const data = fc.oneof(
  fc.record(
    {
      source: fc.constantFrom('moons', 'circles', 'surface', 'digits'),
      train: fc.integer({ min: 1, max: 1000 }),
    },
    { requiredKeys: ['source'] },
  ),
  fc.record(
    { source: fc.constant('csv'), file: fc.string({ minLength: 1, maxLength: 20 }), shuffle: fc.boolean() },
    { requiredKeys: ['source', 'file'] },
  ),
);

const training = fc.record(
  {
    optimizer: fc.constantFrom('adam', 'sgd', 'momentum', 'rmsprop'),
    learningRate: fc.double({ min: 1e-6, max: 1e3, noNaN: true }),
    batchSize: fc.integer({ min: 1, max: 512 }),
    epochs: fc.integer({ min: 1, max: 2000 }),
    schedule: fc.constantFrom({ kind: 'constant' }, { kind: 'cosine', floor: 0.1 }, { kind: 'step' }),
  },
  { requiredKeys: [] },
);

/** Valid experiments, most keys left out now and then. */
export const experiments: fc.Arbitrary<Experiment> = fc
  .record({
    data,
    training,
    hidden: fc.array(fc.integer({ min: 1, max: 64 }), { maxLength: 4 }),
    list: fc.array(site, { minLength: 4, maxLength: 4 }),
    asList: fc.boolean(),
    input: site,
    ratio: fc.double({ min: 0, max: 0.99, noNaN: true }),
    schedule: fc.constantFrom({ kind: 'constant' }, { kind: 'early', until: 0.5 }),
    seed: fc.nat(),
    seeds: fc.integer({ min: 1, max: 5 }),
    baseline: fc.boolean(),
    name: fc.string({ maxLength: 20 }),
  })
  .map(({ hidden, list, asList, input, ratio, schedule, ...rest }) => {
    const placement = { input, hidden: asList ? list.slice(0, hidden.length) : list[0] };
    const result = parseExperiment({
      version: 1,
      ...rest,
      network: { hidden },
      dropout: { ratio, placement, schedule },
      changes: [{ step: 7, learningRate: 0.01 }],
    });
    if (!result.ok) throw new Error(result.problems[0].message);
    return result.experiment;
  });
