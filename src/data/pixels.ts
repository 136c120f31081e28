import type { Encoder } from './features';

/** Images of bytes, one after the other: pixels become 0..1. `from` is where the first one begins in `bytes`. */
export function pixelEncoder(bytes: Uint8Array, from: number, width: number, height: number): Encoder {
  const size = width * height;
  return {
    names: pixelNames(width, height),
    write(row, x, at) {
      const image = from + row * size;
      for (let j = 0; j < size; j++) x[at + j] = bytes[image + j] / 255;
    },
  };
}

/** Rows and columns are counted from 0, as an array's are. */
export function pixelNames(width: number, height: number): string[] {
  return Array.from(
    { length: width * height },
    (_, i) => `row ${Math.floor(i / width)}, column ${i % width}`,
  );
}
