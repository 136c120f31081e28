import type { Analysis, AnalysisContext, Slices } from './analysis';
import { predictionOf } from './scores';

/** Disagreement of thinned nets over the plane (Monte-Carlo dropout, Gal and Ghahramani 2016). */
export interface UncertaintyResult {
  readonly columns: number;
  readonly rows: number;
  /** xMin, xMax, yMin, yMax. */
  readonly bounds: readonly [number, number, number, number];
  /** Standard deviation over masks of the first class probability (or output), row by row from the top. */
  readonly deviation: Float32Array;
  readonly masks: number;
}

const CELLS = 40;
const MASKS = 50;

/** Requires two features. */
export const uncertainty: Analysis<UncertaintyResult> = { id: 'uncertainty', run };

function* run({ data, probe }: AnalysisContext): Slices<UncertaintyResult> {
  if (data.features !== 2) return;
  const bounds = boundsOf(data.train.x);
  const grid = gridOf(bounds);
  const cells = CELLS * CELLS;
  const [sum, squares] = [new Float64Array(cells), new Float64Array(cells)];
  for (let k = 1; k <= MASKS; k++) {
    const { sites } = probe.forward(grid, cells, { kind: 'draw', draw: k });
    const prediction = predictionOf(data.task, sites[sites.length - 1]!, data.outputs);
    for (let i = 0; i < cells; i++) {
      const value = prediction[i * data.outputs];
      sum[i]! += value!;
      squares[i]! += value! * value!;
    }
    yield;
  }
  const deviation = Float32Array.from(sum, (total, i) =>
    Math.sqrt(Math.max(0, squares[i]! / MASKS - (total / MASKS) ** 2)),
  );
  yield { columns: CELLS, rows: CELLS, bounds, deviation, masks: MASKS };
}

/** A square around the training points, with a margin wide enough to show extrapolation. */
function boundsOf(x: Float32Array): [number, number, number, number] {
  let [x0, x1, y0, y1] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < x.length; i += 2) {
    [x0, x1] = [Math.min(x0, x[i]!), Math.max(x1, x[i]!)];
    [y0, y1] = [Math.min(y0, x[i + 1]!), Math.max(y1, x[i + 1]!)];
  }
  const half = 0.75 * Math.max(x1 - x0, y1 - y0, 1e-6);
  const [cx, cy] = [(x0 + x1) / 2, (y0 + y1) / 2];
  return [cx - half, cx + half, cy - half, cy + half];
}

function gridOf([x0, x1, y0, y1]: readonly [number, number, number, number]): Float32Array {
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
