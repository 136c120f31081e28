import { unzipSync } from 'fflate';
import { LIMITS } from './limits';

/**
 * Bytes that a packed file says that it unpacks to; 0 for one that is not packed. No more than is ever unpacked: what a
 * file says of itself is only good for asking whether there is room.
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
    // The reader names what is wrong with it.
  }
  return sum;
}
