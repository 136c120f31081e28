import * as l10n from '@vscode/l10n';
import { listed, quoted, shortened } from '../experiment/listed';
import { type Column, countDifferent, type OddCells } from './column';
import type { Remarks } from './remarks';

/** Number of names that a note lists. */
const LISTED = 3;

/** Notes how numbers were read that are not in plain notation. */
export function remarkOnNumbers(columns: readonly Column[], remarks: Remarks): void {
  const commas = columns.filter(({ written }) => written?.decimalCommas).map(({ name }) => name);
  if (commas.length === 1) remarks.note(l10n.t('“{0}” has decimal commas.', commas[0]));
  else if (commas.length > 1) remarks.note(l10n.t('{0} have decimal commas.', namesWords(commas)));
  for (const { name, written } of columns) {
    if (written?.open) remarkOnOpen(name, written.open, remarks);
    else if (written?.example)
      remarks.note(
        l10n.t('“{0}”: “{1}” is read as {2}.', name, shortened(written.example.text), written.example.value),
      );
    if (written?.mixed) remarkOnMixed(name, written.mixed, remarks);
  }
}

type Mixed = NonNullable<NonNullable<Column['written']>['mixed']>;

function remarkOnMixed(name: string, { affix, bare }: Mixed, remarks: Remarks): void {
  remarks.note(
    bare === 1
      ? l10n.t('“{0}”: one number has no “{1}” as others do; it is read as if it had.', name, affix)
      : l10n.t(
          '“{0}”: {1} numbers have no “{2}” as others do; they are read as if they had.',
          name,
          bare,
          affix,
        ),
  );
}

/** `“a”, “b”, “c” and 4 more`. */
export const namesWords = (names: readonly string[]): string => listed(names, LISTED, quoted);

type Open = NonNullable<NonNullable<Column['written']>['open']>;

function remarkOnOpen(name: string, { text, value, other }: Open, remarks: Remarks): void {
  const message = l10n.t(
    '“{0}”: “{1}” can be read in two ways; it is read as {2}, not as {3} (data.decimal).',
    name,
    text,
    value,
    other,
  );
  const mark = text.includes('.') ? '.' : ',';
  const otherMark = mark === '.' ? ',' : '.';
  // Of the two readings, the one with a decimal mark is smaller.
  const decimal = Math.abs(other) < Math.abs(value) ? mark : otherMark;
  remarks.offer(message, l10n.t('Read It as {0}', other), ['decimal'], decimal);
}

/** `“n.a.” (row 14), “>5” (row 80), …`. */
export function oddWords({ count, some }: OddCells, place: (row: number) => string): string {
  const words = some.map(({ row, text }) => l10n.t('“{0}” ({1})', shortened(text), place(row)));
  return words.join(', ') + (count > some.length ? ' …' : '');
}

/** Notes the cells of a numeric column that are not numbers and count as missing. */
export function remarkOnOdd(column: Column, place: (row: number) => string, remarks: Remarks): void {
  const { name, odd } = column;
  if (!odd) return;
  const message =
    odd.count === 1
      ? l10n.t('“{0}”: one cell is not a number and counts as missing: {1}.', name, oddWords(odd, place))
      : l10n.t(
          '“{0}”: {1} cells are not numbers and count as missing: {2}.',
          name,
          odd.count,
          oddWords(odd, place),
        );
  if (countDifferent(column.numbers, FEW) <= FEW)
    remarks.offer(message, l10n.t('Treat as Categories'), ['columns', name], 'category');
  else remarks.note(message);
}

/** A column with other cells and at most this many numbers may be categorical. */
const FEW = 19;
