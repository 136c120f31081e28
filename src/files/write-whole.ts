import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What is being written at the moment, under the names that it has until it is whole. */
const unfinished = new Set<string>();

/**
 * Writes a file whole or not at all: under another name in the same folder, and then into its place. Until then a file
 * that was there before stays as it is; where writing fails nothing is left behind. A link is followed and stays one.
 * @throws the system's errors; `EISDIR` for a folder.
 */
export async function writeWhole(path: string, contents: string | Uint8Array): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const before = await stat(target).catch(() => undefined);
  if (before && !before.isFile()) throw Object.assign(new Error('not a file'), { code: 'EISDIR' });
  // Not the file's own name with an ending: that might be too long.
  const temporary = join(dirname(target), `.${randomBytes(6).toString('hex')}.tmp`);
  unfinished.add(temporary);
  try {
    const handle = await open(temporary, 'wx', before?.mode);
    try {
      await handle.writeFile(contents);
      // Some disks say only now that they are full; and a name must not outlive a crash that its contents do not.
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

/** For a process that ends at once: removes what is not whole yet. */
export function removeUnfinished(): void {
  for (const temporary of unfinished) rmSync(temporary, { force: true });
}
