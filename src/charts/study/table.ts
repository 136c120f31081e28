import { greatest } from '../../core/lists';
import { goodEnd, type Quantity, type Trials } from './trials';

/** A column of the table of trials: what it is called, its numbers, and these in words. */
export interface TrialTableColumn {
  readonly id: string;
  readonly title: string;
  value(trial: number): number;
  text(trial: number): string;
  /** Its text has words, which a filter without an operator looks for. */
  readonly hasWords?: boolean;
}

export interface Order {
  readonly column: string;
  readonly down: boolean;
}

/** One condition of a filter: `dropout < 0.3` or a word that a row has. */
type Condition = (trial: number) => boolean;

const OPERATORS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '=': (a, b) => a === b,
};

/**
 * What a person types to see fewer trials: conditions with commas between them, all of which must hold. `drop ratio <
 * 0.3` compares a column whose title begins so; anything else is looked for in the words of a row.
 */
export function conditionsOf(text: string, columns: readonly TrialTableColumn[]): Condition[] {
  return text
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '')
    .map((part) => comparison(part, columns) ?? word(part, columns));
}

function comparison(part: string, columns: readonly TrialTableColumn[]): Condition | undefined {
  const from = part.search(/[<>=]/);
  if (from < 0) return undefined;
  const name = part.slice(0, from).trim();
  const length = part[from + 1] === '=' ? 2 : 1;
  const compare = OPERATORS[part.slice(from, from + length)];
  const written = part.slice(from + length).trim();
  const column = columns.find(({ title }) => title.toLowerCase().startsWith(name));
  const limit = Number(written);
  if (!compare || !column || name === '' || written === '') return undefined;
  if (Number.isFinite(limit)) return (trial) => compare(column.value(trial), limit);
  return (trial) => column.text(trial).toLowerCase() === written;
}

function word(part: string, columns: readonly TrialTableColumn[]): Condition {
  const texts = columns.filter(({ hasWords }) => hasWords);
  return (trial) => texts.some((column) => column.text(trial).toLowerCase().includes(part));
}

/** The trials that a table shows, in its order: those without a number in the column come last either way. */
export function shownTrials(
  count: number,
  columns: readonly TrialTableColumn[],
  filter: string,
  { column: id, down }: Order,
): Int32Array {
  const conditions = conditionsOf(filter, columns);
  const shown: number[] = [];
  for (let trial = 0; trial < count; trial++)
    if (conditions.every((holds) => holds(trial))) shown.push(trial);
  const column = columns.find((one) => one.id === id);
  if (column) sort(shown, column, down);
  return Int32Array.from(shown);
}

function sort(trials: number[], { value }: TrialTableColumn, down: boolean): void {
  const sign = down ? -1 : 1;
  const known: number[] = [];
  const others: number[] = [];
  const keys = new Float64Array(greatest([0, ...trials]) + 1);
  for (const trial of trials) {
    keys[trial] = value(trial);
    (Number.isNaN(keys[trial]) ? others : known).push(trial);
  }
  known.sort((a, b) => sign * (keys[a]! - keys[b]!) || a - b);
  [...known, ...others].forEach((trial, i) => {
    trials[i] = trial;
  });
}

/** Trials that count from the best to the worst. */
export function ranked(trials: Trials, quantity: Quantity): number[] {
  const sign = goodEnd(quantity) === 'low' ? 1 : -1;
  const values = trials.column(quantity);
  return trials.counting(quantity).toSorted((a, b) => sign * (values[a]! - values[b]!) || a - b);
}

/** At most `most` of a ranked list: its first half of them whole, of the rest every so many. */
export function thinned(list: readonly number[], most: number): readonly number[] {
  if (list.length <= most) return list;
  const first = Math.floor(most / 2);
  const rest = most - first;
  const step = (list.length - first) / rest;
  return [
    ...list.slice(0, first),
    ...Array.from({ length: rest }, (_, i) => list[Math.floor(first + i * step)]!),
  ];
}
