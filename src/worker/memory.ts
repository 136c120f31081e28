import { readFileSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { NoRoomError } from '../data/errors';

/** What a thread holds memory for. */
export type MemoryPart = 'reading' | 'data' | 'network' | 'analyses';

/** Counters in megabytes that threads share; they can be sent to one by a message. */
export interface SharedMemory {
  /** What the threads of a pool may hold, and what they hold. */
  readonly pool: SharedArrayBuffer;
  /** What this thread holds. */
  readonly own: SharedArrayBuffer;
}

const MEGABYTE = 2 ** 20;
const [MOST, HELD] = [0, 1];

/** Shares of the machine's memory, and of what is free of it, that trainings may hold: others need some as well. */
const OF_ALL = 0.75;
const OF_FREE = 0.9;

/** Bytes that trainings may hold now on this machine, or within the limit that its container sets. */
export function memoryBudget(): number {
  const limit = Math.min(totalmem(), process.constrainedMemory?.() || Number.POSITIVE_INFINITY);
  // macOS counts as free only what nothing has ever been cached in.
  const free = process.platform === 'darwin' ? limit : freeWithin();
  return Math.min(OF_ALL * limit, OF_FREE * free);
}

/** Where a container says what it holds: control groups, version 2 and 1. */
const STATISTICS = ['/sys/fs/cgroup/memory.stat', '/sys/fs/cgroup/memory/memory.stat'];

/** Within a container's limit libuv counts cached files as taken: after an `npm install` little would be left. */
function freeWithin(): number {
  const free = process.availableMemory?.() || freemem();
  return Math.min(freemem(), free + cachedFiles());
}

/** Bytes of files that a container has read and the system gives up as soon as it needs room. */
function cachedFiles(): number {
  for (const file of STATISTICS) {
    try {
      const found = /^(?:total_)?inactive_file (\d+)$/m.exec(readFileSync(file, 'utf8'));
      if (found?.[1] !== undefined) return Number(found[1]);
    } catch {
      // Not of this version, or no container at all.
    }
  }
  return 0;
}

/** What a pool knows of its threads' memory. */
export class PoolMemory {
  readonly #pool = new SharedArrayBuffer(8);

  /** To be called while nothing is held. @param bytes that may be held from now on. */
  allow(bytes: number): void {
    Atomics.store(new Int32Array(this.#pool), MOST, Math.floor(Math.min(bytes / MEGABYTE, 2 ** 31 - 1)));
  }

  /** For a new thread. */
  share(): SharedMemory {
    return { pool: this.#pool, own: new SharedArrayBuffer(4) };
  }

  /** A thread is gone, and what it held with it. */
  forget({ own }: SharedMemory): void {
    const held = Atomics.exchange(new Int32Array(own), 0, 0);
    Atomics.sub(new Int32Array(this.#pool), HELD, held);
  }
}

/** What one thread holds. It asks before it takes. */
export class ThreadMemory {
  readonly #pool: Int32Array;
  readonly #own: Int32Array;
  readonly #parts = new Map<MemoryPart, number>();

  constructor({ pool, own }: SharedMemory) {
    this.#pool = new Int32Array(pool);
    this.#own = new Int32Array(own);
  }

  /**
   * Holds this much for a part, instead of what was held for it.
   * @throws NoRoomError where there is no room; nothing has changed then.
   */
  hold(part: MemoryPart, bytes: number): void {
    const megabytes = Math.ceil(bytes / MEGABYTE);
    const more = megabytes - (this.#parts.get(part) ?? 0);
    if (more > 0) this.#take(more);
    else Atomics.sub(this.#pool, HELD, -more);
    Atomics.add(this.#own, 0, more);
    this.#parts.set(part, megabytes);
  }

  /** Holds nothing any more. */
  release(): void {
    for (const part of this.#parts.keys()) this.hold(part, 0);
  }

  #take(megabytes: number): void {
    for (;;) {
      const held = Atomics.load(this.#pool, HELD);
      const most = Atomics.load(this.#pool, MOST);
      if (held + megabytes > most) {
        const needed = Atomics.load(this.#own, 0) + megabytes;
        throw new NoRoomError(needed, most, needed <= most);
      }
      if (Atomics.compareExchange(this.#pool, HELD, held, held + megabytes) === held) return;
    }
  }
}
