import * as l10n from '@vscode/l10n';
import type { SplitFacts } from '../core/dataset';
import { type Column, MISSING } from './column';
import type { Remarks } from './remarks';

/** A column that may define a row order. */
type Values = Pick<Column, 'name' | 'numbers' | 'texts'>;

/** Names of numeric columns that hold times. */
const TIME_NAME =
  /(?:^|[ _.-])(?:date|time|datetime|timestamp|epoch|year|month|day|hour)(?:$|[ _.-])|날짜|일시|시각|시간|연도|년도/i;
/** Dates such as 2024-03-01, 2024/3/1 09:30, 20.03.2024 and 3/20/24; any text after them is ignored. */
const DATE =
  /^(\d{1,4})([-/.])(\d{1,2})(?:\2(\d{1,4}))?(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d{1,9})?))?)?/;
/** Fewer rows, or values, may be in order by chance. */
const FEW_ROWS = 20;
const FEW_VALUES = 3;
/** Minimum autocorrelation for adjacent rows to count as similar. */
const SIMILAR = 0.5;

/**
 * Detects rows ordered in time: a time column rises or falls, or targets of adjacent rows are similar. If the rows are
 * shuffled, adds a note and offers to keep the order, because shuffled test rows lie between training rows.
 * @returns the facts of the split, with the column that orders the rows.
 */
export function remarkOnOrder(
  columns: readonly Values[],
  target: Values,
  rows: number,
  facts: SplitFacts,
  remarks: Remarks,
): SplitFacts {
  const order = timeOrder(columns, target, rows);
  if (!order || facts.testFile) return facts;
  const keep = (message: string) => remarks.offer(message, l10n.t('Keep the Order'), ['shuffle'], false);
  if (facts.order !== 'fileOrder') remarkOnTime(order, keep, remarks);
  return { ...facts, inTime: order.name };
}

/** The column that orders the rows: it rises, falls, or is autocorrelated (by how much). */
interface TimeOrder {
  readonly name: string;
  readonly by: 'rises' | 'falls' | number;
}

function timeOrder(columns: readonly Values[], target: Values, rows: number): TimeOrder | undefined {
  if (rows < FEW_ROWS) return undefined;
  const [rising, falling] = [1, -1].map((wanted) =>
    columns.find((column) => timeDirection(column, rows) === wanted),
  );
  if (rising) return { name: rising.name, by: 'rises' };
  if (falling) return { name: falling.name, by: 'falls' };
  const similarity = serialCorrelation(target, rows);
  return similarity >= Math.max(SIMILAR, 4 / Math.sqrt(rows))
    ? { name: target.name, by: similarity }
    : undefined;
}

function remarkOnTime({ name, by }: TimeOrder, keep: (message: string) => void, remarks: Remarks): void {
  if (by === 'rises')
    keep(
      l10n.t(
        'The rows look ordered in time (“{0}” rises): shuffled, the test rows lie between training rows, and the test says little about rows to come. data.shuffle: false keeps the order, and the last rows test.',
        name,
      ),
    );
  else if (by === 'falls')
    remarks.note(
      l10n.t(
        'The rows look ordered in time, the latest first (“{0}” falls): shuffled, the test rows lie between training rows, and the test says little about rows to come. Turn the rows round; data.shuffle: false then keeps the order, and the last rows test.',
        name,
      ),
    );
  else
    keep(
      l10n.t(
        'The rows look ordered in time (“{0}” of a row is like that of the row before, autocorrelation {1}): shuffled, the test rows lie between training rows, and the test says little about rows to come. data.shuffle: false keeps the order, and the last rows test.',
        name,
        by.toFixed(2),
      ),
    );
}

/** 1 if the times of a column never decrease, −1 if they never increase, 0 if neither or if it holds no times. */
function timeDirection({ name, numbers, texts }: Values, rows: number): number {
  if (!texts) return TIME_NAME.test(name) ? directionOf(numbers.subarray(0, rows)) : 0;
  const parts = texts.values.map((text) => DATE.exec(text));
  if (parts.some((one) => one === null)) return 0;
  for (const dayFirst of [true, false]) {
    const times = parts.map((one) => timeOf(one!, dayFirst));
    const direction = directionOf(
      Float64Array.from(texts.codes.subarray(0, rows), (code) =>
        code === MISSING ? Number.NaN : times[code],
      ),
    );
    if (direction !== 0) return direction;
  }
  return 0;
}

/** Seconds on a calendar with 31-day months: only the order matters. */
function timeOf(match: RegExpExecArray, dayFirst: boolean): number {
  const [, a, , b, c = '1', hour = '0', minute = '0', second = '0'] = match;
  const yearFirst = a.length > 2;
  const year = Number(yearFirst ? a : c);
  const [month, day] = yearFirst ? [b, c] : dayFirst ? [b, a] : [a, b];
  const days = (year * 12 + Number(month)) * 31 + Number(day);
  return ((days * 24 + Number(hour)) * 60 + Number(minute)) * 60 + Number(second);
}

function directionOf(values: Float64Array): number {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length < values.length / 2 || new Set(known.subarray(0, 1000)).size < FEW_VALUES) return 0;
  if (known.every((value, i) => i === 0 || value >= known[i - 1])) return 1;
  return known.every((value, i) => i === 0 || value <= known[i - 1]) ? -1 : 0;
}

/**
 * Autocorrelation of the target at lag 1, −1..1; 0 if the rows are sorted by the target, which is not an order in time.
 */
function serialCorrelation({ numbers, texts }: Values, rows: number): number {
  const values = texts ? Float64Array.from(texts.codes.subarray(0, rows)) : numbers.subarray(0, rows);
  const whole = texts !== undefined || new Set(values.subarray(0, 1000)).size <= FEW_ROWS;
  return whole ? agreement(values) : autocorrelation(values);
}

/** For classes: agreement of adjacent rows, corrected for chance. */
function agreement(values: Float64Array): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let same = 0;
  for (let i = 1; i < values.length; i++) if (values[i] === values[i - 1]) same++;
  const changes = values.length - 1 - same;
  // Sorted by class, or nearly so.
  if (counts.size < 2 || changes < 3 * counts.size) return 0;
  let chance = 0;
  for (const count of counts.values()) chance += (count / values.length) * (count / values.length);
  return (same / (values.length - 1) - chance) / (1 - chance);
}

function autocorrelation(values: Float64Array): number {
  if (values.some((value) => Number.isNaN(value)) || directionOf(values) !== 0) return 0;
  const unit = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const mean = values.reduce((sum, value) => sum + value / unit, 0) / values.length;
  let [variance, covariance] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const off = values[i] / unit - mean;
    variance += off * off;
    if (i > 0) covariance += off * (values[i - 1] / unit - mean);
  }
  return variance > 0 ? covariance / variance : 0;
}
