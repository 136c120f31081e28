import { unzipSync } from 'fflate';
import { LIMITS } from './limits';

/**
 * Decompressed size as declared by a compressed file, capped at the size limit; 0 if it is not compressed. The declared
 * size is untrusted and serves only to check for free memory in advance.
 */
export function unpackedBytes(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size = 0;
  if (isGzip(bytes) && bytes.length >= 4) size = view.getUint32(bytes.length - 4, true);
  else if (isZip(bytes)) size = sumOfEntries(bytes);
  return Math.min(size, LIMITS.bytes);
}

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

function sumOfEntries(bytes: Uint8Array): number {
  let sum = 0;
  const add = ({ originalSize }: { readonly originalSize: number }) => {
    sum += originalSize;
    return false;
  };
  try {
    unzipSync(bytes, { filter: add });
  } catch {
    // Ignored: the reader reports what is wrong with it.
  }
  return sum;
}
