import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Temporary files of writes in progress. */
const unfinished = new Set<string>();

/**
 * Writes a file atomically: to a temporary file in the same folder, which then replaces the target. An existing file is
 * untouched until then; if writing fails, nothing is left behind. Symbolic links are followed and preserved.
 * @throws system errors; `EISDIR` for a folder.
 */
export async function writeWhole(path: string, contents: string | Uint8Array): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const before = await stat(target).catch(() => undefined);
  if (before && !before.isFile()) throw Object.assign(new Error('not a file'), { code: 'EISDIR' });
  // Not derived from the file's name, which could become too long.
  const temporary = join(dirname(target), `.${randomBytes(6).toString('hex')}.tmp`);
  unfinished.add(temporary);
  try {
    const handle = await open(temporary, 'wx', before?.mode);
    try {
      await handle.writeFile(contents);
      // Some disks report only now that they are full, and after a crash the name must not exist without its contents.
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  } finally {
    unfinished.delete(temporary);
  }
}

/** Removes unfinished temporary files; for a process that exits immediately. */
export function removeUnfinished(): void {
  for (const temporary of unfinished) rmSync(temporary, { force: true });
}
