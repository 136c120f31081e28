import * as l10n from '@vscode/l10n';
import type { Column } from './column';
import type { Remarks } from './remarks';

/** Sentinels that programs write for a missing value: all nines, or the sevens and eights of surveys. */
const REPEATED = /^-?([789])\1+(?:\.\1+)?$/;
/** No measurement is this large: fill values of netCDF, and limits of number types. */
const BOUNDLESS = 1e18;
const BOUNDS = new Set([-32768, 32767, 65535, -2147483648, 2147483647, 4294967295]);
/** A lone negative number of this magnitude is not a rounding error around zero. */
const FAR_BELOW = 9;
/** Maximum number of distinct sentinels per column. */
const MOST = 3;

/** An extreme of a column: the value, its count, and the next distinct value. */
interface End {
  readonly value: number;
  readonly count: number;
  readonly next: number;
}

/** Both extremes, excluding sentinels found so far. */
interface Ends {
  readonly low: End;
  readonly high: End;
}

/** Notes outliers that may mean a missing value, and offers to treat them so. `missing`: values that already do. */
export function remarkOnSentinels(
  columns: readonly Column[],
  missing: readonly string[],
  remarks: Remarks,
): void {
  for (const { name, numbers, texts } of columns) {
    if (texts) continue;
    const found = sentinelsIn(numbers);
    if (found.values.length === 0) continue;
    const rows = numbers.reduce((count, value) => (found.values.includes(value) ? count + 1 : count), 0);
    const words = found.values.join(', ');
    const [least, most] = [found.ends.low.value, found.ends.high.value];
    remarks.offer(
      rows === 1
        ? l10n.t(
            '“{0}” is {1} in one row and {2} to {3} in all others: does it mean no value?',
            name,
            words,
            least,
            most,
          )
        : l10n.t(
            '“{0}” is {1} in {2} rows and {3} to {4} in all others: does it mean no value?',
            name,
            words,
            rows,
            least,
            most,
          ),
      l10n.t('It Means No Value'),
      ['missing'],
      [...missing, ...found.values.map(String)],
    );
  }
}

/** Removes extremes that look like sentinels one by one, and returns those that are far from the remaining numbers. */
function sentinelsIn(numbers: Float64Array): { values: number[]; ends: Ends } {
  const taken: End[] = [];
  const values = () => taken.map(({ value }) => value);
  let ends = endsOf(numbers, values());
  for (let end = candidate(ends); end && taken.length < MOST; end = candidate(ends)) {
    taken.push(end);
    ends = endsOf(numbers, values());
  }
  const far = taken.filter((end) => isFar(end, ends)).map(({ value }) => value);
  return { values: far, ends: far.length < taken.length ? endsOf(numbers, far) : ends };
}

/** The extreme that may be a sentinel, by its digits or as the only negative number. */
function candidate({ low, high }: Ends): End | undefined {
  if (low.next >= 0 && low.value <= -FAR_BELOW && low.count > 1 && Number.isInteger(low.value)) return low;
  return [low, high].find(
    ({ value, count }) =>
      Math.abs(value) >= BOUNDLESS || (count > 1 && (REPEATED.test(String(value)) || BOUNDS.has(value))),
  );
}

/** Whether a value is further from the other numbers than their range, or the only one below zero. */
function isFar({ value }: End, { low, high }: Ends): boolean {
  const range = high.value - low.value;
  if (!(range > 0 && Number.isFinite(range))) return false;
  const gap = value < low.value ? low.value - value : value - high.value;
  return gap > range || (value < 0 && low.value >= 0);
}

const endsOf = (numbers: Float64Array, without: readonly number[]): Ends => {
  const high = endOf(numbers, without, -1);
  return { low: endOf(numbers, without, 1), high: { ...high, value: -high.value, next: -high.next } };
};

/** The lower extreme; with `sign` −1, that of the negated numbers. */
function endOf(numbers: Float64Array, without: readonly number[], sign: 1 | -1): End {
  let [value, next, count] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
  for (const number of numbers) {
    const one = sign * number;
    // Most numbers stop here, NaN included.
    if (!(one < next || one === value) || without.includes(number)) continue;
    if (one === value) count++;
    else if (one > value) next = one;
    else [next, value, count] = [value, one, 1];
  }
  return { value, next, count };
}
