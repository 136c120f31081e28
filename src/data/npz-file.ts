import * as l10n from '@vscode/l10n';
import { unzipSync } from 'fflate';
import { FEATURE_ARRAYS, OWN_ARRAYS, TARGET_ARRAYS } from '../experiment/file-words';
import { DataError } from './errors';
import { LIMITS } from './limits';
import { parseNpy } from './npy-file';
import type { NumberArray } from './number-array';

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
}

type Names = readonly [x: string, y: string];

/** Reads features and targets from an archive of arrays (`numpy.savez`), packed or not. Throws a DataError. */
export function parseNpz(file: string, bytes: Uint8Array): Archive {
  return open(file, bytes, (names, read) => {
    const main = read([choose(file, names, FEATURE_ARRAYS), choose(file, names, TARGET_ARRAYS)]);
    const sets = (['validation', 'test'] as const).map((set) => ({
      x: find(names, OWN_ARRAYS[set].features),
      y: find(names, OWN_ARRAYS[set].targets),
    }));
    const [validation, test] = sets.map(({ x, y }) =>
      x === undefined || y === undefined ? undefined : read([x, y]),
    );
    const withoutTargets = sets.flatMap(({ x, y }) => (x !== undefined && y === undefined ? [x] : []));
    return { main, validation, test, withoutTargets };
  });
}

/** Reads an archive that is a test set, whose arrays may say so in their names. */
export function parseTestNpz(file: string, bytes: Uint8Array): ArrayPair {
  const { features, targets } = OWN_ARRAYS.test;
  return open(file, bytes, (names, read) =>
    read([
      choose(file, names, [...features, ...FEATURE_ARRAYS]),
      choose(file, names, [...targets, ...TARGET_ARRAYS]),
    ]),
  );
}

function open<T>(
  file: string,
  bytes: Uint8Array,
  use: (names: readonly string[], read: (names: Names) => ArrayPair) => T,
): T {
  const names: string[] = [];
  try {
    unzipSync(bytes, { filter: ({ name }) => names.push(name) < 0 });
    return use(names, (wanted) => {
      const entries = unzipSync(bytes, {
        filter: ({ name, originalSize }) => wanted.includes(name) && fits(file, name, originalSize),
      });
      const [x, y] = wanted.map((name) => parseNpy(`${file}/${name}`, entries[name]));
      return { x, y, names: wanted };
    });
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(file, l10n.t('the archive is damaged or cut off ({0}).', (error as Error).message));
  }
}

function find(names: readonly string[], wanted: readonly string[]): string | undefined {
  const named = new Map(names.map((name) => [name.replace(/\.npy$/, '').toLowerCase(), name]));
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
      'there is no array {0}; the archive holds {1}.',
      wanted.slice(0, LISTED).join(' / '),
      names.slice(0, 20).join(', ') || '–',
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
