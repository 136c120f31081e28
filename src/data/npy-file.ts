import * as l10n from '@vscode/l10n';
import { DataError } from './errors';
import { kindOfFile } from './file-kinds';
import { GETTERS, type Getter, type NumberArray } from './number-array';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** NumPy's own limit. */
const MOST_DIMENSIONS = 64;

/** Bytes per character of NumPy's string types. */
const CHARACTER: Readonly<Record<string, number>> = { S: 1, U: 4 };

/**
 * Parses a .npy file (format 1 to 3) of numbers or texts. Throws a DataError naming the file, the offset and what is
 * expected.
 */
export function parseNpy(file: string, bytes: Uint8Array): NumberArray {
  const { text, end } = headerOf(file, bytes);
  const { little, type, get, fortran, shape } = describe(file, text);
  const width = Number(type.slice(1)) * (CHARACTER[type[0]] ?? 1);
  const count = shape.reduce((product, size) => product * size, 1);
  const needed = end + count * width;
  if (bytes.length < needed)
    throw new DataError(
      file,
      l10n.t(
        'cut off at byte {0}: an array of {1} needs {2} bytes.',
        bytes.length,
        shape.join(' × '),
        needed,
      ),
    );
  const position = fortran && shape.length > 1 ? fromFortran(shape) : undefined;
  const offset = (index: number) => end + width * (position ? position(index) : index);
  if (!get) return textsOf(bytes, { shape, count, type, little, width, offset });
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const raw = type === 'u1' ? bytes.subarray(end, needed) : undefined;
  return {
    shape,
    count,
    type,
    bytes: raw && position ? Uint8Array.from(raw, (_, index) => raw[position(index)]) : raw,
    at: (index) => get(view, offset(index), little),
  };
}

interface TextLayout extends Pick<NumberArray, 'shape' | 'count' | 'type'> {
  readonly little: boolean;
  readonly width: number;
  offset(index: number): number;
}

/** Parses fixed-length texts, padded with zeros: 4 bytes per character (U), or 1 (S). */
function textsOf(bytes: Uint8Array, { shape, count, type, little, width, offset }: TextLayout): NumberArray {
  // TextDecoder does not support UTF-32.
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const wide = (at: number) =>
    Array.from({ length: width / 4 }, (_, i) => view.getUint32(at + 4 * i, little))
      .map((code) => (code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'))
      .join('');
  const decoder = new TextDecoder();
  const narrow = (at: number) => decoder.decode(bytes.subarray(at, at + width));
  const read = type.startsWith('U') ? wide : narrow;
  const codes = new Map<string, number>();
  const values = Float64Array.from({ length: count }, (_, index) => {
    const text = read(offset(index)).replaceAll('\0', '').trim();
    const code = codes.get(text) ?? codes.size;
    codes.set(text, code);
    return code;
  });
  return { shape, count, type, bytes: undefined, texts: [...codes.keys()], at: (index) => values[index] };
}

function headerOf(file: string, bytes: Uint8Array): { text: string; end: number } {
  if (!MAGIC.every((byte, i) => bytes[i] === byte))
    throw new DataError(
      file,
      kindOfFile(bytes) ??
        l10n.t('at offset 0: this is not a NumPy file; it would begin with {0}.', '\\x93NUMPY'),
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const wide = bytes[6] >= 2;
  const start = wide ? 12 : 10;
  const length = bytes.length < start ? 0 : wide ? view.getUint32(8, true) : view.getUint16(8, true);
  if (length === 0 || bytes.length < start + length)
    throw new DataError(file, l10n.t('cut off at byte {0}, inside the header.', bytes.length));
  return {
    text: new TextDecoder('latin1').decode(bytes.subarray(start, start + length)),
    end: start + length,
  };
}

function refuseType(file: string, type: string): never {
  throw new DataError(
    file,
    type.startsWith('O')
      ? l10n.t(
          'at offset 10: Python objects, which only Python can read. Save labels as texts, y.astype(str), and numbers with astype(float).',
        )
      : l10n.t(
          'at offset 10: values of type “{0}”; floats of 2, 4 or 8 bytes, whole numbers, booleans and, as labels, texts are read. NumPy converts with astype.',
          type,
        ),
  );
}

interface Description {
  readonly little: boolean;
  readonly type: string;
  /** Undefined: the values are texts. */
  readonly get: Getter | undefined;
  readonly fortran: boolean;
  readonly shape: readonly number[];
}

/** Parses the header, a Python dictionary literal. */
function describe(file: string, text: string): Description {
  const descriptor = text.match(/'descr'\s*:\s*'([<>|=])([a-zA-Z]\d*)'/);
  const order = text.match(/'fortran_order'\s*:\s*(True|False)/);
  const sizes = text.match(/'shape'\s*:\s*\(([\d,\sL]*)\)/);
  if (!descriptor || !order || !sizes)
    throw new DataError(
      file,
      l10n.t('at offset 10: the header “{0}” is not one of plain numbers.', text.trim().slice(0, 80)),
    );
  const [, endian, type] = descriptor;
  const get = GETTERS.get(type);
  if (!get && !/^[SU]\d/.test(type)) refuseType(file, type);
  const shape = [...sizes[1].matchAll(/\d+/g)].map(Number);
  if (shape.length > MOST_DIMENSIONS)
    throw new DataError(
      file,
      l10n.t('at offset 10: {0} dimensions; at most {1} are possible.', shape.length, MOST_DIMENSIONS),
    );
  return { little: endian !== '>', type, get, fortran: order[1] === 'True', shape };
}

/** Maps a row-major (C order) index to its index in Fortran order, where the first dimension varies fastest. */
function fromFortran(shape: readonly number[]): (index: number) => number {
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1));
  return (index) => {
    let rest = index;
    let position = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      position += (rest % shape[axis]) * strides[axis];
      rest = Math.floor(rest / shape[axis]);
    }
    return position;
  };
}
