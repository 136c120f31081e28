import type { Experiment } from '../../experiment/schema';

/**
 * What a library cannot say. A program that needs it is written all the same: `unsaid(…)` stands in its place, which
 * stops the program, and a comment on top says so.
 */
export const LACKING = Symbol('lacking');

/** How a library writes each choice at the key `K` of `S`: a full table, with the parameters of each. */
export type Writers<S, K extends keyof S, R> = {
  readonly [I in S[K] & string]: ((choice: Extract<S, Readonly<Record<K, I>>>) => R) | typeof LACKING;
};

/** How a library writes each id of a registry: a full table. */
export type Words<I extends string, R = string> = Readonly<Record<I, R | typeof LACKING>>;

/** Collects the ids that a program cannot say. */
export interface Unsaid {
  readonly unsaid: Set<string>;
}

/** How each loss is written: of classes, and of numbers. */
export type LossWriters<T> = Writers<Experiment['training'], 'loss', readonly [classes: T, numbers: T]>;

/** How the loss of a program is written. */
export function lossOf<T>(
  plan: Unsaid & { readonly experiment: Experiment },
  table: LossWriters<T>,
  otherwise: (call: string) => T,
): readonly [classes: T, numbers: T] {
  const { training } = plan.experiment;
  const said = written<typeof training, 'loss', readonly [T, T]>(plan, table, training, 'loss');
  return typeof said === 'string' ? [otherwise(said), otherwise(said)] : said;
}

/** Whether one logit stands for two classes. */
export const isBinary = ({ experiment }: { readonly experiment: Experiment }): boolean =>
  experiment.training.loss === 'binaryCrossEntropy';

/** How many outputs a network has. */
export const outputsOf = (plan: { readonly experiment: Experiment }): string =>
  isBinary(plan) ? '1' : 'outputs';

/** A call that stops the program, as an expression valid in Python and JavaScript. */
function unsaid(of: Unsaid, id: string): string {
  of.unsaid.add(id);
  return `unsaid("${id}")`;
}

/** What the table has for the choice at `key`. */
export function written<S extends object, K extends keyof S & string, R>(
  of: Unsaid,
  table: Writers<S, K, R>,
  choice: S,
  key: K,
): R | string {
  const id = choice[key] as S[K] & string;
  const writer = table[id] as ((choice: S) => R) | typeof LACKING | undefined;
  return typeof writer === 'function' ? writer(choice) : unsaid(of, id);
}

/** What the table has for `id`; `otherwise` makes it of a call that stops the program. */
export function worded<I extends string, R>(
  of: Unsaid,
  table: Words<I, R>,
  id: I,
  otherwise: (call: string) => R,
): R {
  const word = table[id] as R | typeof LACKING | undefined;
  return word === undefined || word === LACKING ? otherwise(unsaid(of, id)) : word;
}
