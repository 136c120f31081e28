/** A point as chart.js draws it without parsing. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** x and y of a line; x is non-decreasing. */
export interface Curve {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** The part of a curve between two places, with the point before and the one after, so that its line goes on. */
function within({ x, y }: Curve, from: number, to: number): Curve {
  if (x.length === 0 || (x[0] >= from && x[x.length - 1] <= to)) return { x, y };
  let first = x.findIndex((value) => value > from);
  first = Math.max(0, (first < 0 ? x.length : first) - 1);
  const after = x.findIndex((value) => value >= to);
  const end = after < 0 ? x.length : after + 1;
  return { x: x.subarray(first, end), y: y.subarray(first, end) };
}

/**
 * Reduces a curve to the minimum and maximum of each pixel column, in order, plus the curve's ends, so that no spike is
 * lost. Short curves are returned whole. NaN is a gap; a column with only gaps keeps one. What lies outside is left out.
 *
 * @param columns pixels between `from` and `to` on the x axis.
 */
export function decimate(curve: Curve, from: number, to: number, columns: number): Point[] {
  const { x, y } = within(curve, from, to);
  const count = x.length;
  if (count <= 2 * columns || !(to > from))
    return Array.from(x, (value, index) => ({ x: value, y: y[index] }));
  const points: Point[] = [];
  const columnOf = (index: number) => Math.floor(((x[index] - from) / (to - from)) * columns);
  let start = 0;
  while (start < count) {
    const column = columnOf(start);
    let end = start + 1;
    while (end < count && columnOf(end) === column) end += 1;
    for (const index of extremes(y, start, end, count)) points.push({ x: x[index], y: y[index] });
    start = end;
  }
  return points;
}

/** Indices of the minimum and maximum between `start` and `end`, and of the curve's ends, in order. */
function extremes(y: Float64Array, start: number, end: number, count: number): readonly number[] {
  let low = start;
  let high = start;
  for (let index = start + 1; index < end; index += 1) {
    if (y[index] < y[low] || Number.isNaN(y[low])) low = index;
    if (y[index] > y[high] || Number.isNaN(y[high])) high = index;
  }
  const chosen = new Set([low, high]);
  if (start === 0) chosen.add(0);
  if (end === count) chosen.add(count - 1);
  return [...chosen].sort((a, b) => a - b);
}
