import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { Unzip, type UnzipFile, UnzipInflate, UnzipPassThrough, Zip, ZipDeflate } from 'fflate';
import { reasonOf } from '../../files/reasons';
import type { RunFolder } from './run-folder';

/** Bytes of an archive that are read at a time. */
const PIECE = 1 << 18;
/** Bytes that one file of an archive may unpack to: many times the longest run that people make. */
const MOST_BYTES = 1 << 28;
/** A run's own file, or what a person set of it. Other files of an archive are left alone. */
const OF_RUN = /^([a-z0-9-]{1,64})(\.run|\.name\.json)$/;

/** What became of the runs of an archive. */
export interface RunsRead {
  /** Ids of those that are in the list now. */
  readonly taken: readonly string[];
  /** How many were in the list already, and are left as they were. */
  readonly here: number;
  /** What could not be used, and why, in words. */
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * Writes runs, with what a person set of them, into one ZIP archive, whole or not at all. Rejects where a run's file cannot
 * be read or the archive cannot be written.
 */
export async function writeRunSet(path: string, folder: RunFolder, ids: readonly string[]): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  const file = await open(temporary, 'wx');
  try {
    await pack(file, folder, ids).finally(() => file.close());
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}

/** One run after the other, so that no more than one is in memory. */
async function pack(file: FileHandle, folder: RunFolder, ids: readonly string[]): Promise<void> {
  const waiting: Uint8Array[] = [];
  const zip = new Zip((_, bytes) => waiting.push(bytes));
  const write = async () => {
    for (const bytes of waiting.splice(0)) await file.appendFile(bytes);
  };
  for (const id of ids)
    for (const [name, bytes] of await folder.filesOf(id)) {
      const entry = new ZipDeflate(name);
      zip.add(entry);
      entry.push(bytes, true);
      await write();
    }
  zip.end();
  await write();
  await file.datasync();
}

/**
 * Takes the runs of an archive into a folder. One that is there already stays as it is. Rejects, with words for a person,
 * where the file is no archive of runs.
 */
export async function readRunSet(path: string, folder: RunFolder): Promise<RunsRead> {
  const taken: string[] = [];
  const refused: { name: string; reason: string }[] = [];
  let here = 0;
  let files: readonly Packed[] = [];
  const take = async () => {
    const [first] = files;
    if (first === undefined) return;
    try {
      if (await takeRun(folder, first.id, files)) taken.push(first.id);
      else here++;
    } catch (error) {
      refused.push({ name: `${first.id}.run`, reason: reasonOf(error) });
    }
  };
  for await (const packed of filesIn(path)) {
    if (files[0]?.id === packed.id) files = [...files, packed];
    else {
      await take();
      files = [packed];
    }
  }
  await take();
  if (files.length === 0) throw new Error(l10n.t('It holds no runs.'));
  return { taken, here, refused };
}

function takeRun(folder: RunFolder, id: string, files: readonly Packed[]): Promise<boolean> {
  const of = (wanted: string) => files.find(({ kind }) => kind === wanted)?.bytes;
  const [run, marks] = [of('.run'), of('.name.json')];
  if (run === undefined) throw new Error(l10n.t('Its file is missing.'));
  if (run instanceof Error) throw run;
  return folder.take(id, run, marks instanceof Error ? undefined : marks);
}

interface Packed {
  readonly id: string;
  readonly kind: string;
  readonly bytes: Uint8Array | Error;
}

/** The runs' files in an archive, one after the other as they are unpacked. */
async function* filesIn(path: string): AsyncGenerator<Packed> {
  const ready: Packed[] = [];
  const archive = new Unzip((entry) => {
    const [, id, kind] = OF_RUN.exec(entry.name) ?? [];
    if (id !== undefined && kind !== undefined) unpack(entry, (bytes) => ready.push({ id, kind, bytes }));
  });
  archive.register(UnzipPassThrough);
  archive.register(UnzipInflate);
  const file = await open(path);
  try {
    const buffer = new Uint8Array(PIECE);
    for (let isOver = false; !isOver; ) {
      const { bytesRead } = await file.read(buffer, 0, PIECE, null);
      isOver = bytesRead === 0;
      archive.push(buffer.slice(0, bytesRead), isOver);
      yield* ready.splice(0);
    }
  } catch (error) {
    // Of an archive that is cut off, what came before is used.
    if ((error as NodeJS.ErrnoException).errno !== undefined) throw error;
    yield* ready.splice(0);
  } finally {
    await file.close();
  }
}

function unpack(entry: UnzipFile, done: (bytes: Uint8Array | Error) => void): void {
  const pieces: Uint8Array[] = [];
  let size = 0;
  let isDone = false;
  const end = (bytes: Uint8Array | Error) => {
    if (!isDone) done(bytes);
    isDone = true;
  };
  entry.ondata = (error, piece, isLast) => {
    size += piece?.length ?? 0;
    if (error) end(new Error(l10n.t('It is damaged.')));
    else if (size > MOST_BYTES) {
      entry.terminate();
      pieces.length = 0;
      end(new Error(l10n.t('It is larger than a run can be.')));
    } else if (!isDone) {
      pieces.push(piece);
      if (isLast) end(Buffer.concat(pieces));
    }
  };
  entry.start();
}
