import type { Dimension, Point } from './distribution';

/** A trial that was proposed before. */
export interface PastTrial {
  readonly point: Point;
  /**
   * What is minimized; of a trial that still runs or failed `undefined`. A pruned trial has its last intermediate value.
   */
  readonly value: number | undefined;
  readonly state: 'running' | 'complete' | 'pruned' | 'failed';
  /** How far a pruned trial came: epochs, seeds, whatever the study prunes by. More is better than less. */
  readonly reached?: number;
}

/** Proposes points of a space. */
export interface Sampler {
  /** What it proposes depends on the points of the history alone, never on what they came to. */
  readonly isBlind?: boolean;
  /**
   * The next `count` points, given all trials before them in the order of their numbers. A function of its arguments
   * and the sampler's seed alone: with the same history the same points are proposed, on any machine. No point is
   * proposed twice, and fewer than `count` only where the space has no more. A history that is given again may have grown
   * at its end; the points that it had are the same.
   *
   * Several at once are the same as one after the other, each with those before it in the history as running.
   */
  propose(count: number, history: readonly PastTrial[]): Point[];
}

/** Makes a sampler for a space; `seed` is a whole number from 0 to 2³² − 1. */
export type SamplerFactory<Params = Record<string, never>> = (
  dimensions: readonly Dimension[],
  seed: number,
  params: Params,
) => Sampler;
