import type { Dataset, Task } from '../../src/core/dataset';
import { createStream } from '../../src/core/random';
import { createTrainer, type TrainerOptions } from '../../src/core/trainer';
import type { Trainer, Variant } from '../../src/core/trainer-types';
import { parseExperiment } from '../../src/experiment/parse';

/** A small learnable data set: Gaussian features, and classes or targets that follow from them. */
export function dataset(options: {
  task?: Task;
  features?: number;
  outputs?: number;
  train?: number;
  test?: number;
  seed?: number;
}): Dataset {
  const { task = 'classification', features = 2, outputs = 2, train = 20, test = 10, seed = 7 } = options;
  const stream = createStream(seed, 'data');
  const samples = (count: number) => {
    const x = Float32Array.from({ length: count * features }, () => stream.normal());
    const y = new Float32Array(task === 'classification' ? count : count * outputs);
    for (let i = 0; i < y.length; i++) {
      const row = task === 'classification' ? i : Math.floor(i / outputs);
      const sum = x.subarray(row * features, (row + 1) * features).reduce((a, b) => a + b, 0);
      y[i] =
        task === 'classification'
          ? Math.abs(Math.floor(sum * 2)) % outputs
          : Math.fround(sum + (i % outputs));
    }
    return { count, x, y };
  };
  return {
    task,
    features,
    outputs,
    train: samples(train),
    test: samples(test),
    featureNames: Array.from({ length: features }, (_, i) => `x${i}`),
    outputNames: Array.from({ length: outputs }, (_, i) => `y${i}`),
    notes: [],
  };
}

/** A trainer for parts of an experiment; the rest are defaults. */
export function trainer(
  data: Dataset,
  experiment: Record<string, unknown> = {},
  variant: Variant = 'dropout',
  options: Pick<TrainerOptions, 'maskSeed' | 'sparing'> = {},
): Trainer {
  const parsed = parseExperiment({ version: 1, ...experiment });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed));
  return createTrainer({ spec: parsed.experiment, data, variant, ...options });
}

/** Runs to the end and returns the last record. */
export function finish(run: Trainer) {
  let last: ReturnType<Trainer['advance']> | undefined;
  do last = run.advance(Number.MAX_SAFE_INTEGER);
  while (!last.outcome);
  return last;
}

/** ‖a − b‖ / ‖b‖. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [difference, size] = [0, 1e-30];
  for (let i = 0; i < b.length; i++) {
    difference += (a[i] - b[i]) ** 2;
    size += b[i] ** 2;
  }
  return Math.sqrt(difference / size);
}
