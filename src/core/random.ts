import { cosTurn, ln, sinTurn } from './elementary';
import { PURPOSE } from './kernels/layout';

/** Purposes of random numbers, with their codes in the kernels. */
export const PURPOSES = PURPOSE;
export type Purpose = keyof typeof PURPOSES;

/** A sequence of random numbers. */
export interface Stream {
  /** A whole number 0 … 2³² − 1. */
  uint32(): number;
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Normal, mean 0 and variance 1. */
  normal(): number;
  /** A whole number 0 … n − 1, without bias; n at most 2³². */
  below(n: number): number;
}

const TWO_32 = 4294967296;

/** The upper 32 bits of the product of two 32-bit numbers. */
function multiplyHigh(a: number, b: number): number {
  const [aLow, aHigh, bLow, bHigh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const cross = (middle & 0xffff) + aLow * bHigh;
  return (aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(cross / 65536)) >>> 0;
}

/**
 * Philox4x32-10: maps a counter (four words) and a key (two words) to a block of four 32-bit words. Salmon, Moraes,
 * Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. Writes into `out`.
 */
export function philox(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
  out: Uint32Array,
): void {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, c0);
    const high1 = multiplyHigh(0xcd9e8d57, c2);
    const low0 = Math.imul(0xd2511f53, c0) >>> 0;
    const low1 = Math.imul(0xcd9e8d57, c2) >>> 0;
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0;
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/**
 * The random stream of a seed (0 … 2³² − 1; 0 is valid) for a purpose. `section` selects independent sequences of one
 * purpose, such as the epochs of a shuffle. Deterministic in its arguments.
 */
export function createStream(seed: number, purpose: Purpose, section = 0): Stream {
  const key = [seed >>> 0, PURPOSES[purpose]] as const;
  const block = new Uint32Array(4);
  let position = 0;
  let spare: number | undefined;
  function uint32(): number {
    if (position % 4 === 0) {
      const index = position / 4;
      philox([index >>> 0, Math.floor(index / TWO_32), section, 0], key, block);
    }
    return block[position++ % 4]!;
  }
  /** Box–Muller: two uniform numbers yield two normal ones. */
  function normal(): number {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * ln((uint32() + 0.5) / TWO_32));
    const turn = uint32() / TWO_32;
    spare = radius * sinTurn(turn);
    return radius * cosTurn(turn);
  }
  /** Maps a word to 0 … n − 1 by multiplication; rejects the few words that would bias the result. */
  function below(n: number): number {
    const least = TWO_32 % n;
    for (;;) {
      const word = uint32();
      const low = Math.imul(word, n) >>> 0;
      if (low >= least) return n === TWO_32 ? word : multiplyHigh(word, n);
    }
  }
  return { uint32, uniform: () => uint32() / TWO_32, normal, below };
}
