import type { Dataset } from '../dataset';
import type { Stream } from '../random';
import type { TrainerSpec } from '../spec';
import type { LayerWeights, Trainer } from '../trainer-types';

/** Input of an analysis. */
export interface AnalysisContext {
  readonly spec: TrainerSpec;
  readonly data: Dataset;
  /**
   * A second network of the same shape with a copy of the weights. Analyses may modify it; the training continues
   * undisturbed between slices.
   */
  readonly probe: Trainer;
  /** The initial weights of the run; present if the analysed network has diverged. */
  initialWeights?(): readonly LayerWeights[];
  /** Drop ratio of every site at the time of the copy. */
  readonly ratios: readonly number[];
  /** Learning rate at the time of the copy, after the schedule. */
  readonly learningRate: number;
  /** A random stream that no training uses. */
  readonly stream: Stream;
}

/** The steps of an analysis; yields an interim result, or undefined if there is nothing new. */
export type Slices<R> = Generator<R | undefined, void>;

/**
 * A computation on a network in training. The work between two yields takes a few milliseconds, so that it never blocks
 * training or messages.
 */
export interface Analysis<R = unknown> {
  readonly id: string;
  run(context: AnalysisContext): Slices<R>;
  /** Of what follows a training: a `run` for each training, which goes on from its last one. */
  track?(): Analysis<R>['run'];
}

/** Views of at most the first `count` rows, without copying. */
export function head(samples: Dataset['test'], features: number, outputs: number, count: number) {
  const rows = Math.min(count, samples.count);
  return {
    count: rows,
    x: samples.x.subarray(0, rows * features),
    y: samples.y.subarray(0, rows * (samples.y.length / samples.count === 1 ? 1 : outputs)),
  };
}
