import * as l10n from '@vscode/l10n';
import { unzipSync } from 'fflate';
import { FEATURE_ARRAYS, TARGET_ARRAYS } from '../experiment/file-words';
import { DataError } from './errors';
import { LIMITS } from './limits';
import { type NpyArray, parseNpy } from './npy-file';

/** Reads features and targets from an archive of arrays (`numpy.savez`), packed or not. Throws a DataError. */
export function parseNpz(file: string, bytes: Uint8Array): { x: NpyArray; y: NpyArray } {
  const names: string[] = [];
  let entries: Record<string, Uint8Array>;
  try {
    unzipSync(bytes, { filter: ({ name }) => names.push(name) < 0 });
    const wanted = [FEATURE_ARRAYS, TARGET_ARRAYS].map((some) => choose(file, names, some));
    entries = unzipSync(bytes, {
      filter: ({ name, originalSize }) => wanted.includes(name) && fits(file, name, originalSize),
    });
    const [x, y] = wanted.map((name) => parseNpy(`${file}/${name}`, entries[name]));
    return { x, y };
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError(file, l10n.t('the archive is damaged or cut off ({0}).', (error as Error).message));
  }
}

function choose(file: string, names: readonly string[], wanted: readonly string[]): string {
  for (const one of wanted) {
    const found = names.find((name) => name.replace(/\.npy$/, '').toLowerCase() === one);
    if (found !== undefined) return found;
  }
  throw new DataError(
    file,
    l10n.t(
      'there is no array {0}; the archive holds {1}.',
      wanted.join(' / '),
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
