import type { Crew } from '../../src/core/crew';
import type { Dataset, Samples } from '../../src/core/dataset';
import { createStream, type Stream } from '../../src/core/random';
import { createTrainer } from '../../src/core/trainer';
import type { Trainer, Variant } from '../../src/core/trainer-types';
import { parseExperiment } from '../../src/experiment/parse';

/** A fixed piece of training that other trainers are measured on as well. */
export interface Workload {
  readonly title: string;
  /** What is counted, and how many of it end a measurement (and how long it has to go on at least). */
  readonly unit: 'epochs' | 'samples';
  readonly target: number;
  readonly leastSeconds: number;
  readonly warmUp: number;
  create(crew?: Crew): { trainer: Trainer; unit: () => number; metric: () => number };
}

const [FEATURES, CLASSES] = [784, 10];

/** Rows of a class's mean (a fifth of the features lit) plus noise, held within 0…1. */
function classRows(means: readonly Float32Array[], count: number, stream: Stream): Samples {
  const x = new Float32Array(count * FEATURES);
  const y = Float32Array.from({ length: count }, (_, row) => row % CLASSES);
  for (let i = 0; i < x.length; i++) {
    const mean = means[y[Math.floor(i / FEATURES)]][i % FEATURES];
    x[i] = Math.min(1, Math.max(0, mean + 0.3 * stream.normal()));
  }
  return { count, x, y };
}

function classes(train: number, test: number): Dataset {
  const stream = createStream(1, 'data');
  const means = Array.from({ length: CLASSES }, () =>
    Float32Array.from({ length: FEATURES }, () => (stream.uniform() < 0.2 ? stream.uniform() : 0)),
  );
  return {
    task: 'classification',
    features: FEATURES,
    outputs: CLASSES,
    train: classRows(means, train, stream),
    test: classRows(means, test, stream),
    featureNames: [],
    outputNames: [],
    notes: [],
  };
}

/** Two numbers in −5…5; the target is the sign of their product. */
function xor(train: number, test: number): Dataset {
  const stream = createStream(1, 'data');
  const rows = (count: number): Samples => {
    const x = Float32Array.from({ length: 2 * count }, () => 10 * stream.uniform() - 5);
    return {
      count,
      x,
      y: Float32Array.from({ length: count }, (_, i) => Math.sign(x[2 * i] * x[2 * i + 1])),
    };
  };
  return {
    task: 'regression',
    features: 2,
    outputs: 1,
    train: rows(train),
    test: rows(test),
    featureNames: [],
    outputNames: [],
    notes: [],
  };
}

/** More than any measurement takes. */
const ENDLESS = 1_000_000;

function trainerOf(
  data: Dataset,
  experiment: Record<string, unknown>,
  variant: Variant,
  crew: Crew | undefined,
): Trainer {
  const parsed = parseExperiment({ version: 1, ...experiment });
  if (!parsed.ok) throw new Error(`a workload is not valid: ${JSON.stringify(parsed)}`);
  return createTrainer({ spec: parsed.experiment, data, variant, crew });
}

function perEpoch(trainer: Trainer, metric: 'trainScore' | 'trainLoss') {
  let value = Number.NaN;
  const unit = () => {
    value = trainer.advance(ENDLESS).epoch![metric];
    return 1;
  };
  return { trainer, unit, metric: () => value };
}

export const workloads: Readonly<Record<'W1' | 'W2' | 'W3', Workload>> = {
  W1: {
    title: 'book: 784-100×6-10 ReLU, 300 + 1000 samples, batch 100, SGD, drop 0.2, evaluated every epoch',
    unit: 'epochs',
    target: 200,
    leastSeconds: 0,
    warmUp: 2,
    create: (crew) => {
      const trainer = trainerOf(
        classes(300, 1000),
        {
          network: { hidden: new Array(6).fill(100) },
          dropout: { ratio: 0.2 },
          training: { optimizer: 'sgd', learningRate: 0.01, batchSize: 100, epochs: ENDLESS },
        },
        'dropout',
        crew,
      );
      return perEpoch(trainer, 'trainScore');
    },
  },
  W2: {
    title: 'MNIST size: 784-512-512-10 ReLU, 10,000 samples, batch 128, Adam, drop 0.5 and input 0.2',
    unit: 'samples',
    target: 20_000,
    leastSeconds: 0,
    warmUp: 2,
    create: (crew) => {
      const trainer = trainerOf(
        classes(10_000, 10),
        {
          network: { hidden: [512, 512] },
          dropout: { ratio: 0.5, placement: { input: 0.2 } },
          training: {
            ...{ optimizer: 'adam', learningRate: 1e-3, batchSize: 128 },
            ...{ epochs: ENDLESS, evaluateEvery: ENDLESS },
          },
        },
        'dropout',
        crew,
      );
      const unit = () => {
        const left = 10_000 - (trainer.step % trainer.stepsPerEpoch) * 128;
        trainer.advance(1);
        return Math.min(128, left);
      };
      return { trainer, unit, metric: () => trainer.evaluate().trainScore };
    },
  },
  W3: {
    title: 'tiny: 2-8-8-1 tanh, 500 + 500 samples, batch 10, SGD, squared error, evaluated every epoch',
    unit: 'epochs',
    target: 200,
    leastSeconds: 1,
    warmUp: 20,
    create: (crew) => {
      const trainer = trainerOf(
        xor(500, 500),
        {
          network: { hidden: [8, 8], activation: 'tanh', init: 'xavier' },
          training: { optimizer: 'sgd', learningRate: 0.03, batchSize: 10, epochs: ENDLESS },
        },
        'baseline',
        crew,
      );
      return perEpoch(trainer, 'trainLoss');
    },
  },
};
