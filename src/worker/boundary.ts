import type { Dataset } from '../core/dataset';
import type { Trainer } from '../core/trainer-types';
import type { Boundary, Bounds } from '../protocol';

/** Cells per side: enough for a smooth picture, fewer for networks with many weights. */
const [FEWEST, MOST] = [12, 64];
/** Maximum multiplications per picture: about ten milliseconds. */
const COST = 2e8;

/**
 * Evaluates the network, without dropout, on a grid over the plane. One instance per job, so that the grid is built
 * once.
 */
export class BoundaryProbe {
  readonly #cells: number;
  readonly #grid: Float32Array;

  readonly #trainer: Trainer;
  readonly #data: Dataset;
  readonly #bounds: Bounds;

  constructor(trainer: Trainer, data: Dataset, bounds: Bounds) {
    this.#trainer = trainer;
    this.#data = data;
    this.#bounds = bounds;
    const affordable = Math.floor(Math.sqrt(COST / trainer.parameterCount));
    this.#cells = Math.max(FEWEST, Math.min(MOST, affordable));
    this.#grid = gridOf(bounds, this.#cells);
  }

  measure(): Boundary {
    const cells = this.#cells;
    const outputs = this.#trainer.predict(this.#grid, cells * cells);
    const base = { columns: cells, rows: cells, bounds: this.#bounds };
    return this.#data.task === 'classification'
      ? { ...base, ...winners(outputs, this.#data.outputs) }
      : { ...base, values: firstColumn(outputs, this.#data.outputs) };
  }
}

/** Cell centres, row by row from the top. */
function gridOf([x0, x1, y0, y1]: Bounds, cells: number): Float32Array {
  const grid = new Float32Array(2 * cells * cells);
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const at = 2 * (row * cells + column);
      grid[at] = x0 + ((column + 0.5) / cells) * (x1 - x0);
      grid[at + 1] = y1 - ((row + 0.5) / cells) * (y1 - y0);
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
