import type { ColumnFacts, LeftOut } from '../core/column-facts';
import { type Column, countDifferent } from './column';
import { LIMITS } from './limits';

/** Cells of a column without a value, and what stands in their place. */
export function gapFacts(
  { missing, odd }: Column,
  filledWith: number | string | undefined,
): Pick<ColumnFacts, 'missing' | 'odd' | 'filledWith'> {
  if (missing === 0) return {};
  return { missing, ...(odd && { odd: odd.count }), ...(filledWith !== undefined && { filledWith }) };
}

/** What else the cells of a column could be: numbers where a text is one, categories where numbers are few and repeat. */
export function otherKind({
  numbers,
  texts,
}: Pick<Column, 'numbers' | 'texts'>): Pick<ColumnFacts, 'alternative'> {
  if (texts) return texts.values.some(isNumber) ? { alternative: 'number' } : {};
  const different = countDifferent(numbers, LIMITS.categories);
  return different <= LIMITS.categories && different < numbers.length ? { alternative: 'category' } : {};
}

const isNumber = (text: string) => text !== '' && Number.isFinite(Number(text));

export function leftOutFacts(column: Column, leftOut: LeftOut): ColumnFacts {
  const { name, texts } = column;
  return {
    name,
    role: 'leftOut',
    kind: texts ? 'category' : 'number',
    ...gapFacts(column, undefined),
    leftOut,
  };
}

/** The target first, then the others in the order in which they stand in the file. */
export function inFileOrder(facts: readonly ColumnFacts[], columns: readonly Column[]): ColumnFacts[] {
  const placeOf = new Map(columns.map(({ name }, place) => [name, place]));
  const place = ({ name, role }: ColumnFacts) =>
    role === 'target' ? -1 : (placeOf.get(name) ?? columns.length);
  return [...facts].sort((a, b) => place(a) - place(b));
}
