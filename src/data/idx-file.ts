import * as l10n from '@vscode/l10n';
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
      l10n.t('cut off at byte {0}: an IDX file begins with 4 bytes of magic number.', bytes.length),
    );
  const [zero, zeroToo, type, dimensions] = bytes;
  if (zero !== 0 || zeroToo !== 0 || type !== UNSIGNED_BYTES || dimensions < 1 || dimensions > 4) {
    const magic = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw new DataError(
      file,
      l10n.t(
        'at offset 0: the magic number is {0}; 00 00 08 01 (labels) or 00 00 08 03 (images) is expected.',
        magic,
      ),
    );
  }
  const head = 4 + 4 * dimensions;
  if (bytes.length < head)
    throw new DataError(
      file,
      l10n.t('cut off at byte {0}: {1} sizes need {2} bytes.', bytes.length, dimensions, head),
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const sizes = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  refuseLength(file, sizes, head, bytes.length);
  return { sizes, bytes: bytes.subarray(head) };
}

function refuseLength(file: string, sizes: readonly number[], head: number, length: number): void {
  const expected = head + sizes.reduce((product, size) => product * size, 1);
  if (length === expected) return;
  const fault =
    length < expected
      ? l10n.t('cut off at byte {0}', length)
      : l10n.t('too long by {0} bytes', length - expected);
  throw new DataError(
    file,
    l10n.t(
      '{0}: {1} values after a head of {2} bytes make {3} bytes.',
      fault,
      sizes.join(' × '),
      head,
      expected,
    ),
  );
}
