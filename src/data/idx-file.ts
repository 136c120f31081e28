import * as l10n from '@vscode/l10n';
import { DataError } from './errors';
import { kindOfFile } from './file-kinds';
import { GETTERS, type NumberArray } from './number-array';

/** Element types by the third byte of the magic number. Multi-byte numbers are big-endian. */
const TYPES: ReadonlyMap<number, string> = new Map([
  [0x08, 'u1'],
  [0x09, 'i1'],
  [0x0b, 'i2'],
  [0x0c, 'i4'],
  [0x0d, 'f4'],
  [0x0e, 'f8'],
]);

/**
 * Parses an IDX file (LeCun's MNIST format); its first dimension counts items. Throws a DataError naming the file, the
 * offset and what is expected there.
 */
export function parseIdx(file: string, bytes: Uint8Array): NumberArray {
  if (bytes.length < 4)
    throw new DataError(
      file,
      l10n.t('cut off at byte {0}: an IDX file begins with 4 bytes of magic number.', bytes.length),
    );
  const [zero, zeroToo, code, dimensions] = bytes;
  const type = TYPES.get(code);
  if (zero !== 0 || zeroToo !== 0 || type === undefined || dimensions < 1 || dimensions > 4) {
    const kind = zero || zeroToo ? kindOfFile(bytes) : undefined;
    if (kind !== undefined) throw new DataError(file, kind);
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
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const width = Number(type[1]);
  const turned = shape.map((_, i) => view.getUint32(4 + 4 * i, true));
  refuseLength(file, shape, turned, width, head, bytes.length);
  const get = GETTERS.get(type)!;
  return {
    shape,
    count: shape.reduce((product, size) => product * size, 1),
    type,
    bytes: type === 'u1' ? bytes.subarray(head) : undefined,
    at: (index) => get(view, head + width * index, false),
  };
}

function refuseLength(
  file: string,
  sizes: readonly number[],
  turned: readonly number[],
  width: number,
  head: number,
  length: number,
): void {
  const bytesFor = (some: readonly number[]) => head + some.reduce((product, size) => product * size, width);
  const expected = bytesFor(sizes);
  if (length === expected) return;
  if (length === bytesFor(turned))
    throw new DataError(
      file,
      l10n.t(
        'at offset 4: the sizes {0} begin with their lowest byte; in an IDX file the highest comes first (big-endian).',
        turned.join(' × '),
      ),
    );
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
