/** An array of numbers, read where it lies in a file. */
export interface NumberArray {
  readonly shape: readonly number[];
  /** The product of the shape. */
  readonly count: number;
  /** Kind and bytes of a number, as NumPy says them: `f4`, `u1`. */
  readonly type: string;
  /** The bytes, where the array is of unsigned bytes in C order. */
  readonly bytes: Uint8Array | undefined;
  /** The different texts, where the array is of texts: its numbers tell which of them stands there. */
  readonly texts?: readonly string[];
  /** The number at a position of row-major (C) order. */
  at(index: number): number;
}

/** Reads one number of a type. */
export type Getter = (view: DataView, offset: number, little: boolean) => number;

/** By kind and bytes of NumPy's descriptor. */
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

/** IEEE 754 half precision: a sign, 5 bits of exponent, 10 of fraction. */
function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  // Powers of two are exact by division, not by `**`.
  return exponent === 0
    ? (sign * fraction) / 16_777_216
    : (sign * (1024 + fraction) * (1 << exponent)) / 33_554_432;
}

/** The elements of a row. */
export function rowSize({ shape }: NumberArray): number {
  return shape.slice(1).reduce((product, size) => product * size, 1);
}
