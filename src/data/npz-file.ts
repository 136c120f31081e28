import * as l10n from '@vscode/l10n';
import { unzipSync } from 'fflate';
import { FEATURE_ARRAYS, OWN_ARRAYS, plainArrayName, TARGET_ARRAYS } from '../experiment/file-words';
import { listed } from '../experiment/listed';
import { DataError } from './errors';
import { labelsOf } from './labels';
import { LIMITS } from './limits';
import { parseNpy } from './npy-file';
import { type NumberArray, rowSize } from './number-array';

/** Features and targets of one set. */
export interface ArrayPair {
  readonly x: NumberArray;
  readonly y: NumberArray;
  /** What the arrays are called: `x.npy`. */
  readonly names: readonly [x: string, y: string];
}

/** What an archive holds. */
export interface Archive {
  readonly main: ArrayPair;
  readonly validation?: ArrayPair | undefined;
  readonly test?: ArrayPair | undefined;
  /** Features of a set of its own that has no targets. */
  readonly withoutTargets: readonly string[];
  /** What all of the archive's arrays are called. */
  readonly names: readonly string[];
  /** The arrays of `main` were found by their shapes, as their names say nothing. */
  readonly byShape: boolean;
}

/** Of more arrays than these, shapes do not tell which belong together. */
const MOST_ARRAYS = 100;

type Names = readonly [x: string, y: string];

/** The archive's names, and its arrays as far as they are asked for. */
interface Opened {
  readonly file: string;
  readonly names: readonly string[];
  read(names: readonly string[]): NumberArray[];
}

/** Reads features and targets from an archive of arrays (`numpy.savez`), packed or not. Throws a DataError. */
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

/** Reads an archive that is a test set, whose arrays may say so in their names. */
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
 * The one pair of arrays that can only be features and their targets: rows of several numbers, and one target, or one
 * one-hot row, for each. `x`, `y`: those that are known by their names.
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

/** Undefined where the array is none of numbers or texts. */
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

/** The first of the wanted arrays; of several that are spelled otherwise, the first. */
function find(names: readonly string[], wanted: readonly string[]): string | undefined {
  const named = new Map([...names].reverse().map((name) => [plainArrayName(name), name]));
  const found = wanted.find((one) => named.has(one));
  return found && named.get(found);
}

/** Names that a refusal lists. */
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
