import { type Node, textOf } from './node';

/** The arguments of a call as they are written. */
export interface Arguments {
  readonly list: Node;
  readonly positional: readonly Node[];
  readonly keywords: ReadonlyMap<string, { readonly argument: Node; readonly value: Node }>;
  /** What is unpacked by `*` and `**`. */
  readonly splats: readonly Node[];
}

/** Reads the arguments of a `call` node; `undefined` for `f(x for x in y)` and broken calls. */
export function argumentsOf(call: Node): Arguments | undefined {
  const list = call.childForFieldName('arguments');
  if (list?.type !== 'argument_list') return undefined;
  const found = {
    list,
    positional: [] as Node[],
    keywords: new Map<string, { argument: Node; value: Node }>(),
    splats: [] as Node[],
  };
  for (const child of list.namedChildren) {
    if (child.type !== 'comment' && child.type !== 'line_continuation') addArgument(found, child);
  }
  return found;
}

function addArgument(
  to: { positional: Node[]; keywords: Map<string, { argument: Node; value: Node }>; splats: Node[] },
  child: Node,
): void {
  if (child.type === 'keyword_argument') {
    const name = child.childForFieldName('name');
    const value = child.childForFieldName('value');
    if (name && value) to.keywords.set(textOf(name), { argument: child, value });
  } else if (child.type === 'list_splat' || child.type === 'dictionary_splat') {
    to.splats.push(child);
  } else if (!child.isError) {
    to.positional.push(child);
  }
}

/** Picks the argument known by one of `names` or by `position`; positions after a `*splat` are unknown. */
export function pick(
  args: Arguments,
  names: readonly string[],
  position?: number,
): { readonly argument: Node; readonly value: Node; readonly keyword: string | null } | undefined {
  for (const name of names) {
    const found = args.keywords.get(name);
    if (found) return { ...found, keyword: name };
  }
  if (position === undefined || args.splats.some(({ type }) => type === 'list_splat')) return undefined;
  const value = args.positional[position];
  return value && { argument: value, value, keyword: null };
}
