import type { Dimension, Point } from './distribution';

/** A trial that was proposed before. */
export interface PastTrial {
  readonly point: Point;
  /**
   * What is minimized; of a trial that still runs or failed `undefined`. A pruned trial has its last intermediate value.
   */
  readonly value: number | undefined;
  readonly state: 'running' | 'complete' | 'pruned' | 'failed';
}

/** Proposes points of a space. */
export interface Sampler {
  /**
   * The next `count` points, given all trials before them in the order of their numbers. A function of its arguments
   * and the sampler's seed alone: with the same history the same points are proposed, on any machine. Fewer than
   * `count` only where the space has no more (grids).
   */
  propose(count: number, history: readonly PastTrial[]): Point[];
}

/** Makes a sampler for a space; `seed` is a whole number from 0 to 2³² − 1. */
export type SamplerFactory = (dimensions: readonly Dimension[], seed: number) => Sampler;
