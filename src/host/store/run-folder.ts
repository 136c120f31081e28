import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunSummary } from '../../protocol';
import type { Run } from './run';
import { decodeRun, decodeSummary, encodeRun, SUMMARY_BYTES } from './run-file';

const EXTENSION = '.run';
/** What a window that was killed while it wrote has left behind. */
const STALE_MILLISECONDS = 3_600_000;

interface Known {
  readonly stamp: string;
  readonly summary: RunSummary | undefined;
}

/**
 * The saved runs: one file each in a folder that several windows may share, written beside and renamed into place, so
 * that a reader sees a whole file and no window writes over another's runs.
 */
export class RunFolder {
  readonly #known = new Map<string, Known>();

  constructor(
    readonly path: string,
    private readonly log: (message: string) => void,
  ) {}

  /** The summaries of all readable runs; files that have not changed since the last call are not read again. */
  async list(): Promise<RunSummary[]> {
    const names = await readdir(this.path).catch(() => [] as string[]);
    const files = new Set(names.filter((name) => name.endsWith(EXTENSION)));
    for (const name of this.#known.keys()) if (!files.has(name)) this.#known.delete(name);
    for (const name of files) await this.#look(name);
    await this.#sweep(names.filter((name) => name.endsWith('.tmp')));
    return [...this.#known.values()].flatMap(({ summary }) => (summary ? [summary] : []));
  }

  /** Rejects where the file is missing or broken. */
  async read(id: string): Promise<Run> {
    return decodeRun(await readFile(this.#file(id)));
  }

  /** Rejects where the folder cannot be written to; what was there before is then still there. Returns the bytes written. */
  async write(run: Run): Promise<number> {
    await mkdir(this.path, { recursive: true });
    const bytes = encodeRun(run);
    const temporary = join(this.path, `${run.id}.${randomBytes(4).toString('hex')}.tmp`);
    try {
      await writeFile(temporary, bytes, { flag: 'wx' });
      await rename(temporary, this.#file(run.id));
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {});
      throw error;
    }
    return bytes.length;
  }

  async remove(id: string): Promise<void> {
    this.#known.delete(id + EXTENSION);
    await rm(this.#file(id), { force: true });
  }

  #file(id: string): string {
    return join(this.path, id + EXTENSION);
  }

  async #look(name: string): Promise<void> {
    const file = join(this.path, name);
    try {
      const { mtimeMs, size } = await stat(file);
      const stamp = `${mtimeMs}/${size}`;
      if (this.#known.get(name)?.stamp === stamp) return;
      this.#known.set(name, { stamp, summary: undefined });
      const summary = await readSummary(file);
      if (summary.id + EXTENSION !== name) throw new Error(`it says that it is ${summary.id}`);
      this.#known.set(name, { stamp, summary });
    } catch (error) {
      this.log(`Saved run ${file} was left out: ${String(error)}`);
    }
  }

  async #sweep(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const file = join(this.path, name);
      const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Date.now() }));
      if (Date.now() - mtimeMs > STALE_MILLISECONDS) await rm(file, { force: true }).catch(() => {});
    }
  }
}

async function readSummary(file: string): Promise<RunSummary> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(SUMMARY_BYTES), 0, SUMMARY_BYTES, 0);
    return decodeSummary(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}
