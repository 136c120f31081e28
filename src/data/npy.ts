import * as l10n from '@vscode/l10n';
import type { Dataset, Task } from '../core/dataset';
import { listed, shortened } from '../experiment/listed';
import { type ArraySet, type ArraySets, datasetOf } from './array-data';

import { DataError } from './errors';
import { parseNpy } from './npy-file';
import { type ArrayPair, parseNpz, parseTestNpz } from './npz-file';
import { rowSize } from './number-array';
import { readBytes } from './read-bytes';
import type { ReadContext } from './source';
import type { SplitSpec } from './split-spec';

export interface NpySpec extends SplitSpec {
  /** .npy with the features, or .npz with both. */
  readonly file: string;
  /** .npy with the targets; not for .npz. */
  readonly labels?: string | undefined;
  /**
   * .npy or .npz whose rows are all used for testing. Default: the test arrays of the archive, or a share of the rows.
   */
  readonly testFile?: string | undefined;
  /** .npy with the labels of `testFile`. */
  readonly testLabels?: string | undefined;
  readonly task?: Task | undefined;
}

/** Whole numbers with at most this many distinct values count as classes. */
const FEW_CLASSES = 100;

/**
 * Reads NumPy arrays: features (rows × any shape) and one target per row. Image pixels are all scaled by one factor;
 * other features are standardized column by column with the training rows. Throws a DataError.
 */
export async function readNpy(spec: NpySpec, context: ReadContext): Promise<Dataset> {
  const { onProgress } = context;
  const notes: string[] = [];
  const own = await read(spec, context, notes);
  onProgress(0.5);
  const test = (await testSet(spec, context)) ?? own.test;
  onProgress(0.6);
  const sets = { ...own, test };
  for (const set of [sets.main, sets.validation, sets.test]) if (set) check(set);
  const { x } = sets.main;
  const data = datasetOf(sets, spec, context, {
    task: spec.task,
    fewClasses: FEW_CLASSES,
    name: 'y',
    notes: [l10n.t('{0} rows of {1} values.', x.shape[0], x.shape.slice(1).join(' × ')), ...notes],
    place: (row) => l10n.t('row {0}', row),
  });
  onProgress(0.9);
  return data;
}

const isZip = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b;

async function read(spec: NpySpec, { readFile }: ReadContext, notes: string[]): Promise<ArraySets> {
  const bytes = await readBytes(spec.file, readFile);
  if (!isZip(bytes))
    return { main: await fromTwoFiles(spec.file, bytes, spec.labels, 'data.labels', readFile) };
  const archive = parseNpz(spec.file, bytes);
  const { main, withoutTargets } = archive;
  if (archive.byShape)
    notes.push(l10n.t('{0} are the features and {1} the targets, by their shapes.', ...main.names));
  for (const name of withoutTargets) notes.push(l10n.t('{0} has no labels beside it and is not used.', name));
  const used = new Set([...main.names, ...withoutTargets]);
  const setOf = (pair: ArrayPair | undefined, words: (...names: [string, string, number]) => string) => {
    if (!pair) return undefined;
    for (const name of pair.names) used.add(name);
    notes.push(words(...pair.names, pair.x.shape[0] ?? 0));
    return inArchive(spec.file, pair);
  };
  const { folds, validation, testFile } = spec;
  const sets = {
    main: inArchive(spec.file, main),
    validation: setOf(validation === 0 || folds > 0 ? undefined : archive.validation, (x, y, rows) =>
      l10n.t('{0} and {1} of the archive validate ({2} rows).', x, y, rows),
    ),
    test: setOf(testFile !== undefined || folds > 0 ? undefined : archive.test, (x, y, rows) =>
      l10n.t('{0} and {1} of the archive test ({2} rows).', x, y, rows),
    ),
  };
  if (folds > 0 && archive.test) {
    for (const name of archive.test.names) used.add(name);
    notes.push(
      l10n.t(
        '{0} of the archive is not used: the folds test on the rows of the other.',
        archive.test.names[0],
      ),
    );
  }
  const others = archive.names.filter((name) => name.endsWith('.npy') && !used.has(name));
  if (others.length > 0)
    notes.push(l10n.t('Arrays of the archive that are not used: {0}.', listed(others, LISTED)));
  return sets;
}

/** Number of names that a note lists. */
const LISTED = 10;

const inArchive = (file: string, { x, y, names }: ArrayPair): ArraySet => ({
  file,
  name: `${file}/${names[0]}`,
  labelsFile: file,
  x,
  y,
});

async function testSet(spec: NpySpec, { readFile }: ReadContext): Promise<ArraySet | undefined> {
  const { testFile, testLabels } = spec;
  if (testFile === undefined) {
    if (testLabels !== undefined)
      throw new DataError(
        testLabels,
        l10n.t('labels of a test set, which has no features: name them too (data.testFile).'),
      );
    return undefined;
  }
  const bytes = await readBytes(testFile, readFile);
  return isZip(bytes)
    ? inArchive(testFile, parseTestNpz(testFile, bytes))
    : fromTwoFiles(testFile, bytes, testLabels, 'data.testLabels', readFile);
}

async function fromTwoFiles(
  file: string,
  bytes: Uint8Array,
  labels: string | undefined,
  key: string,
  readFile: ReadContext['readFile'],
): Promise<ArraySet> {
  const x = parseNpy(file, bytes);
  if (labels === undefined)
    throw new DataError(
      file,
      l10n.t(
        'holds the features only: name the file with the labels too ({0}), or use an .npz with x and y.',
        key,
      ),
    );
  return { file, name: file, labelsFile: labels, x, y: parseNpy(labels, await readBytes(labels, readFile)) };
}

function check({ file, name, x }: ArraySet): void {
  if (x.texts)
    throw new DataError(
      name,
      l10n.t(
        'the features are texts (“{0}”, …); numbers are expected. x.astype(float) turns texts of numbers into them.',
        shortened(x.texts[0] ?? ''),
      ),
    );
  if (x.shape.length < 2 || rowSize(x) === 0)
    throw new DataError(
      file,
      l10n.t('the features have the shape ({0}); rows × features is expected.', x.shape.join(', ')),
    );
}
