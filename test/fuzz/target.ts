/** What a reader reads. */
export type Input = string | Uint8Array;

/** Whole numbers 0 … n − 1 in an order that a seed decides. */
export type Random = (below: number) => number;

/** What became of an input: `'refused'` where the reader says in words that it cannot be used; else it was accepted. */
// biome-ignore lint/suspicious/noConfusingVoidType: a target that never refuses need not return anything.
export type Outcome = 'refused' | void;

/**
 * A reader of text or bytes that a person may have from anywhere. Whatever the input, it ends in time that is linear in
 * the input's size, and in an outcome or an error of a class that `refusals` names.
 */
export interface Target<I extends Input = Input> {
  readonly name: string;
  /** Valid inputs, and some that are nearly valid: what is mutated. */
  seeds(): readonly I[];
  run(input: I): Outcome | Promise<Outcome>;
  /** Classes of errors that say in words why an input is refused. Left out: `run` never throws. */
  readonly refusals?: readonly (abstract new (
    ...args: never[]
  ) => Error)[];
  /**
   * Microseconds that a parser which is not ours has taken so far. What it takes may outgrow the size of an input that
   * it has to recover in, and is bounded by a budget; what is ours may not.
   */
  borrowed?(): number;
  /** A change that knows what the input is made of; it is used for a half of the inputs. */
  mutate?(random: Random, input: I): I;
  /** Inputs of a size that is proportional to `n`, each of a shape that may take long. */
  readonly grow?: Readonly<Record<string, (n: number) => I>>;
  /** The largest `n` that `grow` is asked for; left out: 65,536. */
  readonly largest?: number;
}
