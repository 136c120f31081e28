import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { version as program } from '../../../package.json';
import type { RunSummary } from '../../protocol';

/** The summaries of all runs in one file: thousands of files take a second to open. */
export const INDEX = 'index.json';
/** The program's as well: what another one has written was checked by the rules of that one. */
const VERSION = `2 ${program}`;

/** What is known of a run's file. */
export interface Known {
  /** When it was written last, in milliseconds since 1970. It changes with the file, or `bytes` does. */
  readonly writtenAt: number;
  readonly bytes: number;
  /** As it was saved; undefined where nothing of its file can be used. */
  readonly summary: RunSummary | undefined;
  /** Why there is no summary, in words. */
  readonly reason?: string;
}

/**
 * Writes the index: a line with the version and the checksum of what follows, then a line of JSON for each run. It is a
 * copy of what stands in the runs' files, never the truth: an entry counts while its file has the same time and size.
 * Its entries were checked when they were read from there; the checksum says that they are still the same.
 */
export async function writeIndex(path: string, known: ReadonlyMap<string, Known>): Promise<void> {
  // Damaged files are looked at anew by each window, which says so.
  const whole = [...known.values()].filter(({ summary }) => summary !== undefined);
  const lines = Buffer.from(whole.map((one) => `${JSON.stringify(one)}\n`).join(''));
  const head = JSON.stringify({ version: VERSION, crc32: crc32(lines) });
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(Buffer.concat([Buffer.from(`${head}\n`), lines]));
  } finally {
    await handle.close();
  }
}

/** The entries by id, in steps; none where the index is of another version or damaged. */
export function* readIndex(bytes: Uint8Array | null): Generator<void, ReadonlyMap<string, Known>> {
  const known = new Map<string, Known>();
  if (bytes === null) return known;
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = file.indexOf('\n') + 1;
  try {
    const { version, crc32: sum } = JSON.parse(file.toString('utf8', 0, end));
    const rest = file.subarray(end);
    if (version !== VERSION || sum !== crc32(rest)) return known;
    for (const line of rest.toString('utf8').split('\n')) {
      if (line === '') continue;
      const one = JSON.parse(line) as Known & { readonly summary: RunSummary };
      known.set(one.summary.id, one);
      yield;
    }
  } catch {
    known.clear();
  }
  return known;
}
