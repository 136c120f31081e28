import { readdir, stat } from 'node:fs/promises';
import { openRegular } from '../files/read-whole';

export interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
}

export interface Status {
  readonly size: number;
  readonly changedAt: number;
  readonly id: number;
}

/** Where logs lie. */
export interface Disk {
  /** Undefined for what is no folder. */
  list(path: string): Promise<readonly Entry[] | undefined>;
  /** Reads from an offset into `into`; resolves to the bytes read. */
  read(path: string, offset: number, into: Uint8Array): Promise<{ bytes: number }>;
  /** Size in bytes, when it was changed, in milliseconds since 1970, and another number for another file of the same name. */
  status(path: string): Promise<Status>;
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
    const { handle } = await openRegular(path);
    try {
      const { bytesRead } = await handle.read(into, 0, into.length, offset);
      return { bytes: bytesRead };
    } finally {
      await handle.close();
    }
  },
  async status(path) {
    const { size, mtimeMs, ino } = await stat(path);
    return { size, changedAt: mtimeMs, id: ino };
  },
};
