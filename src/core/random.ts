/** What random numbers are for. Each purpose has a stream of its own, so that using one never shifts another. */
export const PURPOSES = { data: 0, init: 1, shuffle: 2, masks: 3, analysis: 4 } as const;
export type Purpose = keyof typeof PURPOSES;

/** A sequence of random numbers. */
export interface Stream {
  /** A whole number 0 … 2³² − 1. */
  uint32(): number;
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Normal, mean 0 and variance 1. */
  normal(): number;
  /** A whole number 0 … n − 1, without bias. */
  below(n: number): number;
}
