/** Multiply-adds of one sample's forward pass; `widths`: features, hidden layers, outputs. */
export function forwardMultiplyAdds(widths: readonly number[]): number {
  return widths.slice(1).reduce((sum, width, index) => sum + width * widths[index]!, 0);
}

/** Multiply-adds of a step: forward pass, weight gradients, and input gradients of all layers but the first. */
export function stepMultiplyAdds(widths: readonly number[], batch: number): number {
  return batch * (3 * forwardMultiplyAdds(widths) - widths[0]! * widths[1]!);
}

/** Minimum rows per thread: a row of tiles. Single samples gain nothing, since every core reads all weights. */
const ROWS = 4;
/** Minimum multiply-adds per thread and step for a helper to pay off (about 15 µs), measured by `bench -- threads`. */
const LEAST_OF_STEP = 200_000;
/** Minimum multiply-adds of an evaluation chunk for helpers to pay off. */
const LEAST_CHUNK = 100_000;

/** Number of threads that may share the work on a network; 1 if there is too little to share. */
export interface Sharing {
  readonly step: number;
  /** Chunks of an evaluation. */
  readonly chunks: number;
}

/** @param chunkRows rows of an evaluation chunk. @param samples in the larger set. @param most available threads. */
export function sharingOf(
  { widths, batch }: { readonly widths: readonly number[]; readonly batch: number },
  chunkRows: number,
  samples: number,
  most: number,
): Sharing {
  const products = forwardMultiplyAdds(widths);
  const step = Math.min(stepMultiplyAdds(widths, batch) / LEAST_OF_STEP, batch / ROWS);
  const chunks = chunkRows * products < LEAST_CHUNK ? 1 : Math.ceil(samples / chunkRows);
  const held = (threads: number) => Math.max(1, Math.min(most, threads));
  return { step: held(Math.floor(step)), chunks: held(chunks) };
}
