import {
  countOf,
  type Dimension,
  existsAt,
  type FloatDistribution,
  fromScale,
  type IntegerDistribution,
  type Point,
  toScale,
  valueAt,
} from '../distribution';

/** `count` whole numbers from 0 to `last`, both with them, evenly spaced. */
function spaced(count: number, last: number): number[] {
  if (count === 1) return [Math.round(last / 2)];
  return Array.from({ length: count }, (_, i) => Math.round((i * last) / (count - 1)));
}

/**
 * The values that a grid takes of a dimension, in rising order: all that a choice or a step has, `levels` where the
 * dimension says so, and otherwise `ofContinuous` (also of whole numbers on a logarithmic scale).
 */
export function gridValues({ distribution, levels }: Dimension, ofContinuous: number): number[] {
  const all = countOf(distribution);
  if (distribution.kind === 'choice') return spaced(all, all - 1);
  const isEven = !distribution.log && Number.isFinite(all);
  const count = Math.min(all, levels ?? (isEven ? all : ofContinuous));
  if (isEven || count === all) return spaced(count, all - 1).map((n) => valueAt(distribution, n));
  return [...new Set(evenlyOnScale(distribution, count))];
}

/** `count` values that are even on the scale, from one bound to the other. */
function evenlyOnScale(distribution: FloatDistribution | IntegerDistribution, count: number): number[] {
  const { low, high } = distribution;
  const [first, last] = [toScale(distribution, low), toScale(distribution, high)];
  return Array.from({ length: count }, (_, i) => {
    if (i === 0 && count > 1) return low;
    if (i === count - 1 && count > 1) return high;
    const share = count === 1 ? 0.5 : i / (count - 1);
    const value = fromScale(distribution, first + (last - first) * share);
    // A person reads these, and six digits tell neighbours apart.
    return Math.max(low, Math.min(high, Number(value.toPrecision(6))));
  });
}

/** Values in an order that refines: both ends, the middle, the middles of the halves, and so on. */
interface Axis {
  readonly dimension: Dimension;
  readonly values: readonly number[];
  /** How many of the values each level of refinement has, with those before it. */
  readonly ends: readonly number[];
}

function refining(dimension: Dimension, values: readonly number[]): Axis {
  // Choices have no order: none of them is between others.
  if (dimension.distribution.kind === 'choice' || values.length < 3)
    return { dimension, values, ends: [values.length] };
  const order = [0, values.length - 1];
  const ends = [2];
  let gaps: [number, number][] = [[0, values.length - 1]];
  while (order.length < values.length) {
    const halves: [number, number][] = [];
    for (const [low, high] of gaps) {
      if (high - low < 2) continue;
      const middle = (low + high) >> 1;
      order.push(middle);
      halves.push([low, middle], [middle, high]);
    }
    gaps = halves;
    ends.push(order.length);
  }
  return { dimension, values: order.map((at) => values[at]!), ends };
}

/** Points of a grid whose coarsest axis is of a level of refinement; of level 0, or first reached by this one. */
function* walkLevel(
  axes: readonly Axis[],
  level: number,
  point: Point = {},
  at = 0,
  isNew = level === 0,
): Generator<Point> {
  const axis = axes[at];
  if (!axis) {
    if (isNew) yield point;
    return;
  }
  const { dimension, values, ends } = axis;
  if (!existsAt(dimension, point)) {
    yield* walkLevel(axes, level, point, at + 1, isNew);
    return;
  }
  const end = ends[Math.min(level, ends.length - 1)]!;
  const begin = level < ends.length ? (ends[level - 1] ?? 0) : end;
  for (let k = 0; k < end; k++) {
    const next = { ...point, [dimension.name]: values[k]! };
    yield* walkLevel(axes, level, next, at + 1, isNew || k >= begin);
  }
}

/**
 * All points of a grid, each once, the coarse picture first: the corners, then with the middles, then with the middles
 * of the halves, until all are there. `ofContinuous` is how many values are taken of a dimension that has neither
 * a step nor `levels`.
 */
export function* walkGrid(dimensions: readonly Dimension[], ofContinuous: number): Generator<Point> {
  const axes = dimensions.map((dimension) => refining(dimension, gridValues(dimension, ofContinuous)));
  const levels = axes.reduce((most, { ends }) => Math.max(most, ends.length), 1);
  for (let level = 0; level < levels; level++) yield* walkLevel(axes, level);
}

/** How many points a grid has. */
export function gridSize(dimensions: readonly Dimension[], ofContinuous: number, point: Point = {}): number {
  const [dimension, ...rest] = dimensions;
  if (!dimension) return 1;
  if (!existsAt(dimension, point)) return gridSize(rest, ofContinuous, point);
  const values = gridValues(dimension, ofContinuous);
  const decides = rest.some(({ when }) => when?.name === dimension.name);
  if (!decides) return values.length * gridSize(rest, ofContinuous, point);
  return values.reduce(
    (sum, value) => sum + gridSize(rest, ofContinuous, { ...point, [dimension.name]: value }),
    0,
  );
}
