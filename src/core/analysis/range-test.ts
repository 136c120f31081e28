import type { Dataset } from '../dataset';
import type { LossChoice } from '../losses';
import type { TrainerSpec } from '../spec';
import type { Trainer } from '../trainer-types';
import { type CurvatureEstimate, largestCurvature } from './curvature';
import { DIVERGED } from './diverged';
import { finalTest } from './final-test';

/** The learning rates of a range test: from the least to the greatest, each by the same factor above the one before. */
export interface RatePlan {
  readonly from: number;
  readonly to: number;
  /** Steps of the training, one a rate; at least 2. */
  readonly steps: number;
}

/**
 * Eight decades hold the usual rates of every optimizer with three decades below and one above; a factor of 1.1 from
 * step to step is far below what matters of a learning rate.
 */
export const RATE_PLAN: RatePlan = { from: 1e-6, to: 100, steps: 200 };

/** Training samples that the loss is measured on, at the most. */
const SAMPLES = 300;

/** Rate `i` of a plan. */
export const rateAt = ({ from, to, steps }: RatePlan, i: number): number =>
  from * (to / from) ** (i / (steps - 1));

/** One step of a range test. */
export interface RateStep {
  readonly rate: number;
  /** Training loss after the step, without dropout; not finite where the training diverged. */
  readonly loss: number;
}

/** What is known before the first step. */
export interface RangeStart {
  /** Training loss of the untrained network. */
  readonly loss: number;
  /** The largest curvature there; undefined where it is not positive or not finite. */
  readonly sharpness: CurvatureEstimate | undefined;
}

/**
 * The spec of a range test: the experiment's own training without a schedule of the learning rate, without ends of its
 * own, and long enough. The dropout schedule keeps its pace.
 */
export function rangeSpec<S extends TrainerSpec>(spec: S, { steps, from }: RatePlan): S {
  const epochs = Math.max(spec.training.epochs, steps);
  return {
    ...spec,
    changes: [],
    training: {
      ...spec.training,
      learningRate: from,
      schedule: { kind: 'constant' },
      epochs,
      evaluateEvery: epochs,
      earlyStopping: 0,
      restoreBest: false,
    },
  };
}

/**
 * The range test of Smith (2017, arXiv 1506.01186, § 3.3): trains as usual while the learning rate rises with each step,
 * and measures the loss after each. What is measured is the loss on the same training samples every time, without
 * dropout, and not that of the batch, whose luck would hide the fall. Yields after the look at the start (undefined
 * while λmax is being measured), then a step at a time; ends after the last rate, or where the training diverged.
 *
 * @param trainer untrained, of a spec made by {@link rangeSpec}.
 * @param options.squared the loss is the mean squared error, also of classes.
 */
export function* rangeTest(
  trainer: Trainer,
  data: Dataset,
  { plan, loss }: { readonly plan: RatePlan; readonly loss: LossChoice },
): Generator<{ readonly start: RangeStart } | { readonly step: RateStep } | undefined, void> {
  const sample = { ...data, train: spaced(data), test: spaced(data) };
  const lossNow = () => mean(finalTest(trainer, sample, loss)?.losses ?? []);
  const weights = trainer.weights();
  const start = { loss: lossNow(), sharpness: yield* largestCurvature(trainer, sample) };
  trainer.setWeights(weights);
  yield { start };
  for (let i = 0; i < plan.steps; i++) {
    const rate = rateAt(plan, i);
    trainer.change({ learningRate: rate });
    trainer.advance(1);
    const loss = trainer.outcome ? Number.NaN : lossNow();
    yield { step: { rate, loss } };
    if (!(loss <= DIVERGED * start.loss)) return;
  }
}

const mean = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
};

/** Evenly spaced training samples: the rows of a file may be sorted. */
function spaced({ train, features }: Dataset): Dataset['train'] {
  const every = Math.ceil(train.count / SAMPLES);
  if (every === 1) return train;
  const count = Math.ceil(train.count / every);
  const width = train.y.length / train.count;
  const pick = (from: Float32Array, size: number) => {
    const out = new Float32Array(count * size);
    for (let i = 0; i < count; i++)
      out.set(from.subarray(i * every * size, (i * every + 1) * size), i * size);
    return out;
  };
  return { count, x: pick(train.x, features), y: pick(train.y, width) };
}
