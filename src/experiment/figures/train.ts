import { type SharpnessResult, sharpness } from '../../core/analysis/sharpness';
import type { Dataset } from '../../core/dataset';
import { type GeneratedSpec, generateDataset } from '../../core/datasets/generate';
import { createStream } from '../../core/random';
import { createTrainer } from '../../core/trainer';
import type { Trainer } from '../../core/trainer-types';
import { parseExperiment } from '../parse';
import type { Experiment } from '../schema';

/** Steps of a small network between two yields. */
const SLICE = 50;

/** A network on its data. */
export interface Trained {
  readonly spec: Experiment;
  readonly data: Dataset;
  readonly run: Trainer;
}

/** Fills the defaults in. Throws on an experiment that is not valid: a mistake in this folder. */
export function specOf(settings: Readonly<Record<string, unknown>>): Experiment {
  const parsed = parseExperiment({ version: 1, ...settings });
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return parsed.experiment;
}

/** A network that has not begun to train, on given data or those of the experiment. */
export function begin(spec: Experiment, seed: number, given?: Dataset): Trained {
  const data = given ?? generateDataset(spec.data as GeneratedSpec, seed);
  return { spec, data, run: createTrainer({ spec, data, seed, variant: 'dropout' }) };
}

/** Takes steps, or fewer where the training ends. */
export function* advance({ run }: Trained, steps: number): Generator<undefined, void> {
  for (let left = steps; left > 0 && !run.outcome; ) {
    left -= run.advance(Math.min(left, SLICE)).steps;
    yield;
  }
}

/** Follows the largest curvature: a look every so many steps, until as many have been taken. */
export function* follow(
  trained: Trained,
  looks: number,
  steps: number,
): Generator<undefined, SharpnessResult | undefined> {
  const { spec, data, run } = trained;
  const probe = createTrainer({ spec, data, seed: spec.seed, variant: 'dropout' });
  const look = sharpness.track!();
  let result: SharpnessResult | undefined;
  try {
    for (let i = 0; i < looks && !run.outcome; i++) {
      probe.standAt(run.step);
      probe.setWeights(run.weights());
      const { ratios, learningRate } = run;
      const stream = createStream(spec.seed, 'analysis');
      for (const found of look({ spec, data, probe, ratios, learningRate, stream })) {
        result = found ?? result;
        yield;
      }
      if (i < looks - 1) yield* advance(trained, steps);
    }
    return result;
  } finally {
    probe.dispose();
  }
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
