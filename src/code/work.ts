/**
 * The steps that reading one text may take. They are counted and not timed, so that a file says the same on every
 * machine. A scan runs to its end without a break, so that one count at a time is enough; handing it to every reader
 * would put it between all of their other parameters.
 */

/** Steps for each character of a text: several times what the densest code that people write takes. */
const STEPS_PER_CHARACTER = 150;
/** What a short text may take in any case. */
const LEAST_STEPS = 2_000_000;

/** In an array of its own: a variable of this size would be a new object at each step. */
const left = new Float64Array([Number.POSITIVE_INFINITY]);
let isCut = false;

/** A text takes more steps than anything that a person writes: what is known of it until then has to do. */
export class TooComplex extends Error {}

/** Takes steps; throws {@link TooComplex} when none are left. */
export function spend(steps: number): void {
  left[0]! -= steps;
  if (left[0]! < 0) throw new TooComplex();
}

/** Takes steps where nothing may be thrown, as below a parser; false: none are left. */
export function trySpend(steps: number): boolean {
  left[0]! -= steps;
  return left[0]! >= 0;
}

/** Says that a part of the text is passed over. */
export function passOver(): void {
  isCut = true;
}

/** Whether something of the text was passed over so far. */
export const isPassedOver = (): boolean => isCut;

/** What `read` finds within the steps that are left, `otherwise` if they do not suffice. */
export function within<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (!isTooComplex(error)) throw error;
    isCut = true;
    return otherwise;
  }
}

/** Nesting that overflows the stack, or memory, is as much too complex as what takes too long. */
export function isTooComplex(error: unknown): boolean {
  return [TooComplex, RangeError, WebAssembly.RuntimeError].some((kind) => error instanceof kind);
}

export interface Measured<T> {
  readonly value: T;
  /** The text was too complex to be read whole. */
  readonly isCut: boolean;
  readonly steps: number;
}

/** Reads a text of `length` characters within its budget of steps. */
export function withBudget<T>(length: number, read: () => T, otherwise: T): Measured<T> {
  const budget = LEAST_STEPS + STEPS_PER_CHARACTER * length;
  left[0] = budget;
  isCut = false;
  try {
    const value = within(read, otherwise);
    return { value, isCut, steps: budget - left[0] };
  } finally {
    left[0] = Number.POSITIVE_INFINITY;
  }
}
