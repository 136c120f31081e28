import type { Dataset, Samples } from './dataset';

/** With fewer distinct rows than this, repetition is intended. */
const FEWEST = 10;
/** Number of duplicated test rows inspected. */
const LOOKED_AT = 20;
/** A difference in a numeric column counts 2; one-hot columns differ in two features, which count 1 each. */
const ONE_COLUMN = 2;

/**
 * Counts the test rows that are identical, target included, to a training row. Returns 0 if the data is so coarse that
 * rows repeat by chance: then most duplicates also have training rows that differ in a single column.
 */
export function repeatedRows(data: Dataset): number {
  const { train, test, features } = data;
  const width = data.task === 'classification' ? 1 : data.outputs;
  const trained = new Table(train, features, width);
  if (trained.size < FEWEST) return 0;
  const tested = bitsOf(test);
  const repeats: number[] = [];
  for (let row = 0; row < test.count; row++) if (trained.has(tested, row)) repeats.push(row);
  if (repeats.length === 0) return 0;
  const every = Math.ceil(repeats.length / LOOKED_AT);
  const some = repeats.filter((_, i) => i % every === 0);
  const coarse = some.filter((row) => hasNeighbour(data, width, row)).length;
  return 2 * coarse < some.length ? repeats.length : 0;
}

/** Samples as raw bits. */
interface Bits {
  readonly x: Uint32Array;
  readonly y: Uint32Array;
}

const bitsOf = ({ x, y }: Samples): Bits => ({
  x: new Uint32Array(x.buffer, x.byteOffset, x.length),
  y: new Uint32Array(y.buffer, y.byteOffset, y.length),
});

/** A hash table of the distinct rows of a set, with open addressing. */
class Table {
  readonly #bits: Bits;
  /** Row + 1, or 0 for a free slot. */
  readonly #slots: Uint32Array;
  readonly #hashes: Uint32Array;
  size = 0;

  readonly #features: number;
  readonly #width: number;

  constructor(samples: Samples, features: number, width: number) {
    this.#features = features;
    this.#width = width;
    this.#bits = bitsOf(samples);
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(2 * samples.count + 2)));
    this.#hashes = new Uint32Array(this.#slots.length);
    for (let row = 0; row < samples.count; row++) this.#add(row);
  }

  #add(row: number): void {
    const hash = this.#hash(this.#bits, row);
    const slot = this.#find(this.#bits, row, hash);
    if (this.#slots[slot]! > 0) return;
    this.#slots[slot] = row + 1;
    this.#hashes[slot] = hash;
    this.size++;
  }

  has(bits: Bits, row: number): boolean {
    return this.#slots[this.#find(bits, row, this.#hash(bits, row))]! > 0;
  }

  /** The slot of an equal row, or a free one. */
  #find(bits: Bits, row: number, hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    while (this.#slots[slot]! > 0) {
      if (this.#hashes[slot] === hash && this.#same(bits, row, this.#slots[slot]! - 1)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #same(bits: Bits, row: number, known: number): boolean {
    const features = this.#features;
    const width = this.#width;
    return (
      equal(bits.x, row * features, this.#bits.x, known * features, features) &&
      equal(bits.y, row * width, this.#bits.y, known * width, width)
    );
  }

  #hash({ x, y }: Bits, row: number): number {
    const features = this.#features;
    const width = this.#width;
    let hash = 0x811c9dc5;
    for (let i = row * features; i < (row + 1) * features; i++) hash = mix(hash, x[i]!);
    for (let i = row * width; i < (row + 1) * width; i++) hash = mix(hash, y[i]!);
    return (hash ^ (hash >>> 15)) >>> 0;
  }
}

/** The low bits of a float carry little information (many are 0), so the high bits are folded in. */
const mix = (hash: number, bits: number): number => {
  const product = Math.imul(hash ^ bits ^ (bits >>> 16), 0x01000193);
  return product ^ (product >>> 17);
};

function equal(a: Uint32Array, from: number, b: Uint32Array, at: number, count: number): boolean {
  for (let i = 0; i < count; i++) if (a[from + i] !== b[at + i]) return false;
  return true;
}

/** Whether some training row differs from this test row only in one column, or only in the target. */
function hasNeighbour({ train, test, features }: Dataset, width: number, row: number): boolean {
  const target = { a: train.y, b: test.y, width };
  const columns = { a: train.x, b: test.x, width: features };
  for (let other = 0; other < train.count; other++) {
    const labels = difference(target, other, row);
    const { apart, equals } = difference(columns, other, row, labels.apart);
    if (apart > 0 && apart <= ONE_COLUMN && equals > 0) return true;
  }
  return false;
}

/** Distance of two rows, starting from `apart`, and the number of equal columns; stops early if too far. */
function difference(
  { a, b, width }: { readonly a: Float32Array; readonly b: Float32Array; readonly width: number },
  rowA: number,
  rowB: number,
  apart = 0,
) {
  let equals = 0;
  for (let j = 0; j < width && apart <= ONE_COLUMN; j++) {
    const [one, other] = [a[rowA * width + j], b[rowB * width + j]];
    if (one === other) equals++;
    else apart += isFlag(one!) && isFlag(other!) ? 1 : ONE_COLUMN;
  }
  return { apart, equals };
}

const isFlag = (value: number): boolean => value === 0 || value === 1;
