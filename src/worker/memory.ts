import { readFileSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { NoRoomError } from '../data/errors';

/** The parts that a thread holds memory for. */
export type MemoryPart = 'reading' | 'data' | 'network' | 'analyses';

/** Counters in megabytes, shared between threads; can be sent in a message. */
export interface SharedMemory {
  /** The limit of the pool, and the total held by its threads. */
  readonly pool: SharedArrayBuffer;
  /** The amount held by this thread. */
  readonly own: SharedArrayBuffer;
}

const MEGABYTE = 2 ** 20;
const [MOST, HELD] = [0, 1];

/** Shares of total and free memory that trainings may hold; other programs need some as well. */
const OF_ALL = 0.75;
const OF_FREE = 0.9;

/** Bytes that trainings may currently hold, within the limits of the machine and its container. */
export function memoryBudget(): number {
  const limit = Math.min(totalmem(), process.constrainedMemory?.() || Number.POSITIVE_INFINITY);
  // macOS counts only memory as free that holds no cached files.
  const free = process.platform === 'darwin' ? limit : freeWithin();
  return Math.min(OF_ALL * limit, OF_FREE * free);
}

/** Memory statistics of a container: control groups version 2 and 1. */
const STATISTICS = ['/sys/fs/cgroup/memory.stat', '/sys/fs/cgroup/memory/memory.stat'];

/**
 * Free memory, including cached files: under a container limit, libuv counts them as used, so little would be left
 * after an `npm install`.
 */
function freeWithin(): number {
  const free = process.availableMemory?.() || freemem();
  return Math.min(freemem(), free + cachedFiles());
}

/** Bytes of the container's file cache, which the system reclaims on demand. */
function cachedFiles(): number {
  for (const file of STATISTICS) {
    try {
      const found = /^(?:total_)?inactive_file (\d+)$/m.exec(readFileSync(file, 'utf8'));
      if (found?.[1] !== undefined) return Number(found[1]);
    } catch {
      // Another version, or not in a container.
    }
  }
  return 0;
}

/** Memory accounting of a pool. */
export class PoolMemory {
  readonly #pool = new SharedArrayBuffer(8);

  /** Sets the limit; must be called while nothing is held. @param bytes that may be held. */
  allow(bytes: number): void {
    Atomics.store(new Int32Array(this.#pool), MOST, Math.floor(Math.min(bytes / MEGABYTE, 2 ** 31 - 1)));
  }

  /** Counters for a new thread. */
  share(): SharedMemory {
    return { pool: this.#pool, own: new SharedArrayBuffer(4) };
  }

  /** Releases everything held by a thread that has ended. */
  forget({ own }: SharedMemory): void {
    const held = Atomics.exchange(new Int32Array(own), 0, 0);
    Atomics.sub(new Int32Array(this.#pool), HELD, held);
  }
}

/** Memory accounting of a thread, which reserves before it allocates. */
export class ThreadMemory {
  readonly #pool: Int32Array;
  readonly #own: Int32Array;
  readonly #parts = new Map<MemoryPart, number>();

  constructor({ pool, own }: SharedMemory) {
    this.#pool = new Int32Array(pool);
    this.#own = new Int32Array(own);
  }

  /**
   * Reserves this much for a part, replacing its previous reservation.
   * @throws NoRoomError if there is not enough; the reservation is unchanged then.
   */
  hold(part: MemoryPart, bytes: number): void {
    const megabytes = Math.ceil(bytes / MEGABYTE);
    const more = megabytes - (this.#parts.get(part) ?? 0);
    if (more > 0) this.#take(more);
    else Atomics.sub(this.#pool, HELD, -more);
    Atomics.add(this.#own, 0, more);
    this.#parts.set(part, megabytes);
  }

  /** Releases all reservations. */
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
