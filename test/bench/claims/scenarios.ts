import type { Dataset, Samples } from '../../../src/core/dataset';
import { createStream } from '../../../src/core/random';
import { noisyClasses, noisyHeights, twinViews } from './tables';

/** What is trained over and over, and how the two sides of a comparison differ. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /**
   * `masks`: both sides have dropout and differ in the masks' seed alone. `views`: both have it, and each sees one of two
   * sets of features that tell equally much. `dropout`: one side has none, and what is found is true or not.
   */
  readonly sides: 'masks' | 'views' | 'dropout';
  /** Parts of an experiment; what is left out has its default. */
  readonly experiment: Readonly<Record<string, unknown>>;
  /** The text of the file that the experiment reads; each repetition has a table of its own. */
  readonly table?: (repetition: number) => string;
  /** Changes data as it was made. */
  readonly adapt?: (data: Dataset, seed: number) => Dataset;
  /** Share of the comparisons that others get: long trainings. */
  readonly share?: number;
}

/** Classes that have nothing to do with the features. */
function withoutMeaning(data: Dataset, seed: number): Dataset {
  const stream = createStream(seed, 'analysis', 1);
  const draw = (samples: Samples): Samples => ({
    ...samples,
    y: Float32Array.from(samples.y, () => stream.below(data.outputs)),
  });
  const { train, validation, test } = data;
  return {
    ...data,
    train: draw(train),
    ...(validation && { validation: draw(validation) }),
    test: draw(test),
  };
}

const SMALL = {
  network: { hidden: [32, 32] },
  dropout: { ratio: 0.5 },
  training: { optimizer: 'adam', learningRate: 0.01, batchSize: 20, epochs: 40 },
};
const points = (source: string, more = {}) => ({ source, train: 60, test: 200, ...more });

/** A wide network, few noisy points and a high rate: test losses turn early and rise a lot. */
const TURNING = {
  network: { hidden: [64, 64] },
  dropout: { ratio: 0.2 },
  training: { optimizer: 'adam', learningRate: 0.01, batchSize: 40, epochs: 150 },
};
const few = (more = {}) => ({ source: 'moons', train: 40, test: 200, noise: 0.4, ...more });

const file = (more = {}) => ({ source: 'csv', file: 'table.csv', ...more });
const classesOf = (rows: number) => (repetition: number) => noisyClasses(rows, repetition);

const generated: readonly Scenario[] = [
  { id: 'moons', title: 'moons, noise 0.3', sides: 'masks', experiment: { ...SMALL, data: points('moons') } },
  {
    id: 'labels',
    title: 'moons, labels that mean nothing',
    sides: 'masks',
    experiment: { ...SMALL, data: points('moons') },
    adapt: withoutMeaning,
  },
  {
    id: 'gaussians',
    title: 'gaussians',
    sides: 'masks',
    experiment: { ...SMALL, data: points('gaussians') },
  },
  {
    id: 'surface',
    title: 'surface (regression)',
    sides: 'masks',
    experiment: { ...SMALL, data: points('surface') },
  },
  {
    id: 'heavy',
    title: 'moons, drop ratio 0.8, 15 epochs',
    sides: 'masks',
    experiment: {
      ...SMALL,
      data: points('moons'),
      dropout: { ratio: 0.8 },
      training: { ...SMALL.training, epochs: 15 },
    },
  },
  { id: 'turning', title: 'curves that turn', sides: 'masks', experiment: { ...TURNING, data: few() } },
  {
    id: 'turning-validation',
    title: 'curves that turn, validation',
    sides: 'masks',
    experiment: { ...TURNING, data: few({ validation: 50 }) },
  },
  {
    id: 'turning-restored',
    title: 'curves that turn, validation, best weights restored',
    sides: 'masks',
    experiment: {
      ...TURNING,
      data: few({ validation: 50 }),
      training: { ...TURNING.training, restoreBest: true },
    },
  },
  {
    id: 'turning-labels',
    title: 'curves that turn, labels that mean nothing',
    sides: 'masks',
    experiment: { ...TURNING, data: few() },
    adapt: withoutMeaning,
  },
  {
    id: 'default',
    title: 'the default experiment',
    sides: 'masks',
    experiment: {
      data: { source: 'moons', train: 100, test: 500, noise: 0.3 },
      network: { hidden: [128, 128] },
      training: { optimizer: 'adam', learningRate: 0.003, batchSize: 100, epochs: 300 },
    },
    share: 0.3,
  },
];

const inFiles: readonly Scenario[] = [
  ['redrawn', '150 rows, divided anew', 150, {}],
  ['fixed', '150 rows, divided once', 150, { redraw: false }],
  ['ordered', '150 rows, file order', 150, { shuffle: false }],
  ['folds', '150 rows, 5 folds', 150, { folds: 5 }],
  ['redrawn-1000', '1,000 rows, divided anew', 1000, {}],
  ['fixed-1000', '1,000 rows, divided once', 1000, { redraw: false }],
  ['ordered-1000', '1,000 rows, file order', 1000, { shuffle: false }],
  ['test-20', '150 rows, 20 test rows, divided once', 150, { redraw: false, test: 20 }],
  ['test-57', '290 rows, 57 test rows, divided once', 290, { redraw: false, test: 57 }],
].map(([id, title, rows, more]) => ({
  id: id as string,
  title: title as string,
  sides: 'masks',
  experiment: {
    ...SMALL,
    data: file(more as object),
    ...((rows as number) === 1000 && { training: { ...SMALL.training, batchSize: 100, epochs: 20 } }),
  },
  table: classesOf(rows as number),
}));

const heights: Scenario = {
  id: 'heights',
  title: '150 rows of numbers to predict, divided anew',
  sides: 'masks',
  experiment: { ...SMALL, data: file() },
  table: (repetition) => noisyHeights(150, repetition),
};

/** Which view a table favours is chance; so is which view its test rows favour. */
const views: readonly Scenario[] = [
  ['views-redrawn', 'two views of 150 rows, divided anew', {}],
  ['views-folds', 'two views of 150 rows, 5 folds', { folds: 5 }],
  ['views-fixed', 'two views of 150 rows, divided once', { redraw: false }],
  ['views-test-57', 'two views of 290 rows, 57 test rows, divided once', { redraw: false, test: 57 }],
].map(([id, title, more]) => ({
  id: id as string,
  title: title as string,
  sides: 'views',
  experiment: { ...SMALL, data: file(more as object) },
  table: (repetition: number) => twinViews(id === 'views-test-57' ? 290 : 150, repetition),
}));

/** Effects that are there. */
const power: readonly Scenario[] = [
  ...[0.1, 0.2, 0.5, 0.8].map(
    (ratio): Scenario => ({
      id: `power-${ratio}`,
      title: `the default experiment, drop ratio ${ratio} against none`,
      sides: 'dropout',
      experiment: {
        data: { source: 'moons', train: 100, test: 500, noise: 0.3 },
        network: { hidden: [128, 128] },
        dropout: { ratio },
        training: { optimizer: 'adam', learningRate: 0.003, batchSize: 100, epochs: 300 },
      },
      share: 0.1,
    }),
  ),
  ...(['moons', 'gaussians', 'surface'] as const).map(
    (source): Scenario => ({
      id: `power-${source}`,
      title: `${source}, 32-32, 40 epochs, 0.5 against none`,
      sides: 'dropout',
      experiment: { ...SMALL, data: points(source) },
      share: 0.2,
    }),
  ),
  {
    id: 'power-labels',
    title: 'labels that mean nothing, 0.5 against none',
    sides: 'dropout',
    experiment: { ...SMALL, data: points('moons') },
    adapt: withoutMeaning,
    share: 0.2,
  },
  {
    id: 'power-turning',
    title: 'curves that turn, validation, 0.2 against none',
    sides: 'dropout',
    experiment: { ...TURNING, data: few({ validation: 50 }) },
    share: 0.2,
  },
  {
    id: 'power-file',
    title: '150 rows, divided anew, 0.5 against none',
    sides: 'dropout',
    experiment: { ...SMALL, data: file() },
    table: classesOf(150),
    share: 0.2,
  },
];

export const scenarios: readonly Scenario[] = [...generated, ...inFiles, heights, ...views, ...power];
