/** An array of numbers, read in place from the bytes of a file. */
export interface NumberArray {
  readonly shape: readonly number[];
  /** The product of the shape. */
  readonly count: number;
  /** Element type in NumPy's notation, kind and bytes: `f4`, `u1`. */
  readonly type: string;
  /** The raw bytes, if the array is of unsigned bytes in C order. */
  readonly bytes: Uint8Array | undefined;
  /** The distinct texts of a text array; its numbers are indices into them. */
  readonly texts?: readonly string[];
  /** The number at a row-major (C order) index. */
  at(index: number): number;
}

/** Reads one number at a byte offset. */
export type Getter = (view: DataView, offset: number, little: boolean) => number;

/** Readers by NumPy type: kind and bytes. */
export const GETTERS: ReadonlyMap<string, Getter> = new Map<string, Getter>([
  ['f2', (view, at, little) => halfOf(view.getUint16(at, little))],
  ['f4', (view, at, little) => view.getFloat32(at, little)],
  ['f8', (view, at, little) => view.getFloat64(at, little)],
  ['i1', (view, at) => view.getInt8(at)],
  ['i2', (view, at, little) => view.getInt16(at, little)],
  ['i4', (view, at, little) => view.getInt32(at, little)],
  ['i8', (view, at, little) => Number(view.getBigInt64(at, little))],
  ['u1', (view, at) => view.getUint8(at)],
  ['u2', (view, at, little) => view.getUint16(at, little)],
  ['u4', (view, at, little) => view.getUint32(at, little)],
  ['u8', (view, at, little) => Number(view.getBigUint64(at, little))],
  ['b1', (view, at) => view.getUint8(at)],
]);

/** Decodes IEEE 754 half precision: sign, 5 exponent bits, 10 fraction bits. */
function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  // Division by powers of two is exact; `**` need not be.
  return exponent === 0
    ? (sign * fraction) / 16_777_216
    : (sign * (1024 + fraction) * (1 << exponent)) / 33_554_432;
}

/** Number of elements per row. */
export function rowSize({ shape }: NumberArray): number {
  return shape.slice(1).reduce((product, size) => product * size, 1);
}
