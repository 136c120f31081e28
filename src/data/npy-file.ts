import * as l10n from '@vscode/l10n';
import { DataError } from './errors';
import { GETTERS, type NumberArray } from './number-array';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Reads a .npy file (format 1 to 3); errors name the file, the offset and what is expected. */
export function parseNpy(file: string, bytes: Uint8Array): NumberArray {
  const { text, end } = headerOf(file, bytes);
  const { little, type, get, fortran, shape } = describe(file, text);
  const width = Number(type.slice(1));
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
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const position = fortran && shape.length > 1 ? fromFortran(shape) : undefined;
  const raw = type === 'u1' ? bytes.subarray(end, needed) : undefined;
  return {
    shape,
    count,
    type,
    bytes: raw && position ? Uint8Array.from(raw, (_, index) => raw[position(index)]) : raw,
    at: (index) => get(view, end + width * (position ? position(index) : index), little),
  };
}

function headerOf(file: string, bytes: Uint8Array): { text: string; end: number } {
  if (!MAGIC.every((byte, i) => bytes[i] === byte))
    throw new DataError(
      file,
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

/** What the header, a Python dictionary, says. */
function describe(file: string, text: string) {
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
  if (!get)
    throw new DataError(
      file,
      l10n.t(
        'at offset 10: values of type “{0}”; floats of 2, 4 or 8 bytes, whole numbers and booleans are read. NumPy converts with astype.',
        type,
      ),
    );
  const shape = [...sizes[1].matchAll(/\d+/g)].map(Number);
  return { little: endian !== '>', type, get, fortran: order[1] === 'True', shape };
}

/** Where a position of row-major order lies in Fortran order, which runs through the first index fastest. */
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
