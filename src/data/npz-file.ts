import * as l10n from '@vscode/l10n';
import { unzipSync } from 'fflate';
import { FEATURE_ARRAYS, OWN_ARRAYS, plainArrayName, TARGET_ARRAYS } from '../experiment/file-words';
import { listed } from '../experiment/listed';
import { DataError } from './errors';
import { labelsOf } from './labels';
import { LIMITS } from './limits';
import { parseNpy } from './npy-file';
import { type NumberArray, rowSize } from './number-array';

/** Features and targets of one set, as a pair of arrays. */
export interface ArrayPair {
  readonly x: NumberArray;
  readonly y: NumberArray;
  /** Names of the two arrays: `x.npy`. */
  readonly names: readonly [x: string, y: string];
}

/** The contents of an .npz archive. */
export interface Archive {
  readonly main: ArrayPair;
  readonly validation?: ArrayPair | undefined;
  readonly test?: ArrayPair | undefined;
  /** Names of feature arrays for which there are no targets. */
  readonly withoutTargets: readonly string[];
  /** Names of all arrays in the archive. */
  readonly names: readonly string[];
  /** Whether the arrays of `main` were identified by their shapes rather than by name. */
  readonly byShape: boolean;
}

/** With more arrays than this, shapes do not identify a pair. */
const MOST_ARRAYS = 100;

type Names = readonly [x: string, y: string];

/** An open archive: its names, and its arrays read on demand. */
interface Opened {
  readonly file: string;
  readonly names: readonly string[];
  read(names: readonly string[]): NumberArray[];
}

/** Reads features and targets from an .npz archive (`numpy.savez`), compressed or not. Throws a DataError. */
export function parseNpz(file: string, bytes: Uint8Array): Archive {
  return open(file, bytes, (archive) => {
    const { names } = archive;
    const own = (['validation', 'test'] as const).map((set) => ({
      x: find(names, OWN_ARRAYS[set].features),
      y: find(names, OWN_ARRAYS[set].targets),
    }));
    const [x, y] = [find(names, FEATURE_ARRAYS), find(names, TARGET_ARRAYS)];
    const claimed = new Set(own.flatMap((set) => [set.x, set.y]));
    const free = names.filter((name) => !claimed.has(name));
    const byShape = x === undefined || y === undefined ? pairByShape(archive, free, x, y) : undefined;
    const main = byShape ?? [choose(file, names, FEATURE_ARRAYS), choose(file, names, TARGET_ARRAYS)];
    const [validation, test] = own.map((set) =>
      set.x === undefined || set.y === undefined ? undefined : pairOf(archive, [set.x, set.y]),
    );
    const withoutTargets = own.flatMap((set) => (set.x !== undefined && set.y === undefined ? [set.x] : []));
    return {
      main: pairOf(archive, main),
      validation,
      test,
      withoutTargets,
      names,
      byShape: byShape !== undefined,
    };
  });
}

/** Reads an archive that is a test set; its arrays may be named as test arrays or plainly. Throws a DataError. */
export function parseTestNpz(file: string, bytes: Uint8Array): ArrayPair {
  const { features, targets } = OWN_ARRAYS.test;
  return open(file, bytes, (archive) => {
    const { names } = archive;
    const wanted = [
      [...features, ...FEATURE_ARRAYS],
      [...targets, ...TARGET_ARRAYS],
    ];
    const [x, y] = wanted.map((words) => find(names, words));
    const byShape = x === undefined || y === undefined ? pairByShape(archive, names, x, y) : undefined;
    return pairOf(archive, byShape ?? [choose(file, names, wanted[0]), choose(file, names, wanted[1])]);
  });
}

function pairOf({ read }: Opened, names: Names): ArrayPair {
  const [x, y] = read(names);
  return { x, y, names };
}

/**
 * The only pair of arrays that can be features and targets: rows of several numbers, and a target or a one-hot row for
 * each. `x`, `y`: arrays already identified by name.
 */
function pairByShape(
  { file, read }: Opened,
  names: readonly string[],
  x: string | undefined,
  y: string | undefined,
): Names | undefined {
  if (names.length > MOST_ARRAYS) return undefined;
  const arrays = new Map(
    names.flatMap((name) => (name.endsWith('.npy') ? ([[name, numbersOf(read, name)]] as const) : [])),
  );
  const pairs = [...arrays].flatMap(([feature, features]) =>
    [...arrays].flatMap(([target, targets]): Names[] => {
      const isPair =
        feature !== target &&
        (x ?? feature) === feature &&
        (y ?? target) === target &&
        features !== undefined &&
        targets !== undefined &&
        !features.texts &&
        rowSize(features) > 1 &&
        areLabels(file, targets, features.shape[0]);
      return isPair ? [[feature, target]] : [];
    }),
  );
  return pairs.length === 1 ? pairs[0] : undefined;
}

/** Reads an array; undefined if it holds neither numbers nor texts. */
function numbersOf(read: Opened['read'], name: string): NumberArray | undefined {
  try {
    return read([name])[0];
  } catch {
    return undefined;
  }
}

function areLabels(file: string, y: NumberArray, rows: number): boolean {
  if (y.count !== rows && y.shape[0] !== rows) return false;
  try {
    labelsOf(file, y, rows);
    return true;
  } catch {
    return false;
  }
}

function open<T>(file: string, bytes: Uint8Array, use: (archive: Opened) => T): T {
  const names: string[] = [];
  try {
    unzipSync(bytes, { filter: ({ name }) => names.push(name) < 0 });
    const read = (wanted: readonly string[]) => {
      const entries = unzipSync(bytes, {
        filter: ({ name, originalSize }) => wanted.includes(name) && fits(file, name, originalSize),
      });
      return wanted.map((name) => parseNpy(`${file}/${name}`, entries[name]));
    };
    return use({ file, names, read });
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(file, l10n.t('the archive is damaged or cut off ({0}).', (error as Error).message));
  }
}

/** The array for the first wanted name that exists, compared by plain name; of several with that name, the first. */
function find(names: readonly string[], wanted: readonly string[]): string | undefined {
  const named = new Map([...names].reverse().map((name) => [plainArrayName(name), name]));
  const found = wanted.find((one) => named.has(one));
  return found && named.get(found);
}

/** Number of names that an error lists. */
const LISTED = 6;

function choose(file: string, names: readonly string[], wanted: readonly string[]): string {
  const found = find(names, wanted);
  if (found !== undefined) return found;
  throw new DataError(
    file,
    l10n.t(
      'there is no array {0}, and shapes do not tell which one it is; the archive holds {1}.',
      wanted.slice(0, LISTED).join(' / '),
      listed(names, 20) || '–',
    ),
  );
}

function fits(file: string, name: string, size: number): boolean {
  if (size <= LIMITS.bytes) return true;
  throw new DataError(
    file,
    l10n.t(
      '{0} unpacks to {1} MB; at most {2} MB are read.',
      name,
      Math.ceil(size / 1e6),
      LIMITS.bytes / 1e6,
    ),
  );
}
