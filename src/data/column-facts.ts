import type { ColumnFacts, LeftOut } from '../core/column-facts';
import { type Column, countDifferent } from './column';
import { LIMITS } from './limits';

/** Facts about the missing and invalid cells of a column, and the value that fills them. */
export function gapFacts(
  { missing, odd }: Column,
  filledWith: number | string | undefined,
): Pick<ColumnFacts, 'missing' | 'odd' | 'filledWith'> {
  if (missing === 0) return {};
  return { missing, ...(odd && { odd: odd.count }), ...(filledWith !== undefined && { filledWith }) };
}

/**
 * The other kind that a column could be: numeric if some texts are numbers, categorical if its numbers are few and
 * repeat.
 */
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

/** Sorts the facts: target first, then the other columns in file order. */
export function inFileOrder(facts: readonly ColumnFacts[], columns: readonly Column[]): ColumnFacts[] {
  const placeOf = new Map(columns.map(({ name }, place) => [name, place]));
  const place = ({ name, role }: ColumnFacts) =>
    role === 'target' ? -1 : (placeOf.get(name) ?? columns.length);
  return [...facts].sort((a, b) => place(a) - place(b));
}
