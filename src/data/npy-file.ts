import { DataError } from './errors';

/** A NumPy array of numbers, as float64, in C order. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

type Getter = (view: DataView, offset: number, little: boolean) => number;

/** By kind and bytes of NumPy's descriptor. */
const TYPES: Readonly<Record<string, Getter>> = {
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
  i1: (view, at) => view.getInt8(at),
  i2: (view, at, little) => view.getInt16(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  u1: (view, at) => view.getUint8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  b1: (view, at) => view.getUint8(at),
};

/** Reads a .npy file (format 1 to 3); errors name the file, the offset and what is expected. */
export function parseNpy(file: string, bytes: Uint8Array): NpyArray {
  const { text, end } = headerOf(file, bytes);
  const descriptor = text.match(/'descr'\s*:\s*'([<>|=])([a-z])(\d+)'/);
  const order = text.match(/'fortran_order'\s*:\s*(True|False)/);
  const sizes = text.match(/'shape'\s*:\s*\(([\d,\sL]*)\)/);
  if (!descriptor || !order || !sizes)
    throw new DataError(
      file,
      `at offset 10: the header “${text.trim().slice(0, 80)}” is not one of plain numbers.`,
    );
  const [, endian, kind, width] = descriptor;
  const get = TYPES[kind + width];
  if (!get)
    throw new DataError(
      file,
      `at offset 10: values of type “${kind}${width}”; floats of 4 or 8 bytes, whole numbers and booleans are read.`,
    );
  const shape = sizes[1]
    .split(',')
    .map((size) => Number.parseInt(size, 10))
    .filter((size) => !Number.isNaN(size));
  const count = shape.reduce((product, size) => product * size, 1);
  const needed = end + count * Number(width);
  if (bytes.length < needed)
    throw new DataError(
      file,
      `cut off at byte ${bytes.length}: an array of ${shape.join(' × ')} needs ${needed} bytes.`,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const values = Float64Array.from({ length: count }, (_, i) =>
    get(view, end + i * Number(width), endian !== '>'),
  );
  return { shape, values: order[1] === 'True' ? toRowMajor(values, shape) : values };
}

function headerOf(file: string, bytes: Uint8Array): { text: string; end: number } {
  if (!MAGIC.every((byte, i) => bytes[i] === byte))
    throw new DataError(file, 'at offset 0: this is not a NumPy file; it would begin with \\x93NUMPY.');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const wide = bytes[6] >= 2;
  const start = wide ? 12 : 10;
  const length = bytes.length < start ? 0 : wide ? view.getUint32(8, true) : view.getUint16(8, true);
  if (length === 0 || bytes.length < start + length)
    throw new DataError(file, `cut off at byte ${bytes.length}, inside the header.`);
  return {
    text: new TextDecoder('latin1').decode(bytes.subarray(start, start + length)),
    end: start + length,
  };
}

/** Fortran order runs through the first index fastest. */
function toRowMajor(values: Float64Array, shape: readonly number[]): Float64Array {
  const out = new Float64Array(values.length);
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1));
  const index = shape.map(() => 0);
  for (let i = 0; i < out.length; i++) {
    out[i] = values[index.reduce((sum, at, axis) => sum + at * strides[axis], 0)];
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) index[axis] = 0;
  }
  return out;
}
