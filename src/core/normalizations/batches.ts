import type { NetworkSpec } from '../spec';

/** Whether a network normalizes over its batches, which then need at least 2 samples. */
export const normalizesBatches = ({ normalization, hidden }: NetworkSpec): boolean =>
  normalization.kind === 'batch' && hidden.length > 0;

/** Whether an epoch of `count` samples has a batch of one. */
export function leavesSingle(count: number, batchSize: number): boolean {
  return batchSize === 1 || count === 1 || (batchSize < count && count % batchSize === 1);
}

/** The batch size nearest to `batchSize` that leaves no batch of one; 2 or more. */
export function batchNear(count: number, batchSize: number): number {
  for (let apart = 1; apart < batchSize; apart++) {
    for (const size of [batchSize - apart, batchSize + apart]) {
      if (size >= 2 && !leavesSingle(count, size)) return size;
    }
  }
  return Math.max(2, count);
}
