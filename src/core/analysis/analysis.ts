import type { Dataset } from '../dataset';
import type { Stream } from '../random';
import type { TrainerSpec } from '../spec';
import type { LayerWeights, Trainer } from '../trainer-types';

/** What an analysis works with. */
export interface AnalysisContext {
  readonly spec: TrainerSpec;
  readonly data: Dataset;
  /**
   * A second network of the same shape that holds a copy of the weights: it may be changed at will, and training goes
   * on undisturbed between two slices.
   */
  readonly probe: Trainer;
  /** The weights that the run began with, where the network that is looked at has diverged. */
  initialWeights?(): readonly LayerWeights[];
  /** Drop ratio of every site at the moment of the copy. */
  readonly ratios: readonly number[];
  /** The learning rate at the moment of the copy, schedule applied. */
  readonly learningRate: number;
  /** A fresh stream of random numbers that no training uses. */
  readonly stream: Stream;
}

/** What an analysis yields: what it knows so far, or nothing new yet. */
export type Slices<R> = Generator<R | undefined, void>;

/**
 * Something that can be computed from a network in training. The work from one yield to the next is a slice of a few
 * milliseconds, so that training and messages are never held up.
 */
export interface Analysis<R = unknown> {
  readonly id: string;
  run(context: AnalysisContext): Slices<R>;
}

/** The first `count` rows at most, without a copy. */
export function head(samples: Dataset['test'], features: number, outputs: number, count: number) {
  const rows = Math.min(count, samples.count);
  return {
    count: rows,
    x: samples.x.subarray(0, rows * features),
    y: samples.y.subarray(0, rows * (samples.y.length / samples.count === 1 ? 1 : outputs)),
  };
}
