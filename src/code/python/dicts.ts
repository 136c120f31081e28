import { argumentsOf } from './arguments';
import { stringOf } from './literals';
import type { Node } from './node';
import type { Tracer } from './trace';

/** The value under a string key of a dictionary literal; the last one counts. */
export function valueOfKey(dictionary: Node, key: string): Node | undefined {
  let found: Node | undefined;
  for (const pair of dictionary.namedChildren) {
    if (pair?.type !== 'pair') continue;
    const name = pair.childForFieldName('key');
    if (name && stringOf(name) === key) found = pair.childForFieldName('value') ?? undefined;
  }
  return found;
}

/** The value of `key` in what an expression is: a dictionary, `dict(key=…)`, `Namespace(key=…)`, `Attr({…})`. */
export function valueInDict(
  tracer: Tracer,
  node: Node | null,
  key: string,
  seen = new Set<Node>(),
): Node | undefined {
  if (!node) return undefined;
  const { node: target } = tracer.trace(node);
  return target ? valueInValue(tracer, target, key, seen) : undefined;
}

/** As {@link valueInDict}, for an expression at the end of its trail; `seen`: dictionaries that were looked into. */
export function valueInValue(
  tracer: Tracer,
  target: Node,
  key: string,
  seen = new Set<Node>(),
): Node | undefined {
  if (target.type === 'dictionary') return valueOfKey(target, key);
  if (target.type !== 'call' || seen.has(target)) return undefined;
  seen.add(target);
  const callee = target.childForFieldName('function');
  const args = argumentsOf(target);
  if (!callee || !args || tracer.file.definitionOf(callee)) return undefined;
  const keyword = args.keywords.get(key)?.value;
  if (keyword) return keyword;
  const [first] = args.positional;
  if (first) return valueInDict(tracer, first, key, seen);
  for (const splat of args.splats) {
    const value = valueInDict(tracer, splat.firstNamedChild, key, seen);
    if (value) return value;
  }
  return undefined;
}
