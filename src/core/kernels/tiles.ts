// Conversion between row-major arrays and the kernels' tiled layout; see `assembly/net.ts`. `place` is an index into an
// f32 view.

/** Number of panels of 8 columns for `width` columns. */
export const panelsOf = (width: number): number => Math.ceil(width / 8);

/**
 * Bytes of a row of tiles for `width` columns. From 6 tiles on the number is odd, so that a column of tiles does not
 * map to only a few cache sets.
 */
export function strideOf(width: number): number {
  const panels = panelsOf(width);
  return (panels > 4 ? panels | 1 : panels) * 128;
}

/** Number of rows of tiles for `rows` rows. */
export const tilesOf = (rows: number): number => Math.ceil(rows / 4);

/** Number of lines of weights in a panel for this many inputs. */
export const linesOf = (inputs: number): number => Math.ceil(inputs / 4) * 4;

/**
 * Writes `rows` rows of `width` numbers, from row `first` of `source`, as tiles starting at `place`; unused cells keep
 * their values.
 */
export function writeTiles(
  heap: Float32Array,
  place: number,
  source: Float32Array,
  first: number,
  rows: number,
  width: number,
): void {
  const stride = strideOf(width) / 4;
  for (let row = 0; row < rows; row++) {
    const into = place + (row >> 2) * stride + (row & 3) * 8;
    const from = (first + row) * width;
    for (let column = 0; column < width; column++) {
      heap[into + (column >> 3) * 32 + (column & 7)] = source[from + column]!;
    }
  }
}

/** Adds `rows` rows of `width` numbers from tiles to `target`, starting at its row `first`. */
export function addTiles(
  heap: Float32Array,
  place: number,
  target: Float32Array | Float64Array,
  first: number,
  rows: number,
  width: number,
): void {
  const stride = strideOf(width) / 4;
  for (let row = 0; row < rows; row++) {
    const from = place + (row >> 2) * stride + (row & 3) * 8;
    const into = (first + row) * width;
    for (let column = 0; column < width; column++) {
      target[into + column]! += heap[from + (column >> 3) * 32 + (column & 7)]!;
    }
  }
}
