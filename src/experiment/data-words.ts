import * as l10n from '@vscode/l10n';
import type { ColumnFacts, LeftOut, Scaling } from '../core/column-facts';
import type { SplitFacts, Task } from '../core/dataset';
import { formatCount } from './number-text';

/** What is known of data that has been read. */
export interface ReadData {
  readonly task: Task;
  readonly trainCount: number;
  readonly validationCount?: number;
  readonly testCount: number;
  readonly split?: SplitFacts;
  readonly columns?: readonly ColumnFacts[];
  readonly moreColumns?: number;
}

/** How many rows of a file train, validate and test; of drawn data, how many samples. */
export function countsWords({ trainCount, validationCount = 0, testCount, split }: ReadData): string {
  const train = formatCount(trainCount);
  const validation = formatCount(validationCount);
  const test = formatCount(testCount);
  if (!split)
    return validationCount > 0
      ? l10n.t('{0} training, {1} validation and {2} test samples', train, validation, test)
      : l10n.t('{0} training and {1} test samples', train, test);
  const rows = formatCount(trainCount + validationCount + testCount + (split.unused ?? 0));
  const counts =
    validationCount > 0
      ? l10n.t('{0} rows: {1} train, {2} validation, {3} test', rows, train, validation, test)
      : l10n.t('{0} rows: {1} train, no validation, {2} test', rows, train, test);
  return split.unused ? `${counts}, ${l10n.t('{0} unused', formatCount(split.unused))}` : counts;
}

/** How the rows of a file were divided, point by point; nothing for drawn data. */
export function splitWords({ split, task }: ReadData): string[] {
  if (!split) return [];
  const { order, testFile, redrawn } = split;
  return [
    ...(testFile ? [l10n.t('the test rows are a set of their own')] : []),
    orderWords(order, task),
    ...(order === 'shuffled'
      ? [redrawn ? l10n.t('each seed splits anew') : l10n.t('the same split for all seeds')]
      : []),
  ];
}

function orderWords(order: SplitFacts['order'], task: Task): string {
  if (order === 'fileOrder') return l10n.t('in the order of the file');
  if (order === 'folds') return l10n.t('cross-validation: each seed tests on the next fold');
  return task === 'classification' ? l10n.t('shuffled, stratified by class') : l10n.t('shuffled');
}

/** The line that sums up how data was read: counts and division. */
export const divisionWords = (data: ReadData): string => [countsWords(data), ...splitWords(data)].join(' · ');

/** A column in words, cell by cell of a table; '' where there is nothing to say. */
export interface ColumnWords {
  readonly name: string;
  readonly role: string;
  readonly kind: string;
  /** How it is scaled, or why it is left out. */
  readonly scaling: string;
  readonly missing: string;
}

const roles = (): Readonly<Record<ColumnFacts['role'], string>> => ({
  target: l10n.t('target'),
  feature: l10n.t('feature'),
  leftOut: l10n.t('left out'),
});

const kinds = (): Readonly<Record<ColumnFacts['kind'], string>> => ({
  number: l10n.t('numbers'),
  category: l10n.t('categories'),
  pixels: l10n.t('pixels'),
});

/** The head of a table of columns, in the order of {@link ColumnWords}. */
export const columnHead = (): string[] => [
  l10n.t('Column'),
  l10n.t('Role'),
  l10n.t('Read as'),
  l10n.t('Scaled'),
  l10n.t('Missing'),
];

export function columnWords(column: ColumnFacts): ColumnWords {
  const { name, role, kind, scaling, leftOut } = column;
  return {
    name,
    role: roles()[role],
    kind: scaling?.how === 'classes' ? l10n.t('class labels') : kinds()[kind],
    scaling: leftOut ? leftOutWords(leftOut) : scaling ? scalingWords(scaling) : '',
    missing: missingWords(column),
  };
}

function scalingWords(scaling: Scaling): string {
  switch (scaling.how) {
    case 'standardized':
      return l10n.t(
        'standardized: mean {0}, standard deviation {1}',
        short(scaling.mean),
        short(scaling.deviation),
      );
    case 'standardizedEach':
      return l10n.t('standardized, each column by its own mean and standard deviation');
    case 'oneHot':
      return l10n.t('one-hot, {0} categories', scaling.categories);
    case 'classes':
      return l10n.t('{0} classes', scaling.classes);
    case 'divided':
      if (scaling.shift !== 0)
        return l10n.t('{0} subtracted, divided by {1}', short(scaling.shift), short(scaling.divisor));
      return scaling.divisor === 1
        ? l10n.t('kept as they are')
        : l10n.t('divided by {0}', wholeOrShort(scaling.divisor));
  }
}

function leftOutWords(leftOut: LeftOut): string {
  switch (leftOut.why) {
    case 'asked':
      return l10n.t('the experiment leaves it out');
    case 'rowNumber':
      return l10n.t('it counts the rows');
    case 'empty':
      return l10n.t('empty in every training row');
    case 'constant':
      return l10n.t('the same in every training row');
    case 'manyTexts':
      return l10n.t(
        '{0} different texts in {1} training rows',
        formatCount(leftOut.texts),
        formatCount(leftOut.rows),
      );
    case 'testFileOnly':
      return l10n.t('it stands in the test file only');
  }
}

function missingWords({ role, missing = 0, odd = 0, filledWith }: ColumnFacts): string {
  if (missing === 0) return '';
  const cells =
    odd > 0 ? l10n.t('{0} (not numbers: {1})', formatCount(missing), formatCount(odd)) : formatCount(missing);
  if (role === 'target') return l10n.t('{0}: their rows are left out', cells);
  if (filledWith === undefined) return cells;
  return typeof filledWith === 'number'
    ? l10n.t('{0}, filled with the mean', cells)
    : l10n.t('{0}, filled with the most frequent, “{1}”', cells, filledWith);
}

/** 65535 is what was divided by, and 65540 is not. */
const wholeOrShort = (value: number): string => (Number.isInteger(value) ? String(value) : short(value));

const short = (value: number): string => String(Number(value.toPrecision(4)));
