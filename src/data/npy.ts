import { unzipSync } from 'fflate';
import type { Dataset, Samples, Task } from '../core/dataset';
import { moments } from './csv-target';
import { DataError } from './errors';
import { LIMITS } from './limits';
import { type NpyArray, parseNpy } from './npy-file';
import { readBytes } from './read-bytes';
import type { ReadContext } from './source';
import { type Split, type SplitSpec, splitRows } from './split';

export interface NpySpec extends SplitSpec {
  /** .npy with the features, or .npz with both. */
  readonly file: string;
  /** .npy with what is predicted; not for .npz. */
  readonly labels?: string | undefined;
  readonly task?: Task | undefined;
}

/** Reads NumPy arrays: features (rows × anything) and one target a row. Features are standardized. Throws a DataError. */
export async function readNpy(spec: NpySpec, { seed, readFile, onProgress }: ReadContext): Promise<Dataset> {
  const bytes = await readBytes(spec.file, readFile);
  const zipped = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const { x, y } = zipped ? fromArchive(spec.file, bytes) : await fromTwoFiles(spec, bytes, readFile);
  onProgress(0.7);
  const [rows, features] = check(spec, x, y);
  const split = splitRows(spec.file, rows, spec, seed);
  const target = targetOf(spec, y, split);
  const scaled = standardize(x.values, rows, features, split);
  const gather = (some: Uint32Array): Samples => {
    const out = new Float32Array(some.length * features);
    for (let i = 0; i < some.length; i++)
      out.set(scaled.subarray(some[i] * features, (some[i] + 1) * features), i * features);
    return { count: some.length, x: out, y: Float32Array.from(some, (row) => target.values[row]) };
  };
  return {
    task: target.task,
    features,
    outputs: target.names.length,
    train: gather(split.train),
    test: gather(split.test),
    featureNames: Array.from({ length: features }, (_, i) => `x${i + 1}`),
    outputNames: target.names,
    notes: [
      `${rows} rows of ${x.shape.slice(1).join(' × ')} values; the target is taken for ${target.task}.`,
    ],
  };
}

async function fromTwoFiles(spec: NpySpec, bytes: Uint8Array, readFile: ReadContext['readFile']) {
  if (spec.labels === undefined)
    throw new DataError(
      spec.file,
      'holds the features only: name the file with the labels too (data.labels), or use an .npz with x and y.',
    );
  return { x: parseNpy(spec.file, bytes), y: parseNpy(spec.labels, await readBytes(spec.labels, readFile)) };
}

function fromArchive(file: string, bytes: Uint8Array): { x: NpyArray; y: NpyArray } {
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(bytes, { filter: ({ originalSize }) => originalSize <= LIMITS.bytes });
  } catch (error) {
    throw new DataError(file, `the archive is damaged or cut off (${(error as Error).message}).`);
  }
  const find = (names: readonly string[]) => {
    const name = Object.keys(entries).find((entry) =>
      names.includes(entry.replace(/\.npy$/, '').toLowerCase()),
    );
    if (name) return parseNpy(`${file}/${name}`, entries[name]);
    throw new DataError(
      file,
      `there is no array ${names.join(' or ')}; the archive holds ${Object.keys(entries).join(', ') || 'nothing'}.`,
    );
  };
  return { x: find(['x', 'x_train', 'features', 'data']), y: find(['y', 'y_train', 'labels', 'target']) };
}

function check(spec: NpySpec, x: NpyArray, y: NpyArray): [number, number] {
  const [rows = 0, ...rest] = x.shape;
  const features = rest.reduce((product, size) => product * size, 1);
  if (x.shape.length < 2)
    throw new DataError(
      spec.file,
      `the features have the shape (${x.shape.join(', ')}); rows × features is expected.`,
    );
  if (y.values.length !== rows)
    throw new DataError(
      spec.labels ?? spec.file,
      `${y.values.length} targets for ${rows} rows; one a row is expected.`,
    );
  if (rows > LIMITS.rows || features > 100_000)
    throw new DataError(
      spec.file,
      `${rows} rows of ${features} features; at most ${LIMITS.rows} × 100000 are read.`,
    );
  const bad = x.values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new DataError(
      spec.file,
      `row ${Math.floor(bad / features)}, feature ${bad % features}: ${x.values[bad]} is not a finite number.`,
    );
  return [rows, features];
}

function targetOf(
  spec: NpySpec,
  y: NpyArray,
  split: Split,
): { task: Task; values: Float32Array; names: string[] } {
  const different = [...new Set(y.values)].sort((a, b) => a - b);
  const task =
    spec.task ??
    (different.every(Number.isInteger) && different.length <= 100 ? 'classification' : 'regression');
  if (different.length < 2)
    throw new DataError(
      spec.labels ?? spec.file,
      `every target is ${different[0]}; there is nothing to learn.`,
    );
  if (task === 'classification') {
    const numberOf = new Map(different.map((value, i) => [value, i]));
    return {
      task,
      values: Float32Array.from(y.values, (value) => numberOf.get(value)!),
      names: different.map(String),
    };
  }
  const { mean, deviation } = moments(split.train, (row) => y.values[row]);
  return {
    task,
    values: Float32Array.from(y.values, (value) => (value - mean) / (deviation || 1)),
    names: ['y'],
  };
}

/** Column by column with the training rows' moments; constant columns become 0. */
function standardize(values: Float64Array, rows: number, features: number, { train }: Split): Float32Array {
  const out = new Float32Array(values.length);
  for (let j = 0; j < features; j++) {
    const { mean, deviation } = moments(train, (row) => values[row * features + j]);
    const scale = deviation > 0 ? 1 / deviation : 0;
    for (let row = 0; row < rows; row++)
      out[row * features + j] = (values[row * features + j] - mean) * scale;
  }
  return out;
}
