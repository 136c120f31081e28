import * as l10n from '@vscode/l10n';
import type { Dataset } from '../core/dataset';
import { LIMITS as CORE_LIMITS } from '../core/spec';
import { type ArraySet, datasetOf } from './array-data';
import { DataError } from './errors';
import { parseIdx } from './idx-file';
import { type NumberArray, rowSize } from './number-array';
import { imageShapeOf } from './pixels';
import { readBytes } from './read-bytes';
import { Remarks } from './remarks';
import type { ReadContext } from './source';
import type { SplitSpec } from './split-spec';

export interface IdxSpec extends SplitSpec {
  readonly images: string;
  readonly labels: string;
  /** Images that are all used for testing. Default: a share of `images`. */
  readonly testImages?: string | undefined;
  readonly testLabels?: string | undefined;
}

/** Reads images and labels in MNIST's format, gzipped or not. Pixels are scaled to 0..1. Throws a DataError. */
export async function readIdx(spec: IdxSpec, context: ReadContext): Promise<Dataset> {
  const { onProgress } = context;
  const main = await readPair(spec.images, spec.labels, context);
  onProgress(0.5);
  const test = await testPair(spec, context);
  onProgress(0.8);
  const data = datasetOf({ main, test }, spec, context, {
    task: 'classification',
    fewClasses: 256,
    name: 'label',
    notes: [],
    place: (row) => l10n.t('label {0}', row),
  });
  const [count, ...sizes] = main.x.shape;
  const [height, width] = sizes;
  const of = imageShapeOf(main.x) ?? { width, height };
  const words = l10n.t(
    '{0} images of {1} × {2} pixels, {3} classes.',
    count,
    of.width,
    of.height,
    data.outputs,
  );
  const remarks = new Remarks();
  if (!test && spec.folds === 0) await offerTest(spec, context, remarks);
  const choices = [...(data.choices ?? []), ...remarks.choices];
  return { ...data, notes: [words, ...data.notes, ...remarks.notes], ...(choices.length > 0 && { choices }) };
}

async function readPair(images: string, labels: string, { readFile }: ReadContext): Promise<ArraySet> {
  const x = parseIdx(images, await readBytes(images, readFile));
  const y = parseIdx(labels, await readBytes(labels, readFile));
  check(images, labels, x, y);
  return { file: images, name: images, labelsFile: labels, x, y: y.shape.length === 2 ? firstColumn(y) : y };
}

async function testPair(spec: IdxSpec, context: ReadContext): Promise<ArraySet | undefined> {
  const { testImages, testLabels } = spec;
  if (testImages !== undefined && testLabels !== undefined) return readPair(testImages, testLabels, context);
  if (testImages !== undefined)
    throw new DataError(testImages, l10n.t('test images without labels: name them too (data.testLabels).'));
  if (testLabels !== undefined)
    throw new DataError(
      testLabels,
      l10n.t('labels of test images that are not named: name them too (data.testImages).'),
    );
  return undefined;
}

/** Offers MNIST's own test set if its files are in the same folder as the training set. */
async function offerTest(spec: IdxSpec, { isFile }: ReadContext, remarks: Remarks): Promise<void> {
  for (const name of ['t10k', 'test']) {
    const [testImages, testLabels] = [spec.images, spec.labels].map((path) => inName(path, name));
    if (testImages === undefined || testLabels === undefined) return;
    if (!(await isFile(testLabels))) continue;
    const message = l10n.t(
      'A test set lies beside these images: {0} and {1}, as data.testImages and data.testLabels.',
      testImages,
      testLabels,
    );
    return remarks.offer(message, l10n.t('Test on Them'), [], { ...spec, testImages, testLabels });
  }
}

/** Replaces `train` in the file name of a path; undefined if it is not there. */
function inName(path: string, word: string): string | undefined {
  const at = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
  const name = path.slice(at);
  const other = name.replace(/train(ing)?/i, word);
  return other === name ? undefined : path.slice(0, at) + other;
}

/** Labels of QMNIST: eight numbers per image, the first of which is the class. */
function firstColumn(y: NumberArray): NumberArray {
  const columns = y.shape[1];
  return {
    ...y,
    shape: [y.shape[0]],
    count: y.shape[0],
    bytes: undefined,
    at: (index) => y.at(index * columns),
  };
}

const QMNIST_COLUMNS = 8;

function check(imagesFile: string, labelsFile: string, images: NumberArray, labels: NumberArray): void {
  const dimensions = images.shape.length;
  if (dimensions < 3)
    throw new DataError(
      imagesFile,
      l10n.t(
        'at offset 3: {0} dimensions; images have 3 (count, rows, columns). Are images and labels swapped?',
        dimensions,
      ),
    );
  if (
    labels.shape.length !== 1 &&
    !(labels.shape.length === 2 && [1, QMNIST_COLUMNS].includes(labels.shape[1]))
  )
    throw new DataError(
      labelsFile,
      l10n.t(
        'at offset 3: {0} dimensions; labels have 1. Are images and labels swapped?',
        labels.shape.length,
      ),
    );
  const [count, height, width] = images.shape;
  if (count === 0) throw new DataError(imagesFile, l10n.t('at offset 4: 0 images; at least 1 is needed.'));
  if (count !== labels.shape[0])
    throw new DataError(
      labelsFile,
      l10n.t(
        'at offset 4: {0} labels for the {1} images of {2}; the two counts must be equal.',
        labels.shape[0],
        count,
        imagesFile,
      ),
    );
  const size = rowSize(images);
  if (size === 0 || size > CORE_LIMITS.features)
    throw new DataError(
      imagesFile,
      l10n.t(
        'at offset 8: images of {0} × {1} pixels; 1 to {2} pixels are possible.',
        width,
        height,
        CORE_LIMITS.features,
      ),
    );
}
