import * as l10n from '@vscode/l10n';
import type { ColumnFacts } from '../core/column-facts';
import type { Dataset, Task } from '../core/dataset';
import { LIMITS as CORE_LIMITS } from '../core/spec';
import { DataError } from './errors';
import type { Encoder } from './features';
import { gather } from './gather';
import { finite, finiteOrGap, joinLabels, labelsOf } from './labels';
import { refuseOtherShapes, scaleNotes } from './like-sets';
import { LIMITS } from './limits';
import { standardOf } from './moments';
import { type NumberArray, rowSize } from './number-array';
import { fitting } from './overflow';
import { channelNote, imageShapeOf, type PixelScale, pixelNames, pixelScaleOf } from './pixels';
import { Remarks } from './remarks';
import { remarkOnOrder } from './row-order';
import { type Split, type SplitSeeds, splitRows } from './split';
import type { SplitSpec } from './split-spec';
import { readTarget, strataOf } from './target';

/** Features and labels of one set, with the files they come from. */
export interface ArraySet {
  readonly file: string;
  /** Name of the features: the file, or the array inside an archive. */
  readonly name: string;
  readonly labelsFile: string;
  readonly x: NumberArray;
  readonly y: NumberArray;
}

/** The rows to split into sets, and the sets that come in files of their own. */
export interface ArraySets {
  readonly main: ArraySet;
  readonly validation?: ArraySet | undefined;
  readonly test?: ArraySet | undefined;
}

interface Options {
  readonly task: Task | undefined;
  /** Whole numbers with at most this many distinct values count as classes. */
  readonly fewClasses: number;
  /** Name of the target. */
  readonly name: string;
  /** Notes made while the files were read. */
  readonly notes: readonly string[];
  place(row: number): string;
}

/** Several arrays, concatenated row-wise. */
interface Joined {
  readonly sets: readonly ArraySet[];
  /** The array that holds a row, and the row's index within it. */
  locate(row: number): { readonly set: ArraySet; readonly row: number };
}

/** Builds a data set from arrays with matching shapes. Throws a DataError. */
export function datasetOf(
  { main, validation, test }: ArraySets,
  spec: SplitSpec,
  seeds: SplitSeeds,
  { task: wanted, fewClasses, name, notes, place }: Options,
): Dataset {
  const joined = join([main, validation, test].filter((set) => set !== undefined));
  refuseOtherShapes(joined.sets);
  const labels = joined.sets.map(({ labelsFile, x, y }) => labelsOf(labelsFile, y, x.shape[0]));
  const column = {
    name,
    ...joinLabels(
      labels,
      joined.sets.map(({ labelsFile }) => labelsFile),
    ),
  };
  const task = wanted ?? (labels[0].oneHot ? 'classification' : undefined);
  const source = { file: main.labelsFile, column, place, fewClasses };
  const rows = {
    file: main.file,
    count: main.x.shape[0],
    validation: validation && { file: validation.file, count: validation.x.shape[0] },
    test: test && { file: test.file, count: test.x.shape[0] },
    classes: strataOf(source, task),
  };
  const split = splitRows(rows, spec, seeds);
  refuseTooMany(main, split);
  const target = readTarget(source, task, split);
  const scale = pixelScaleOf(main.x, split.train);
  const shape = scale && imageShapeOf(main.x);
  const image = shape?.channels === 1 ? { width: shape.width, height: shape.height } : undefined;
  const gaps = { count: 0 };
  const encoders = scale ? [pixels(joined, main.x, scale)] : standardized(joined, split, gaps);
  const hot = labels[0].oneHot ? [l10n.t('One-hot labels of {0} classes.', main.y.shape[1])] : [];
  const remarks = new Remarks();
  const scaled = scale ? [...scale.notes, ...scaleNotes(joined.sets, split.train)] : [];
  for (const note of [...notes, ...hot, ...scaled, ...(shape ? channelNote(shape) : [])]) remarks.note(note);
  const order = remarkOnOrder([], source.column, rows.count, split.facts, remarks);
  const divided = { ...split, facts: order };
  const data = gather(main.file, encoders, target, divided, { ...(image && { image }), ...remarks });
  const columns = [labelFacts(target.facts, labels[0].oneHot), featureFacts(main.x, scale, gaps)];
  return { ...data, columns, notes: [...data.notes, ...gapNotes(gaps)] };
}

/** Counts the missing values among those used; filled in while the features are written. */
interface Gaps {
  count: number;
}

const gapNotes = ({ count }: Gaps): string[] =>
  count === 0
    ? []
    : [l10n.t('{0} missing values (NaN) are filled with the training mean of their column.', count)];

/** One-hot labels are always classes, so there is no alternative to offer. */
function labelFacts(facts: ColumnFacts, oneHot: boolean): ColumnFacts {
  const { alternative: _alternative, ...others } = facts;
  return oneHot ? others : facts;
}

/** One entry for all features: the columns of an array have no names. */
function featureFacts(x: NumberArray, scale: PixelScale | undefined, { count }: Gaps): ColumnFacts {
  const last = rowSize(x) - 1;
  if (!scale)
    return {
      name: last > 0 ? `x0 … x${last}` : 'x0',
      role: 'feature',
      kind: 'number',
      scaling: { how: 'standardizedEach' },
      ...(count > 0 && { missing: count, filledWith: 0 }),
    };
  const { shift, divisor } = scale;
  const image = imageShapeOf(x);
  const size = image
    ? [image.width, image.height, ...(image.channels > 1 ? [image.channels] : [])]
    : x.shape.slice(1);
  return {
    name: size.join(' × '),
    role: 'feature',
    kind: 'pixels',
    scaling: { how: 'divided', shift, divisor },
  };
}

function join(sets: readonly ArraySet[]): Joined {
  return {
    sets,
    locate(row) {
      let from = 0;
      let at = 0;
      while (row - from >= sets[at].x.shape[0]) from += sets[at++].x.shape[0];
      return { set: sets[at], row: row - from };
    },
  };
}

function refuseTooMany({ file, x }: ArraySet, { train, validation, test }: Split): void {
  const rows = train.length + validation.length + test.length;
  const features = rowSize(x);
  if (rows <= LIMITS.rows && features <= CORE_LIMITS.features) return;
  throw new DataError(
    file,
    l10n.t(
      '{0} rows of {1} features; at most {2} × {3} are read. data.train, data.validation and data.test can ask for fewer rows.',
      rows,
      features,
      LIMITS.rows,
      CORE_LIMITS.features,
    ),
  );
}

/** Scales all pixels by the same factor, so that dark pixels stay dark. */
function pixels(joined: Joined, main: NumberArray, { shift, divisor }: PixelScale): Encoder {
  const size = rowSize(main);
  const shape = imageShapeOf(main);
  const here = where(joined, 'x');
  const bytesAlone = shift === 0 && joined.sets.every(({ x }) => x.bytes);
  return {
    names: shape ? pixelNames(shape) : Array.from({ length: size }, (_, j) => `x${j}`),
    write(row, out, to) {
      const { set, row: at } = joined.locate(row);
      const from = at * size;
      const { bytes } = set.x;
      if (bytesAlone) for (let j = 0; j < size; j++) out[to + j] = bytes![from + j] / divisor;
      else
        for (let j = 0; j < size; j++) {
          const value = finite(set.name, set.x, size, from + j);
          out[to + j] = fitting((value - shift) / divisor, value, row, here);
        }
    },
  };
}

/** Locates a value of one feature in its file, for error messages. */
function where({ sets, locate }: Joined, name: string) {
  const place = (row: number) => {
    const at = locate(row);
    const words = l10n.t('row {0}', at.row);
    return at.set === sets[0] ? words : `${at.set.file}, ${words}`;
  };
  return { file: sets[0].file, name, place };
}

/**
 * Standardizes column by column with the mean and deviation of the training rows. Constant columns become 0, which
 * keeps the column positions; missing values (NaN) become the mean.
 */
function standardized(joined: Joined, { train }: Split, gaps: Gaps): Encoder[] {
  const features = rowSize(joined.sets[0].x);
  return Array.from({ length: features }, (_, j) => {
    const at = (one: number) => {
      const { set, row } = joined.locate(one);
      return finiteOrGap(set.name, set.x, features, row * features + j);
    };
    const standard = standardOf(train, at);
    const here = where(joined, `x${j}`);
    return {
      names: [`x${j}`],
      write(row, out, to) {
        const value = at(row);
        if (!Number.isNaN(value)) out[to] = standard ? fitting(standard.of(value), value, row, here) : 0;
        else gaps.count++;
      },
    };
  });
}
