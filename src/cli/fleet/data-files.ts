import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { LIMITS } from '../../data/limits';
import { dataFiles } from '../../data/move-paths';
import { DATA_PATHS } from '../../experiment/data-paths';
import type { Experiment } from '../../experiment/schema';
import { readWhole } from '../../files/read-whole';
import { writeWhole } from '../../files/write-whole';
import { type BullQueue, persistently } from './bull';
import { PayloadError } from './payload';

// A data file travels in pieces, each a job of a queue that nobody works on: so it lies in Redis and PostgreSQL alike.
// In an experiment that travels it is named by the hash of its contents and its own name.

/** Why a training fails whose data file has been taken out of the queue. */
export const LOST_FILE = 'A data file is not in the queue any more.';
/** Bytes of a piece. */
const PIECE = 512 * 1024;
/** Bytes of data files that a machine keeps. */
const MOST_KEPT = 2_000_000_000;

const idOf = (hash: string, piece: number) => `f-${hash}-${piece}`;
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** An experiment as it travels, and what its files are called here. */
export interface Shipped {
  readonly experiment: Experiment;
  /** By the names under which they travel. */
  readonly names: ReadonlyMap<string, string>;
}

/** Puts the data files of experiments into a queue's database. */
export class Shipper {
  /** By path, size and time of change. */
  readonly #hashes = new Map<string, Promise<string>>();
  readonly #sent = new Map<string, number>();
  readonly #pieces: BullQueue;

  constructor(pieces: BullQueue) {
    this.#pieces = pieces;
  }

  /** Rejects where a file cannot be read. */
  async ship(experiment: Experiment, folder: string | null): Promise<Shipped> {
    const names = new Map<string, string>();
    const data: Record<string, unknown> = { ...experiment.data };
    const keys = DATA_PATHS.filter((key) => typeof data[key] === 'string');
    for (const [i, path] of dataFiles(experiment, folder).entries()) {
      const key = keys[i]!;
      const named = `${await this.#send(path)}/${basename(path)}`;
      names.set(named, data[key] as string);
      data[key] = named;
    }
    return { experiment: { ...experiment, data: data as unknown as Experiment['data'] }, names };
  }

  async #send(path: string): Promise<string> {
    const { size, mtimeMs } = await stat(path);
    const key = `${path}\n${size}\n${mtimeMs}`;
    const known = this.#hashes.get(key) ?? this.#read(path);
    this.#hashes.set(key, known);
    return known;
  }

  async #read(path: string): Promise<string> {
    const bytes = Buffer.from(await readWhole(path, LIMITS.bytes));
    const hash = hashOf(bytes);
    const pieces = Math.max(1, Math.ceil(bytes.length / PIECE));
    for (let i = 0; i < pieces; i++) {
      const text = bytes.subarray(i * PIECE, (i + 1) * PIECE).toString('base64');
      await persistently(() => this.#pieces.add('piece', { pieces, text }, { jobId: idOf(hash, i) }));
    }
    this.#sent.set(hash, pieces);
    return hash;
  }

  /** Sends everything anew when it is asked for next: another study may have taken it out. */
  resend(): void {
    this.#hashes.clear();
  }

  /** Takes the files out of the database; another study that needs one sends it anew. */
  async forget(): Promise<void> {
    for (const [hash, count] of this.#sent)
      for (let i = 0; i < count; i++) await this.#pieces.getJob(idOf(hash, i)).then((job) => job?.remove());
  }
}

/** The data files that a machine has got, each in a folder of its own. */
export class DataCache {
  /** What this process has checked. */
  readonly #checked = new Map<string, Promise<void>>();

  readonly #pieces: BullQueue;
  readonly folder: string;

  constructor(pieces: BullQueue, folder = join(cacheFolder(), 'dropout-playground', 'data')) {
    this.#pieces = pieces;
    this.folder = folder;
  }

  /**
   * Makes sure that all files of an experiment that has travelled are here.
   * @throws PayloadError for one that names any other file: a queue cannot have a machine's own files read.
   */
  async bring(experiment: Experiment): Promise<void> {
    const data = experiment.data as unknown as Readonly<Record<string, unknown>>;
    for (const key of DATA_PATHS) {
      const path = data[key];
      if (typeof path !== 'string') continue;
      const [hash = '', name = ''] = path.split('/', 2);
      if (!/^[0-9a-f]{64}$/.test(hash) || !isName(name) || path !== `${hash}/${name}`)
        throw new PayloadError(`data.${key}: ${JSON.stringify(path)} is no file that has travelled.`);
      const known = this.#checked.get(path) ?? this.#bringFile(hash, name);
      this.#checked.set(path, known);
      try {
        await known;
      } catch (error) {
        this.#checked.delete(path);
        throw error;
      }
    }
  }

  async #bringFile(hash: string, name: string): Promise<void> {
    const folder = join(this.folder, hash);
    const path = join(folder, name);
    const there = await readWhole(path, LIMITS.bytes).catch(() => undefined);
    if (!there || hashOf(there) !== hash) {
      const bytes = await this.#fetch(hash);
      if (hashOf(bytes) !== hash) throw new PayloadError(`${name} did not arrive as it was sent.`);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeWhole(path, bytes);
    }
    const now = new Date();
    await utimes(folder, now, now);
    await this.#bound();
  }

  async #fetch(hash: string): Promise<Buffer> {
    const parts: Buffer[] = [];
    let size = 0;
    for (let i = 0, count = 1; i < count; i++) {
      const piece = (await this.#pieces.getJob(idOf(hash, i)))?.data as { pieces?: unknown; text?: unknown };
      if (typeof piece?.text !== 'string') throw new PayloadError(LOST_FILE);
      count = Number(piece.pieces);
      const part = Buffer.from(piece.text, 'base64');
      size += part.length;
      if (size > LIMITS.bytes) throw new PayloadError(`A data file has more than ${LIMITS.bytes} bytes.`);
      parts.push(part);
    }
    return Buffer.concat(parts);
  }

  /** Lets go of what has not been used for longest and is not of this process. */
  async #bound(): Promise<void> {
    const own = new Set([...this.#checked.keys()].map((path) => path.slice(0, 64)));
    const kept = await Promise.all((await readdir(this.folder)).map((name) => this.#kept(name)));
    kept.sort((a, b) => b.used - a.used);
    let total = 0;
    for (const { name, bytes } of kept) {
      total += bytes;
      if (total > MOST_KEPT && !own.has(name))
        await rm(join(this.folder, name), { recursive: true, force: true });
    }
  }

  async #kept(name: string): Promise<{ name: string; used: number; bytes: number }> {
    const folder = join(this.folder, name);
    const used = await stat(folder).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    const files = await readdir(folder).catch(() => []);
    const sizes = await Promise.all(
      files.map((file) =>
        stat(join(folder, file)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
    return { name, used, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  }
}

const isName = (name: string): boolean =>
  name.length > 0 && name.length <= 255 && name !== '.' && name !== '..' && !/[\\:\0]/.test(name);

const cacheFolder = (): string => process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
