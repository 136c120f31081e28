import * as l10n from '@vscode/l10n';
import type { ColumnFacts, LeftOut } from '../core/column-facts';
import { listed, quoted, shortened } from '../experiment/listed';
import { type Column, firstText, MISSING, type Texts } from './column';
import { gapFacts, leftOutFacts, otherKind } from './column-facts';
import { DataError } from './errors';
import { isRowNumber } from './leaks';
import { LIMITS } from './limits';
import { standardOf } from './moments';
import { fitting } from './overflow';
import { Remarks } from './remarks';
import type { Split } from './split';
import { nearTwins } from './target-choice';

/** Encodes one column, or one image, as a block of adjacent features. */
export interface Encoder {
  /** One name per feature. */
  readonly names: readonly string[];
  /** Writes the features of a row to `x`, starting at `at`; `x` must be zeroed. */
  write(row: number, x: Float32Array, at: number): void;
}

/** A text column with more distinct values than this, few of which repeat, holds names or keys. */
const FEW = 10;

/**
 * Encodes columns: numbers are standardized with the training rows, texts are one-hot encoded, missing values are
 * imputed and noted. Throws a DataError if no feature remains.
 */
export function encodeColumns(
  file: string,
  columns: readonly Column[],
  split: Split,
  place: (row: number) => string,
): { encoders: Encoder[]; facts: ColumnFacts[]; remarks: Remarks } {
  const remarks = new Remarks();
  const encoded = columns.map((column) => encode(column, split, remarks, { file, name: column.name, place }));
  const encoders = encoded.flatMap(({ encoder }) => encoder ?? []);
  if (encoders.length === 0)
    throw new DataError(file, l10n.t('no column is left to predict from. {0}', remarks.notes.join(' ')));
  return { encoders, facts: encoded.map(({ facts }) => facts), remarks };
}

/** Locates the cells of a column for messages. */
interface Where {
  readonly file: string;
  readonly name: string;
  place(row: number): string;
}

/** Result of encoding a column; a dropped column has no encoder. */
interface Encoded {
  readonly encoder?: Encoder;
  readonly facts: ColumnFacts;
}

function encode(column: Column, split: Split, remarks: Remarks, where: Where): Encoded {
  if (isRowNumber(column)) {
    remarks.note(
      column.named
        ? l10n.t('“{0}”, which pandas wrote and which counts the rows, is left out.', column.name)
        : l10n.t('A column without a name, which counts the rows, is left out.'),
    );
    return without(column, { why: 'rowNumber' });
  }
  return column.texts
    ? oneHot(column, column.texts, split, remarks.notes)
    : standardized(column, split, remarks.notes, where);
}

function standardized(column: Column, split: Split, notes: string[], where: Where): Encoded {
  const { name, numbers, missing } = column;
  const standard = standardOf(split.train, (row) => numbers[row]);
  if (!standard) return leaveOutEmpty(column, notes);
  if (standard.deviation === 0) return leaveOutConstant(column, notes);
  if (missing > 0)
    notes.push(
      missing === 1
        ? l10n.t(
            '“{0}”: one missing value filled with the training mean, {1}.',
            name,
            Number(standard.mean.toPrecision(4)),
          )
        : l10n.t(
            '“{0}”: {1} missing values filled with the training mean, {2}.',
            name,
            missing,
            Number(standard.mean.toPrecision(4)),
          ),
    );
  const { mean, deviation } = standard;
  const encoder: Encoder = {
    names: [name],
    write(row, x, at) {
      const value = numbers[row];
      // The mean of standardized numbers is 0.
      x[at] = Number.isNaN(value) ? 0 : fitting(standard.of(value), value, row, where);
    },
  };
  return {
    encoder,
    facts: {
      name,
      role: 'feature',
      kind: 'number',
      scaling: { how: 'standardized', mean, deviation },
      ...gapFacts(column, mean),
      ...otherKind(column),
    },
  };
}

function oneHot(column: Column, texts: Texts, split: Split, notes: string[]): Encoded {
  const { name, missing } = column;
  const { values, codes } = texts;
  const counts = countCodes(codes, split.train);
  if (counts.size === 0) return leaveOutEmpty(column, notes);
  if (counts.size > LIMITS.categories || (counts.size > FEW && counts.size > split.train.length / 2)) {
    notes.push(
      l10n.t(
        '“{0}” has {1} different texts in {2} rows and is left out. The first that is no number: “{3}”.',
        name,
        counts.size,
        split.train.length,
        shortened(firstText(texts).text),
      ),
    );
    return without(column, { why: 'manyTexts', texts: counts.size, rows: split.train.length });
  }
  if (counts.size === 1) return leaveOutConstant(column, notes);
  const [frequent] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best));
  if (missing > 0)
    notes.push(
      missing === 1
        ? l10n.t(
            '“{0}”: one missing value filled with the most frequent, “{1}”.',
            name,
            shortened(values[frequent]),
          )
        : l10n.t(
            '“{0}”: {1} missing values filled with the most frequent, “{2}”.',
            name,
            missing,
            shortened(values[frequent]),
          ),
    );
  const unseen = countCodes(codes, split.test);
  for (const code of counts.keys()) unseen.delete(code);
  if (unseen.size > 0)
    notes.push(
      l10n.t(
        '“{0}”: {1} texts of the test rows never train; they get no category of their own.',
        name,
        unseen.size,
      ),
    );
  const categories = [...counts.keys()].sort((a, b) => (values[a] < values[b] ? -1 : 1));
  const twins = nearTwins(categories.map((code) => values[code]));
  if (twins)
    notes.push(
      l10n.t(
        '“{0}”: {1} are categories of their own, though they are spelled almost the same.',
        name,
        listed(twins, 5, quoted),
      ),
    );
  const placeOf = new Map(categories.map((code, i) => [code, i]));
  placeOf.set(MISSING, placeOf.get(frequent)!);
  const encoder: Encoder = {
    names: categories.map((code) => `${name} = ${values[code]}`),
    write(row, x, at) {
      const place = placeOf.get(codes[row]);
      if (place !== undefined) x[at + place] = 1;
    },
  };
  return {
    encoder,
    facts: {
      name,
      role: 'feature',
      kind: 'category',
      scaling: { how: 'oneHot', categories: categories.length },
      ...gapFacts(column, shortened(values[frequent])),
      ...otherKind(column),
    },
  };
}

/** Counts each text over the given rows. */
function countCodes(codes: Int32Array, rows: Uint32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const row of rows)
    if (codes[row] !== MISSING) counts.set(codes[row], (counts.get(codes[row]) ?? 0) + 1);
  return counts;
}

function leaveOutEmpty(column: Column, notes: string[]): Encoded {
  notes.push(l10n.t('“{0}” is empty in every training row and left out.', column.name));
  return without(column, { why: 'empty' });
}

function leaveOutConstant(column: Column, notes: string[]): Encoded {
  notes.push(l10n.t('“{0}” is the same in every training row and left out.', column.name));
  return without(column, { why: 'constant' });
}

const without = (column: Column, leftOut: LeftOut): Encoded => ({ facts: leftOutFacts(column, leftOut) });
