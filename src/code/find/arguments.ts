import type { Call, Entry, Expression, Node, Spread } from '../syntax/tree';

/** The arguments of a call as they are written. */
export interface Arguments {
  readonly positional: readonly Expression[];
  readonly keywords: ReadonlyMap<string, Entry>;
  /** What is unpacked by `*` and `**`. */
  readonly splats: readonly Spread[];
}

/** `**options`, and not `*layers`. */
export const isRecordSplat = ({ up }: Spread) => up?.type === 'entry';

/** Reads the arguments of a call. */
export function argumentsOf({ args, keywords }: Pick<Call, 'args' | 'keywords'>): Arguments {
  const isSpread = (one: Expression): one is Spread => one.type === 'spread';
  const named = keywords.flatMap((entry): [string, Entry][] =>
    entry.key === null ? [] : [[entry.key, entry]],
  );
  const spread = keywords.flatMap(({ key, value }) => (key === null && isSpread(value) ? value : []));
  return {
    positional: args.filter((one) => !isSpread(one)),
    keywords: new Map(named),
    splats: [...args.filter(isSpread), ...spread],
  };
}

/** An argument: the whole of it, as `p=0.5`, and its value. */
export interface Picked {
  readonly at: Node;
  readonly value: Expression;
  readonly keyword: string | null;
}

/** Picks the argument known by one of `names` or by `position`; positions after a `*splat` are unknown. */
export function pick(args: Arguments, names: readonly string[], position?: number): Picked | undefined {
  for (const keyword of names) {
    const at = args.keywords.get(keyword);
    if (at) return { at, value: at.value, keyword };
  }
  if (position === undefined || args.splats.some((one) => !isRecordSplat(one))) return undefined;
  const value = args.positional[position];
  return value && { at: value, value, keyword: null };
}
