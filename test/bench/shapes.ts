import type { Crew } from '../../src/core/crew';
import type { Dataset, Samples } from '../../src/core/dataset';
import { createStream } from '../../src/core/random';
import { createTrainer } from '../../src/core/trainer';
import type { Trainer, Variant } from '../../src/core/trainer-types';
import { parseExperiment } from '../../src/experiment/parse';

/** More than any measurement takes. */
export const ENDLESS = 1_000_000;

/** A network and what it is trained on. */
export interface Shape {
  readonly features: number;
  readonly hidden: readonly number[];
  readonly outputs: number;
  readonly batch: number;
  readonly train: number;
  readonly optimizer: 'sgd' | 'adam';
  readonly activation: 'relu' | 'linear';
  readonly variant: Variant;
  readonly weightDecay: number;
}

/** What is varied. */
export const BASE: Shape = {
  ...{ features: 256, hidden: [256, 256], outputs: 10, batch: 128, train: 1024 },
  ...{ optimizer: 'sgd', activation: 'linear', variant: 'baseline', weightDecay: 0 },
};

/** Numbers none of which is 0, so that no product can be left out. */
function dense({ features, outputs, train }: Shape): Dataset {
  const stream = createStream(1, 'data');
  const samples = (count: number): Samples => ({
    count,
    x: Float32Array.from({ length: count * features }, () => stream.uniform() - 0.5),
    y: Float32Array.from({ length: count }, (_, i) => i % outputs),
  });
  const texts = { featureNames: [], outputNames: [], notes: [] };
  return { task: 'classification', features, outputs, train: samples(train), test: samples(16), ...texts };
}

/** A valid experiment of these fields. */
export function specOf(experiment: Record<string, unknown>) {
  const parsed = parseExperiment({ version: 1, ...experiment });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed));
  return parsed.experiment;
}

/** A trainer of dense data: the time of its steps is that of the arithmetic. */
export function trainerOf(shape: Shape, crew?: Crew): Trainer {
  const { hidden, activation, optimizer, batch: batchSize, variant, weightDecay } = shape;
  const training = {
    optimizer,
    batchSize,
    learningRate: 1e-4,
    weightDecay,
    epochs: ENDLESS,
    evaluateEvery: ENDLESS,
  };
  const spec = specOf({ network: { hidden, activation }, dropout: { ratio: 0.5 }, training });
  return createTrainer({ spec, data: dense(shape), variant, crew });
}
