import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import { dataFiles } from '../data/move-paths';
import { dataPaths } from '../experiment/data-paths';
import type { Experiment } from '../experiment/schema';

/** A file that an experiment reads. */
export interface Place {
  /** As the experiment names it. */
  readonly named: string;
  /** Absolute, links followed as far as it could be looked at; as it is named where it was not. */
  readonly path: string;
  /** Whether it lies in none of the workspace's folders. */
  readonly outside: boolean;
}

/** Characters of a path that a question shows: its beginning and its end say where it lies. */
const LONGEST_PATH = 300;

/** A path on one line, whatever is in its name: nothing that breaks, hides or turns round what stands beside it. */
export function plainPath(path: string): string {
  const plain = path.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd');
  const half = LONGEST_PATH / 2;
  return plain.length <= LONGEST_PATH ? plain : `${plain.slice(0, half)} … ${plain.slice(-half)}`;
}

/** Shares, addresses and homes: only to look there may ask another machine, and nobody's workspace lies there. */
const ELSEWHERE = /^(?:[\\/]{2}|~|[a-z][a-z\d+.-]+:)/i;

/**
 * Where the files lie that an experiment reads, and whether that is in the workspace. Nothing is opened.
 *
 * @param folder what the experiment's paths are relative to
 * @param roots the folders of the workspace, absolute
 */
export async function placesOf(
  experiment: Experiment,
  folder: string | null,
  roots: readonly string[],
): Promise<Place[]> {
  const named = dataPaths(experiment.data);
  return Promise.all(dataFiles(experiment, folder).map((path, i) => placeOf(named[i]!, path, roots)));
}

/**
 * Where one file lies.
 * @param path absolute; a relative one lies nowhere
 */
export async function placeOf(named: string, path: string, roots: readonly string[]): Promise<Place> {
  const at = ELSEWHERE.test(named) || !isAbsolute(path) ? undefined : await followed(path);
  const real = await Promise.all(roots.map((root) => realpath(root).catch(() => root)));
  return { named, path: at ?? path, outside: at === undefined || !real.some((root) => isIn(at, root)) };
}

function isIn(path: string, folder: string): boolean {
  const inside = relative(folder, path);
  return inside !== '..' && !/^\.\.[\\/]/.test(inside) && !isAbsolute(inside);
}

/** The path without links. What is not there yet would come to lie in its folder; undefined: no one can tell. */
async function followed(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    const parent = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === path) return undefined;
    // A link whose end is missing leads somewhere all the same.
    const isThere = await lstat(path).then(
      () => true,
      () => false,
    );
    const folder = isThere ? undefined : await followed(parent);
    return folder && join(folder, basename(path));
  }
}
