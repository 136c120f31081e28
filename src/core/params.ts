import * as v from 'valibot';

/** How a parameter is displayed; used by the form, the JSON schema and the documentation. */
export interface Hint {
  readonly title: string;
  readonly description?: string;
  /** Scale of the slider; logarithmic for a learning rate, for instance. */
  readonly scale?: 'linear' | 'log';
  readonly step?: number;
  /** Usual range, inclusive. */
  readonly usual?: readonly [number, number];
  /** Range of the slider if narrower than the allowed bounds. */
  readonly slider?: readonly [number, number];
  /** Shown only among all settings. */
  readonly advanced?: boolean;
  /** A setting beside it and the choice there that makes use of it: with any other the form leaves it out. */
  readonly only?: readonly [key: string, choice: string];
}

interface Bounds {
  readonly default: number;
  readonly min?: number;
  readonly max?: number;
  /** Exclusive bounds. */
  readonly above?: number;
  readonly below?: number;
}

function hintOf(options: Bounds & Hint): Hint {
  const { default: _default, min: _min, max: _max, above: _above, below: _below, ...hint } = options;
  return hint;
}

function bounded(base: v.GenericSchema<number>, options: Bounds & Hint): v.GenericSchema<number> {
  const checks: v.PipeItem<number, number, v.BaseIssue<unknown>>[] = [];
  if (options.min !== undefined) checks.push(v.minValue(options.min));
  if (options.max !== undefined) checks.push(v.maxValue(options.max));
  if (options.above !== undefined) checks.push(v.gtValue(options.above));
  if (options.below !== undefined) checks.push(v.ltValue(options.below));
  return v.pipe(
    base,
    ...checks,
    v.metadata<number, Record<string, unknown>>({ ...hintOf(options) }),
  ) as v.GenericSchema<number>;
}

/** A finite number with bounds, a default and a hint. */
export function real(options: Bounds & Hint) {
  return v.optional(bounded(v.pipe(v.number(), v.finite()), options), options.default);
}

/** A whole number with bounds, a default and a hint. */
export function integer(options: Bounds & Hint) {
  return v.optional(bounded(v.pipe(v.number(), v.integer()), options), options.default);
}

/** A boolean with a default and a hint. */
export function flag(options: { default: boolean } & Hint) {
  const { default: value, ...hint } = options;
  return v.optional(v.pipe(v.boolean(), v.metadata({ ...hint })), value);
}

/** A parameter that an entry takes and does not use, so that entries can be exchanged in a file; the form leaves it out. */
export function unused<S extends v.GenericSchema>(schema: v.OptionalSchema<S, unknown>) {
  return v.optional(v.pipe(schema.wrapped, v.metadata({ unused: true })));
}

/** A registry entry: chosen by its id, with its own parameters. */
export interface Entry<I extends string = string, P extends v.ObjectEntries = v.ObjectEntries> {
  /** Persisted in experiment files; never renamed. */
  readonly id: I;
  readonly title: string;
  readonly description: string;
  readonly params: P;
}

/** A choice among a registry's ids, for entries without parameters. */
export function choice<const I extends string>(
  entries: readonly { readonly id: I; readonly title: string; readonly description: string }[],
  value: I,
  hint: Hint,
) {
  const ids = entries.map((entry) => entry.id) as [I, ...I[]];
  const options = entries.map(({ id, title, description }) => ({ id, title, description }));
  return v.optional(v.pipe(v.picklist(ids), v.metadata({ ...hint, options })), value);
}

type OutputOf<K extends string, C extends v.ObjectEntries, E> =
  E extends Entry<infer I, infer P>
    ? v.InferOutput<v.StrictObjectSchema<C & P, undefined>> & Record<K, I>
    : never;

/**
 * An object in which `key` selects a registry entry, and with it the other parameters allowed. The first entry is the
 * default: an object without the key is one of that kind.
 */
export function variant<
  K extends string,
  C extends v.ObjectEntries,
  const E extends readonly [Entry, ...Entry[]],
>(key: K, common: C, entries: E, hint: Hint) {
  const options = entries.map((entry, index) => {
    const literal = v.pipe(
      v.literal(entry.id),
      v.metadata({ title: entry.title, description: entry.description }),
    );
    const discriminator = index === 0 ? v.optional(literal, entry.id) : literal;
    return v.strictObject({ [key]: discriminator, ...common, ...entry.params });
  });
  const schema = v.variant(key, options as never);
  return v.optional(v.pipe(schema, v.metadata({ ...hint })), {} as never) as unknown as v.OptionalSchema<
    v.GenericSchema<unknown, OutputOf<K, C, E[number]>>,
    never
  >;
}
