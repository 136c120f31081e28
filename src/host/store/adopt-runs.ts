import { createHash, randomBytes } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, rm, rmdir, stat, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { forEachAtOnce } from './at-once';

const RUN = '.run';
const AT_ONCE = 16;

/** What a window has open, as URIs. */
export interface OpenWorkspace {
  /** The saved workspace file; null where there is none. */
  readonly file: string | null;
  readonly folders: readonly string[];
}

/**
 * Where the runs of a workspace lie below the extension's global storage. Every window that has the same folders or
 * workspace file open comes to the same folder, which VS Code's own workspace storage does not promise.
 */
export function runsFolderOf(globalStorage: string, { file, folders }: OpenWorkspace): string {
  const opened = file ?? folders.toSorted().join('\n');
  const key = opened === '' ? 'no-folder' : createHash('sha256').update(opened).digest('hex').slice(0, 32);
  return join(globalStorage, 'workspaces', key, 'runs');
}

/** Where earlier versions kept runs. */
export interface FormerPlaces {
  readonly globalStorage: string;
  /** The extension's folder in VS Code's storage of this workspace; null where nothing is open. */
  readonly workspaceStorage: string | null;
  readonly workspace: OpenWorkspace;
}

/**
 * Moves the runs that earlier versions kept for this workspace into its folder: those in VS Code's workspace storage, in
 * the storages that further windows were given (`HASH-1`, `HASH-2` …), and in storages that VS Code has left behind for
 * the same folder. May be cut off at any point and be done by several windows at once: a run is always in one of both
 * places, and whole.
 */
export async function adoptRuns(
  to: string,
  places: FormerPlaces,
  log: (message: string) => void,
): Promise<void> {
  const folders = places.workspaceStorage
    ? await formerStorages(places.workspaceStorage, places.workspace)
    : [join(places.globalStorage, 'runs')];
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => [] as string[]);
    const runs = names.filter((name) => name.endsWith(RUN));
    if (runs.length > 0) await mkdir(to, { recursive: true });
    await forEachAtOnce(runs, AT_ONCE, async (name) => {
      await move(join(folder, name), join(to, name)).catch((error) =>
        log(`The run ${join(folder, name)} of an earlier version stays where it is: ${String(error)}`),
      );
    });
    // Only where it is empty.
    await rmdir(folder).catch(() => {});
  }
}

/** The `runs` folders of all storages of this workspace. */
async function formerStorages(storage: string, workspace: OpenWorkspace): Promise<string[]> {
  const [extension, own] = [basename(storage), basename(dirname(storage))];
  const all = dirname(dirname(storage));
  const stem = own.replace(/-\d+$/, '');
  const names = await readdir(all).catch(() => [own]);
  const found: string[] = [];
  await forEachAtOnce(names, AT_ONCE, async (name) => {
    const runs = join(all, name, extension, 'runs');
    if (!(await stat(runs).catch(() => null))?.isDirectory()) return;
    const isSame = name === stem || (name.startsWith(`${stem}-`) && /^-\d+$/.test(name.slice(stem.length)));
    if (isSame || (await isStorageOf(join(all, name), workspace))) found.push(runs);
  });
  return found;
}

/** VS Code writes into a storage what it is of. */
async function isStorageOf(storage: string, { file, folders }: OpenWorkspace): Promise<boolean> {
  try {
    const said = JSON.parse(await readFile(join(storage, 'workspace.json'), 'utf8'));
    const opened = said.workspace ?? said.configuration ?? said.folder;
    return opened !== undefined && opened === (file ?? (folders.length === 1 ? folders[0] : null));
  } catch {
    return false;
  }
}

/** Of two states of a run the newer one stays. */
async function move(from: string, to: string): Promise<void> {
  const source = await stat(from).catch(() => null);
  // Another window has moved it.
  if (source === null) return;
  const there = await stat(to).catch(() => null);
  if (there !== null && there.mtimeMs >= source.mtimeMs) {
    await rm(from, { force: true });
    return;
  }
  try {
    await rename(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    if (code !== 'EXDEV') throw error;
    await moveAcross(from, to, source);
  }
}

/** To another disk: copied beside, renamed into place, then removed. */
async function moveAcross(
  from: string,
  to: string,
  { atime, mtime }: { readonly atime: Date; readonly mtime: Date },
): Promise<void> {
  const temporary = `${to}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await copyFile(from, temporary);
    await utimes(temporary, atime, mtime);
    await rename(temporary, to);
    await rm(from, { force: true });
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
