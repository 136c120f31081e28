import * as l10n from '@vscode/l10n';
import type { ColumnFacts } from '../core/column-facts';
import type { Task } from '../core/dataset';
import { listed, quoted, shortened } from '../experiment/listed';
import { type Column, firstText } from './column';
import { otherKind } from './column-facts';
import { DataError } from './errors';
import { standardOf } from './moments';
import { fitting } from './overflow';
import type { Split } from './split';
import { nearTwins } from './target-choice';

/** The target of a data set. */
export interface Target {
  readonly task: Task;
  /** One per row of the file. Classification: class indices. Regression: values standardized by the training rows. */
  readonly values: Float32Array;
  readonly outputNames: readonly string[];
  readonly facts: ColumnFacts;
  readonly notes: readonly string[];
}

/** The target column and its position in the file. */
export interface TargetSource {
  readonly file: string;
  readonly column: Pick<Column, 'name' | 'numbers' | 'texts'>;
  /** Describes the position of a row in the file. */
  place(row: number): string;
  /** Whole numbers with at most this many distinct values count as classes. */
  readonly fewClasses: number;
}

const MOST_CLASSES = 1000;
/** Minimum average rows per class for whole numbers to count as classes. */
const ROWS_A_CLASS = 5;

/** Reads the target. If no task is given, guesses it and adds a note. Throws a DataError. */
export function readTarget(source: TargetSource, wanted: Task | undefined, split: Split): Target {
  const { file, column } = source;
  refuseGaps(source);
  const task = wanted ?? guessTask(source);
  const notes = wanted ? [] : [guessNote(column, task)];
  if (task === 'classification') return classes(file, column, split, notes);
  if (column.texts) {
    const { row, text } = firstText(column.texts);
    throw new DataError(
      file,
      l10n.t(
        '{0}: the target “{1}” is “{2}”, and regression needs a number.',
        source.place(row),
        column.name,
        shortened(text),
      ),
    );
  }
  return numbers(source, split, notes);
}

function refuseGaps({ file, column, place }: TargetSource): void {
  const { name, numbers, texts } = column;
  const gap = texts ? texts.codes.indexOf(-1) : numbers.findIndex((value) => Number.isNaN(value));
  if (gap >= 0)
    throw new DataError(
      file,
      l10n.t('{0}: the target “{1}” is missing. Fill it in or leave the row out.', place(gap), name),
    );
}

/** Classification for texts and for few distinct whole numbers, otherwise regression. */
export function guessTask({
  column: { numbers, texts },
  fewClasses,
}: Pick<TargetSource, 'column' | 'fewClasses'>): Task {
  if (texts) return 'classification';
  if (!numbers.every(Number.isInteger)) return 'regression';
  const different = new Set(numbers).size;
  const few = different <= 2 || (different <= fewClasses && different * ROWS_A_CLASS <= numbers.length);
  return few ? 'classification' : 'regression';
}

/**
 * A class key for each row, for stratification; undefined for regression. Throws a DataError for too many classes:
 * stratifying by thousands of names would take minutes.
 */
export function strataOf(source: TargetSource, wanted: Task | undefined): ArrayLike<number> | undefined {
  const { file, column } = source;
  if ((wanted ?? guessTask(source)) !== 'classification') return undefined;
  const keys = column.texts?.codes ?? column.numbers;
  const different = new Set(keys).size;
  if (different <= MOST_CLASSES) return keys;
  throw new DataError(
    file,
    l10n.t(
      'the target “{0}” has {1} different values; at most {2} classes are possible. Is it the right column?',
      column.name,
      different,
      MOST_CLASSES,
    ),
  );
}

function guessNote({ name, texts }: TargetSource['column'], task: Task): string {
  if (task === 'regression')
    return l10n.t('“{0}” is taken for a number to predict (task: regression).', name);
  return texts
    ? l10n.t('“{0}” is text and is taken for classes (task: classification).', name)
    : l10n.t('“{0}” has few whole numbers and is taken for classes (task: classification).', name);
}

function classes(
  file: string,
  { name, numbers, texts }: TargetSource['column'],
  split: Split,
  notes: readonly string[],
): Target {
  const keys: ArrayLike<number> = texts ? texts.codes : numbers;
  const nameOf = (key: number) => (texts ? texts.values[key] : String(key));
  const different = [...new Set(Array.from(keys))];
  const names = different.map(nameOf);
  if (names.length < 2)
    throw new DataError(
      file,
      l10n.t(
        'the target “{0}” has one class only (“{1}”); there is nothing to tell apart.',
        name,
        shortened(names[0]),
      ),
    );
  const outputNames = [...names].sort(naturally);
  const classOf = new Map(different.map((key, i) => [key, outputNames.indexOf(names[i])]));
  const values = Float32Array.from(keys, (key) => classOf.get(key)!);
  return {
    task: 'classification',
    values,
    outputNames,
    facts: {
      name,
      role: 'target',
      kind: 'category',
      scaling: { how: 'classes', classes: outputNames.length },
      ...(!texts && { alternative: 'number' }),
    },
    notes: [
      ...notes,
      ...twinNotes(name, outputNames),
      ...absentClasses(file, name, values, outputNames, split),
    ],
  };
}

/** Notes classes whose names differ only in spelling. */
function twinNotes(name: string, classes: readonly string[]): string[] {
  const twins = nearTwins(classes);
  if (!twins) return [];
  const words = listed(twins, 5, quoted);
  return [
    l10n.t('“{0}”: {1} are classes of their own, though they are spelled almost the same.', name, words),
  ];
}

/**
 * Reports classes without training rows. Files are often sorted by class, so the first rows miss some; with shuffling,
 * rare classes may be missed.
 */
function absentClasses(
  file: string,
  name: string,
  values: Float32Array,
  outputNames: readonly string[],
  { train, facts }: Split,
): string[] {
  const trained = new Set(train.map((row) => values[row]));
  const [only] = trained;
  if (trained.size === 1)
    throw new DataError(
      file,
      facts.order === 'fileOrder'
        ? l10n.t(
            'the target “{0}” is “{1}” in every one of the {2} rows that train; there is nothing to tell apart. Shuffle the rows (data.shuffle), or train on more.',
            name,
            shortened(outputNames[only]),
            train.length,
          )
        : l10n.t(
            'the target “{0}” is “{1}” in every one of the {2} rows that train; there is nothing to tell apart. Train on more.',
            name,
            shortened(outputNames[only]),
            train.length,
          ),
    );
  const absent = outputNames.filter((_, label) => !trained.has(label));
  if (absent.length === 0) return [];
  const some = listed(absent, 5);
  return [
    facts.order === 'fileOrder'
      ? l10n.t('No training row is of class {0}: shuffle the rows (data.shuffle).', some)
      : l10n.t('No training row is of class {0}: its samples cannot be recognized.', some),
  ];
}

/** Compares numerically, with numbers before texts; texts compare alphabetically. */
function naturally(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
  return x - y || (a < b ? -1 : a > b ? 1 : 0);
}

function numbers(
  { file, column: { name, numbers }, place }: TargetSource,
  { train }: Split,
  notes: readonly string[],
): Target {
  const standard = standardOf(train, (row) => numbers[row])!;
  if (standard.deviation === 0)
    throw new DataError(
      file,
      l10n.t(
        'the target “{0}” is {1} in every training row; there is nothing to learn.',
        name,
        standard.mean,
      ),
    );
  const values = Float32Array.from(numbers, (value, row) =>
    fitting(standard.of(value), value, row, { file, name, place }),
  );
  const { mean, deviation } = standard;
  const facts: ColumnFacts = {
    name,
    role: 'target',
    kind: 'number',
    scaling: { how: 'standardized', mean, deviation },
    ...otherKind({ numbers }),
  };
  return { task: 'regression', values, outputNames: [name], facts, notes };
}
