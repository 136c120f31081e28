import * as l10n from '@vscode/l10n';
import type { Dataset, Task } from '../core/dataset';
import { LIMITS as CORE_LIMITS } from '../core/spec';
import { DataError } from './errors';
import type { Encoder } from './features';
import { gather } from './gather';
import { LIMITS } from './limits';
import { standardOf } from './moments';
import { type NpyArray, parseNpy } from './npy-file';
import { parseNpz } from './npz-file';
import { pixelEncoder } from './pixels';
import { readBytes } from './read-bytes';
import type { ReadContext } from './source';
import { type Split, type SplitSpec, splitRows } from './split';
import { readTarget, strataOf } from './target';

export interface NpySpec extends SplitSpec {
  /** .npy with the features, or .npz with both. */
  readonly file: string;
  /** .npy with what is predicted; not for .npz. */
  readonly labels?: string | undefined;
  readonly task?: Task | undefined;
}

/** Whole numbers of at most so many values are taken for classes. */
const FEW_CLASSES = 100;

/**
 * Reads NumPy arrays: features (rows × anything) and one target a row. Bytes of three dimensions are images, whose pixels
 * become 0..1; all else is standardized by the training rows. Throws a DataError.
 */
export async function readNpy(spec: NpySpec, context: ReadContext): Promise<Dataset> {
  const { readFile, onProgress } = context;
  const bytes = await readBytes(spec.file, readFile);
  onProgress(0.3);
  const zipped = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const { x, y } = zipped ? parseNpz(spec.file, bytes) : await fromTwoFiles(spec, bytes, readFile);
  onProgress(0.6);
  const labels = zipped ? spec.file : (spec.labels ?? spec.file);
  const [rows, features] = check(spec.file, labels, x, y);
  const source = {
    file: labels,
    column: { name: 'y', numbers: Float64Array.from({ length: rows }, (_, i) => finite(labels, y, 1, i)) },
    place: (row: number) => l10n.t('row {0}', row),
    fewClasses: FEW_CLASSES,
  };
  const split = splitRows(
    { file: spec.file, count: rows, classes: strataOf(source, spec.task) },
    spec,
    context,
  );
  const target = readTarget(source, spec.task, split);
  const image = imageOf(x);
  const encoders = image
    ? [pixelEncoder(x.bytes!, 0, image.width, image.height)]
    : standardized(spec.file, x, features, split);
  onProgress(0.9);
  return gather(spec.file, encoders, target, split, {
    ...(image && { image }),
    notes: [l10n.t('{0} rows of {1} values.', rows, x.shape.slice(1).join(' × '))],
  });
}

async function fromTwoFiles(spec: NpySpec, bytes: Uint8Array, readFile: ReadContext['readFile']) {
  if (spec.labels === undefined)
    throw new DataError(
      spec.file,
      l10n.t(
        'holds the features only: name the file with the labels too (data.labels), or use an .npz with x and y.',
      ),
    );
  return { x: parseNpy(spec.file, bytes), y: parseNpy(spec.labels, await readBytes(spec.labels, readFile)) };
}

function check(file: string, labels: string, x: NpyArray, y: NpyArray): [rows: number, features: number] {
  const [rows = 0, ...rest] = x.shape;
  const features = rest.reduce((product, size) => product * size, 1);
  if (x.shape.length < 2 || features === 0)
    throw new DataError(
      file,
      l10n.t('the features have the shape ({0}); rows × features is expected.', x.shape.join(', ')),
    );
  if (y.count !== rows)
    throw new DataError(labels, l10n.t('{0} targets for {1} rows; one a row is expected.', y.count, rows));
  if (rows > LIMITS.rows || features > CORE_LIMITS.features)
    throw new DataError(
      file,
      l10n.t(
        '{0} rows of {1} features; at most {2} × {3} are read.',
        rows,
        features,
        LIMITS.rows,
        CORE_LIMITS.features,
      ),
    );
  return [rows, features];
}

/** Reads one number; no arithmetic can be done with NaN and infinity. */
function finite(file: string, array: NpyArray, columns: number, index: number): number {
  const value = array.at(index);
  if (Number.isFinite(value)) return value;
  throw new DataError(
    file,
    l10n.t(
      'row {0}, column {1}: {2} is not a finite number.',
      Math.floor(index / columns),
      index % columns,
      value,
    ),
  );
}

/** Images are rows × height × width of bytes. */
function imageOf({ shape, bytes }: NpyArray): { width: number; height: number } | undefined {
  const sizes = shape.length === 4 && shape[3] === 1 ? shape.slice(0, 3) : shape;
  return bytes && sizes.length === 3 ? { height: sizes[1], width: sizes[2] } : undefined;
}

/** Column by column with the training rows' moments; constant columns become 0, so that positions are kept. */
function standardized(file: string, x: NpyArray, features: number, { train }: Split): Encoder[] {
  return Array.from({ length: features }, (_, j) => {
    const at = (row: number) => finite(file, x, features, row * features + j);
    const standard = standardOf(train, at)!;
    return {
      names: [`x${j}`],
      write(row, out, to) {
        out[to] = standard.of(at(row));
      },
    };
  });
}
