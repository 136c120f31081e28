// What `Math.min(...values)` and `list.push(...items)` do, of any number of items: arguments of a call lie on the stack,
// which some hundred thousand overflow.

/** The least of some numbers, as `Math.min` has it: NaN where one is NaN, +∞ where there is none. */
export function least(values: Iterable<number>): number {
  let result = Number.POSITIVE_INFINITY;
  for (const value of values) result = Math.min(result, value);
  return result;
}

/** The greatest of some numbers, as `Math.max` has it: NaN where one is NaN, −∞ where there is none. */
export function greatest(values: Iterable<number>): number {
  let result = Number.NEGATIVE_INFINITY;
  for (const value of values) result = Math.max(result, value);
  return result;
}

/** Puts items at the end of a list. */
export function append<T>(list: T[], items: readonly T[]): void {
  const { length } = items;
  for (let i = 0; i < length; i++) list.push(items[i]!);
}
