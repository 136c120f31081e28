/** Multiply-adds of a forward pass of one sample; `widths` are features, hidden layers, outputs. */
export function forwardMultiplyAdds(widths: readonly number[]): number {
  return widths.slice(1).reduce((sum, width, index) => sum + width * widths[index], 0);
}

/** The same of a step: forward, the gradient of the weights, and that of the inputs of all layers but the first. */
export function stepMultiplyAdds(widths: readonly number[], batch: number): number {
  return batch * (3 * forwardMultiplyAdds(widths) - widths[0] * widths[1]);
}

/** What the update of one weight takes besides, in multiply-adds: reading and writing, with little arithmetic. */
const UPDATE = 16;
/** Steps shorter than this end sooner alone than shared: some 50 µs, measured by `bench -- threads`. */
const LEAST_SHARED_STEP = 1_000_000;
/** The same for a chunk of an evaluation; a thread does one chunk after the other. */
const LEAST_SHARED_CHUNK = 100_000;

/** Which parts of the work on a network are long enough for threads to share them. */
export interface Sharing {
  readonly steps: boolean;
  /** Chunks of an evaluation. */
  readonly chunks: boolean;
}

/** `chunkRows` are the rows of a chunk of an evaluation, `samples` the larger set of samples. */
export function sharingOf(
  widths: readonly number[],
  batch: number,
  chunkRows: number,
  samples: number,
): Sharing {
  const products = forwardMultiplyAdds(widths);
  return {
    steps: stepMultiplyAdds(widths, batch) + UPDATE * products >= LEAST_SHARED_STEP,
    chunks: samples > chunkRows && chunkRows * products >= LEAST_SHARED_CHUNK,
  };
}
