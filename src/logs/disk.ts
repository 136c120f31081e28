import { readdir, stat } from 'node:fs/promises';
import { openRegular } from '../files/read-whole';

export interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** Where logs lie. */
export interface Disk {
  /** Undefined for what is no folder. */
  list(path: string): Promise<readonly Entry[] | undefined>;
  /** Reads from an offset into `into`; resolves to the bytes read and what the file is now. */
  read(
    path: string,
    offset: number,
    into: Uint8Array,
  ): Promise<{ bytes: number; size: number; changedAt: number }>;
  /** Size in bytes and when it was changed, in milliseconds since 1970. */
  status(path: string): Promise<{ size: number; changedAt: number }>;
}

/** This machine's. Links to folders are not followed: they may lead in a circle. */
export const disk: Disk = {
  async list(path) {
    if (!(await stat(path)).isDirectory()) return undefined;
    const entries = await readdir(path, { withFileTypes: true });
    return entries
      .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  },
  async read(path, offset, into) {
    const { handle, status } = await openRegular(path);
    try {
      const { bytesRead } = await handle.read(into, 0, into.length, offset);
      return { bytes: bytesRead, size: status.size, changedAt: status.mtimeMs };
    } finally {
      await handle.close();
    }
  },
  async status(path) {
    const { size, mtimeMs } = await stat(path);
    return { size, changedAt: mtimeMs };
  },
};
