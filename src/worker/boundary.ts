import type { Dataset } from '../core/dataset';
import type { Trainer } from '../core/trainer-types';
import type { Boundary, Bounds } from '../protocol';

/** Cells on a side: fine enough to be drawn smoothly, few enough for 10 pictures a second. */
const CELLS = 64;

/** Asks the network, all neurons on, over a grid of the plane. One object a job: the grid is made once. */
export class BoundaryProbe {
  readonly #grid: Float32Array;

  constructor(
    private readonly trainer: Trainer,
    private readonly data: Dataset,
    private readonly bounds: Bounds,
  ) {
    this.#grid = gridOf(bounds);
  }

  measure(): Boundary {
    const outputs = this.trainer.predict(this.#grid, CELLS * CELLS);
    const base = { columns: CELLS, rows: CELLS, bounds: this.bounds };
    return this.data.task === 'classification'
      ? { ...base, ...winners(outputs, this.data.outputs) }
      : { ...base, values: firstColumn(outputs, this.data.outputs) };
  }
}

/** Cell centres, row by row from the top. */
function gridOf([x0, x1, y0, y1]: Bounds): Float32Array {
  const grid = new Float32Array(2 * CELLS * CELLS);
  for (let row = 0; row < CELLS; row++) {
    for (let column = 0; column < CELLS; column++) {
      const at = 2 * (row * CELLS + column);
      grid[at] = x0 + ((column + 0.5) / CELLS) * (x1 - x0);
      grid[at + 1] = y1 - ((row + 0.5) / CELLS) * (y1 - y0);
    }
  }
  return grid;
}

function winners(probabilities: Float32Array, classes: number): { winner: Uint8Array; strength: Uint8Array } {
  const count = probabilities.length / classes;
  const winner = new Uint8Array(count);
  const strength = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    let best = 0;
    for (let j = 1; j < classes; j++)
      if (probabilities[i * classes + j] > probabilities[i * classes + best]) best = j;
    winner[i] = best;
    strength[i] = Math.round(255 * probabilities[i * classes + best]);
  }
  return { winner, strength };
}

function firstColumn(values: Float32Array, columns: number): Float32Array {
  return Float32Array.from({ length: values.length / columns }, (_, i) => values[i * columns]);
}
