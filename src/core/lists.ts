// `Math.min(...values)` and `list.push(...items)` for any number of items: spread arguments are passed on the stack,
// which overflows at some hundred thousand.

/** The minimum, as `Math.min` defines it: NaN if any value is NaN, +∞ without values. */
export function least(values: Iterable<number>): number {
  let result = Number.POSITIVE_INFINITY;
  for (const value of values) result = Math.min(result, value);
  return result;
}

/** The maximum, as `Math.max` defines it: NaN if any value is NaN, −∞ without values. */
export function greatest(values: Iterable<number>): number {
  let result = Number.NEGATIVE_INFINITY;
  for (const value of values) result = Math.max(result, value);
  return result;
}

/** How many items from the first one on pass a test that none passes after one that fails: found by halves. */
export function countWhile<T>(items: readonly T[], passes: (item: T) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(items[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Appends items to a list. */
export function append<T>(list: T[], items: readonly T[]): void {
  const { length } = items;
  for (let i = 0; i < length; i++) list.push(items[i]!);
}
