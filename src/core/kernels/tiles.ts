// Plain row-major arrays to and from the kernels' layouts; see `assembly/net.ts`. Places are indices of f32 views.

/** Panels of 8 columns that hold `width` columns. */
export const panelsOf = (width: number): number => Math.ceil(width / 8);

/**
 * Bytes of a row of tiles for `width` columns. The number of tiles is odd, so that rows of tiles do not all fall into
 * the same sets of the cache.
 */
export const strideOf = (width: number): number => (panelsOf(width) | 1) * 128;

/** Rows of tiles for `rows` rows. */
export const tilesOf = (rows: number): number => Math.ceil(rows / 4);

/** Lines of weights in a panel for these many inputs. */
export const linesOf = (inputs: number): number => Math.ceil(inputs / 4) * 4;

/** Writes `rows` rows of `width` numbers, from row `first` of `source`, as tiles from `place` on; unused cells stay. */
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
      heap[into + (column >> 3) * 32 + (column & 7)] = source[from + column];
    }
  }
}

/** Reads `rows` rows of `width` numbers from tiles into `target`, from its row `first` on. */
export function readTiles(
  heap: Float32Array,
  place: number,
  target: Float32Array,
  first: number,
  rows: number,
  width: number,
): void {
  const stride = strideOf(width) / 4;
  for (let row = 0; row < rows; row++) {
    const from = place + (row >> 2) * stride + (row & 3) * 8;
    const into = (first + row) * width;
    for (let column = 0; column < width; column++) {
      target[into + column] = heap[from + (column >> 3) * 32 + (column & 7)];
    }
  }
}

/** Adds one panel of a layer (biases, then weights) to row-major weights and biases. */
export function readPanel(
  heap: Float32Array,
  place: number,
  panel: number,
  layer: { readonly inputs: number; readonly outputs: number },
  w: Float32Array | Float64Array,
  b: Float32Array | Float64Array,
): void {
  const first = panel * 8;
  const count = Math.min(8, layer.outputs - first);
  for (let j = 0; j < count; j++) b[first + j] += heap[place + j];
  for (let i = 0; i < layer.inputs; i++) {
    const line = place + 8 + i * 8;
    const into = i * layer.outputs + first;
    for (let j = 0; j < count; j++) w[into + j] += heap[line + j];
  }
}

/** Writes one panel of a layer from row-major weights and biases. */
export function writePanel(
  heap: Float32Array,
  place: number,
  panel: number,
  layer: { readonly inputs: number; readonly outputs: number },
  w: Float32Array,
  b: Float32Array,
): void {
  const first = panel * 8;
  const count = Math.min(8, layer.outputs - first);
  for (let j = 0; j < count; j++) heap[place + j] = b[first + j];
  for (let i = 0; i < layer.inputs; i++) {
    const line = place + 8 + i * 8;
    const from = i * layer.outputs + first;
    for (let j = 0; j < count; j++) heap[line + j] = w[from + j];
  }
}
