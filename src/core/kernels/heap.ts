import type { Struct } from './structs';

const PAGE = 65536;
/** Maximum memory size declared by the kernels. */
const MOST_PAGES = 32768;
const ALIGNMENT = 64;

/** Assigns consecutive addresses before the memory exists, so that its size is known before allocation. */
export class Plan {
  #end: number;

  /** @param start address of the first free byte, a multiple of 64 */
  constructor(start: number) {
    this.#end = start;
  }

  /** Bytes planned so far. */
  get bytes(): number {
    return this.#end;
  }

  /** The address of `bytes` bytes, aligned to a cache line. */
  reserve(bytes: number): number {
    const address = this.#end;
    this.#end = Math.ceil((address + bytes) / ALIGNMENT) * ALIGNMENT;
    return address;
  }
}

/** @throws RangeError with a message for the user if the system lacks memory. */
function allocate<T>(pages: number, take: (pages: number) => T): T {
  try {
    return take(pages);
  } catch {
    throw new RangeError(
      `The system has no ${Math.ceil(pages / 16).toLocaleString('en')} MB of memory left for this training: ` +
        'use fewer or narrower layers, a smaller batch or less data, or close other programs.',
    );
  }
}

/** A WebAssembly memory with typed views, which are renewed when it grows. */
export class Heap {
  readonly memory: WebAssembly.Memory;
  /** Lives as long as the memory; see {@link countedAs}. */
  readonly counted: object;
  u32!: Uint32Array;
  f32!: Float32Array;
  f64!: Float64Array;

  /** @throws RangeError if the system lacks memory. */
  constructor(bytes: number) {
    // Shared because the kernels are compiled for shared memory, whether or not other threads use it.
    this.memory = allocate(Math.ceil(bytes / PAGE), (initial) => {
      return new WebAssembly.Memory({ initial, maximum: MOST_PAGES, shared: true });
    });
    this.counted = countedAs(this.memory);
    this.#see();
  }

  #see(): void {
    this.u32 = new Uint32Array(this.memory.buffer);
    this.f32 = new Float32Array(this.memory.buffer);
    this.f64 = new Float64Array(this.memory.buffer);
  }

  /** Grows the memory by `bytes` zeroed bytes; returns their address. */
  grow(bytes: number): number {
    const address = this.memory.buffer.byteLength;
    allocate(Math.ceil(bytes / PAGE), (pages) => this.memory.grow(pages));
    this.#see();
    return address;
  }

  /** Writes fields of the struct at an address. */
  write<F extends string>(struct: Struct<F>, address: number, values: Partial<Record<F, number>>): void {
    for (const name in values) {
      const { offset, kind } = struct.fields[name as F];
      const view = this[kind];
      view[(address + offset) / view.BYTES_PER_ELEMENT] = values[name as F]!;
    }
  }

  /** Reads a field of the struct at an address. */
  read<F extends string>(struct: Struct<F>, address: number, name: F): number {
    const { offset, kind } = struct.fields[name];
    const view = this[kind];
    return view[(address + offset) / view.BYTES_PER_ELEMENT]!;
  }
}

/** Upper bound for the stand-in's size; a larger one does not trigger garbage collection sooner. */
const MOST_COUNTED = 1024;

/**
 * A stand-in for a shared memory. V8 does not count shared memories towards garbage collection, so threads that
 * allocate little else would keep those of hundreds of networks. The stand-in is counted; as it is never touched, it
 * takes address space but no memory.
 */
export function countedAs({ buffer }: WebAssembly.Memory): object {
  const pages = Math.min(MOST_COUNTED, buffer.byteLength / PAGE);
  return allocate(pages, (initial) => new WebAssembly.Memory({ initial }));
}
