import * as l10n from '@vscode/l10n';
import type { Dataset } from '../core/dataset';
import { LIMITS as CORE_LIMITS } from '../core/spec';
import { DataError } from './errors';
import { gather } from './gather';
import { type IdxFile, parseIdx } from './idx-file';
import { LIMITS } from './limits';
import { pixelEncoder } from './pixels';
import { readBytes } from './read-bytes';
import type { ReadContext } from './source';
import { type SplitSpec, splitRows } from './split';
import { readTarget } from './target';

export interface IdxSpec extends SplitSpec {
  readonly images: string;
  readonly labels: string;
}

/** Reads images and labels in MNIST's format, gzipped or not; pixels become 0..1. Throws a DataError. */
export async function readIdx(spec: IdxSpec, context: ReadContext): Promise<Dataset> {
  const { readFile, onProgress } = context;
  const images = parseIdx(spec.images, await readBytes(spec.images, readFile));
  onProgress(0.5);
  const labels = parseIdx(spec.labels, await readBytes(spec.labels, readFile));
  onProgress(0.8);
  check(spec, images, labels);
  const [count, height, width] = images.sizes;
  const source = {
    file: spec.labels,
    column: { name: 'label', numbers: Float64Array.from(labels.bytes) },
    place: (row: number) => l10n.t('label {0}', row),
    fewClasses: 256,
  };
  const split = splitRows({ file: spec.images, count, classes: source.column.numbers }, spec, context);
  const target = readTarget(source, 'classification', split);
  const classes = target.outputNames.length;
  return gather(spec.images, [pixelEncoder(images.bytes, 0, width, height)], target, split, {
    image: { width, height },
    notes: [l10n.t('{0} images of {1} × {2} pixels, {3} classes.', count, width, height, classes)],
  });
}

function check(spec: IdxSpec, images: IdxFile, labels: IdxFile): void {
  if (images.sizes.length !== 3)
    throw new DataError(
      spec.images,
      l10n.t(
        'at offset 3: {0} dimensions; images have 3 (count, rows, columns). Are images and labels swapped?',
        images.sizes.length,
      ),
    );
  if (labels.sizes.length !== 1)
    throw new DataError(
      spec.labels,
      l10n.t(
        'at offset 3: {0} dimensions; labels have 1. Are images and labels swapped?',
        labels.sizes.length,
      ),
    );
  const [count, height, width] = images.sizes;
  if (count === 0 || count > LIMITS.rows)
    throw new DataError(
      spec.images,
      l10n.t('at offset 4: {0} images; 1 to {1} are read.', count, LIMITS.rows),
    );
  if (count !== labels.sizes[0])
    throw new DataError(
      spec.labels,
      l10n.t(
        'at offset 4: {0} labels for the {1} images of {2}; the two counts must be equal.',
        labels.sizes[0],
        count,
        spec.images,
      ),
    );
  if (height * width === 0 || height * width > CORE_LIMITS.features)
    throw new DataError(
      spec.images,
      l10n.t(
        'at offset 8: images of {0} × {1} pixels; 1 to {2} pixels are possible.',
        width,
        height,
        CORE_LIMITS.features,
      ),
    );
}
