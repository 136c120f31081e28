import { argumentsOf } from './arguments';
import type { Context } from './context';
import { stringOf } from './literals';
import { type Node, textOf } from './node';

const MAX_DEPTH = 12;

/**
 * The path that an expression stands for, as far as it is written: `os.path.join(ROOT, 'wine.csv')`,
 * `Path('data') / 'wine.csv'` and `f'{root}/wine.csv'` end in `wine.csv` all the same. `undefined`: its end is not
 * written.
 */
export function pathOf(context: Context, node: Node, depth = 0): string | undefined {
  const { node: found } = context.tracer.trace(node);
  if (!found || depth > MAX_DEPTH) return undefined;
  const inner = (part: Node | null | undefined) => (part ? pathOf(context, part, depth + 1) : undefined);
  switch (found.type) {
    case 'string':
      return stringOf(found) ?? endOf(found);
    case 'binary_operator': {
      const last = inner(found.childForFieldName('right'));
      if (last === undefined) return undefined;
      const isPath = textOf(found.childForFieldName('operator') ?? found) === '/';
      return `${inner(found.childForFieldName('left')) ?? ''}${isPath ? '/' : ''}${last}`.replace(/^\/+/, '');
    }
    case 'call':
      return ofCall(found, inner);
    default:
      return undefined;
  }
}

/** `Path('data')`, `os.path.join('data', 'wine.csv')`, `open('wine.csv')`. */
function ofCall(call: Node, inner: (part: Node | undefined) => string | undefined): string | undefined {
  const name = textOf(call.childForFieldName('function') ?? call);
  if (!/(?:^|\.)(?:Path|PurePath|join|joinpath|str|open|abspath|expanduser)$/.test(name)) return undefined;
  const args = argumentsOf(call)?.positional ?? [];
  const last = inner(args.at(-1));
  const parts = args.slice(0, -1).map(inner);
  // What stands before a part that is not written is no use.
  const known = parts.slice(parts.lastIndexOf(undefined) + 1);
  return last === undefined ? undefined : [...known, last].join('/');
}

/** What is written behind the last `{…}` of an f-string. */
function endOf(string: Node): string | undefined {
  const parts = string.namedChildren;
  const last = parts.at(-1)?.type === 'string_end' ? parts.at(-2) : parts.at(-1);
  return last?.type === 'string_content' ? textOf(last).replace(/^\/+/, '') : undefined;
}
