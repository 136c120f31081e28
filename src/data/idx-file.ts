import { DataError } from './errors';

/** An IDX file of unsigned bytes (LeCun's MNIST format). */
export interface IdxFile {
  /** The first one counts items. */
  readonly sizes: readonly number[];
  readonly bytes: Uint8Array;
}

const UNSIGNED_BYTES = 0x08;

/** Reads an IDX file; errors name the file, the offset and what is expected there. */
export function parseIdx(file: string, bytes: Uint8Array): IdxFile {
  if (bytes.length < 4)
    throw new DataError(
      file,
      `cut off at byte ${bytes.length}: an IDX file begins with 4 bytes of magic number.`,
    );
  const [zero, zeroToo, type, dimensions] = bytes;
  if (zero !== 0 || zeroToo !== 0 || type !== UNSIGNED_BYTES || dimensions < 1 || dimensions > 4) {
    const magic = [zero, zeroToo, type, dimensions]
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join(' ');
    throw new DataError(
      file,
      `at offset 0: the magic number is ${magic}; 00 00 08 01 (labels) or 00 00 08 03 (images) is expected.`,
    );
  }
  const head = 4 + 4 * dimensions;
  if (bytes.length < head)
    throw new DataError(file, `cut off at byte ${bytes.length}: ${dimensions} sizes need ${head} bytes.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const sizes = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const expected = head + sizes.reduce((product, size) => product * size, 1);
  if (bytes.length !== expected) {
    const fault =
      bytes.length < expected
        ? `cut off at byte ${bytes.length}`
        : `${bytes.length - expected} bytes too long`;
    throw new DataError(
      file,
      `${fault}: ${sizes.join(' × ')} values after a head of ${head} bytes make ${expected} bytes.`,
    );
  }
  return { sizes, bytes: bytes.subarray(head) };
}
