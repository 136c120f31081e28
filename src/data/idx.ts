import type { Dataset, Samples } from '../core/dataset';
import { DataError } from './errors';
import { type IdxFile, parseIdx } from './idx-file';
import { LIMITS } from './limits';
import { readBytes } from './read-bytes';
import type { ReadContext } from './source';
import { type SplitSpec, splitRows } from './split';

export interface IdxSpec extends SplitSpec {
  readonly images: string;
  readonly labels: string;
}

/** Reads images and labels in MNIST's format, gzipped or not; pixels become 0..1. Throws a DataError. */
export async function readIdx(spec: IdxSpec, { seed, readFile, onProgress }: ReadContext): Promise<Dataset> {
  const images = parseIdx(spec.images, await readBytes(spec.images, readFile));
  onProgress(0.5);
  const labels = parseIdx(spec.labels, await readBytes(spec.labels, readFile));
  onProgress(0.8);
  check(spec, images, labels);
  const [count, height, width] = images.sizes;
  const split = splitRows(spec.images, count, spec, seed);
  const classes = labels.bytes.reduce((most, label) => Math.max(most, label), 0) + 1;
  const features = height * width;
  return {
    task: 'classification',
    features,
    outputs: Math.max(2, classes),
    train: gather(images, labels, split.train),
    test: gather(images, labels, split.test),
    featureNames: Array.from(
      { length: features },
      (_, i) => `row ${Math.floor(i / width)}, column ${i % width}`,
    ),
    outputNames: Array.from({ length: Math.max(2, classes) }, (_, i) => String(i)),
    image: { width, height },
    notes: [`${count} images of ${width} × ${height} pixels, ${classes} classes.`],
  };
}

function check(spec: IdxSpec, images: IdxFile, labels: IdxFile): void {
  if (images.sizes.length !== 3)
    throw new DataError(
      spec.images,
      `at offset 3: ${images.sizes.length} dimensions; images have 3 (count, rows, columns). Are images and labels swapped?`,
    );
  if (labels.sizes.length !== 1)
    throw new DataError(
      spec.labels,
      `at offset 3: ${labels.sizes.length} dimensions; labels have 1. Are images and labels swapped?`,
    );
  const [count, height, width] = images.sizes;
  if (count !== labels.sizes[0])
    throw new DataError(
      spec.labels,
      `at offset 4: ${labels.sizes[0]} labels for the ${count} images of ${spec.images}; the two counts must be equal.`,
    );
  if (count > LIMITS.rows)
    throw new DataError(spec.images, `at offset 4: ${count} images; at most ${LIMITS.rows} are read.`);
  if (height * width === 0 || height * width > 100_000)
    throw new DataError(
      spec.images,
      `at offset 8: images of ${width} × ${height} pixels; 1 to 100,000 pixels are possible.`,
    );
}

function gather({ sizes, bytes }: IdxFile, labels: IdxFile, rows: Uint32Array): Samples {
  const features = sizes[1] * sizes[2];
  const x = new Float32Array(rows.length * features);
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i] * features;
    for (let j = 0; j < features; j++) x[i * features + j] = bytes[from + j] / 255;
  }
  return { count: rows.length, x, y: Float32Array.from(rows, (row) => labels.bytes[row]) };
}
