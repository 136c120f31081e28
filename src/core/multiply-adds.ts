/** Multiply-adds of a forward pass of one sample; `widths` are features, hidden layers, outputs. */
export function forwardMultiplyAdds(widths: readonly number[]): number {
  return widths.slice(1).reduce((sum, width, index) => sum + width * widths[index]!, 0);
}

/** The same of a step: forward, the gradient of the weights, and that of the inputs of all layers but the first. */
export function stepMultiplyAdds(widths: readonly number[], batch: number): number {
  return batch * (3 * forwardMultiplyAdds(widths) - widths[0]! * widths[1]!);
}

/** Rows that threads share at the least: a row of tiles. Single samples gain nothing, since every core reads all weights. */
const ROWS = 4;
/** The least that a thread has to do in a step for its help to pay (some 15 µs), measured by `bench -- threads`. */
const LEAST_OF_STEP = 200_000;
/** The least chunk of an evaluation that pays; a thread does one after the other. */
const LEAST_CHUNK = 100_000;

/** How many threads may share the work on a network: 1 where it is too little to be shared. */
export interface Sharing {
  readonly step: number;
  /** Chunks of an evaluation. */
  readonly chunks: number;
}

/** @param chunkRows rows of a chunk of an evaluation. @param samples of the larger set. @param most threads there are. */
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
