import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where downloads are kept from one clone to the next. */
export function cacheFolder() {
  const base = process.env.XDG_CACHE_HOME || join(homedir() || tmpdir(), '.cache');
  return join(base, 'dropout-playground');
}

/** A folder of the cache that is made once and is either whole or not there. `make` fills the folder that it is given. */
export async function cached(name, make) {
  const folder = join(cacheFolder(), name);
  if (existsSync(folder)) return folder;
  mkdirSync(cacheFolder(), { recursive: true });
  const half = mkdtempSync(join(cacheFolder(), `${name}-half-`));
  try {
    await make(half);
    renameSync(half, folder);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    // Another process was quicker: its folder is as good as ours.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
