import { argumentsOf } from './arguments';
import type { PythonFile } from './file';
import { stringOf } from './literals';
import type { Node } from './node';
import type { Tracer } from './trace';

/** The value under a string key of a dictionary literal; the last one counts. */
export function valueOfKey(dictionary: Node, key: string): Node | undefined {
  let found: Node | undefined;
  for (const pair of dictionary.namedChildren) {
    // What is unpacked later may have the key, too.
    if (pair?.type === 'dictionary_splat') found = undefined;
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

/** Whether `config.update(…)` gives the `key` of what is written as `object` another value somewhere. */
export function isUpdated(file: PythonFile, object: Node, key: string): boolean {
  const text = file.text(object);
  return file.calls.get('update').some((call) => {
    const owner = call.childForFieldName('function')?.childForFieldName('object');
    const args = argumentsOf(call);
    if (!owner || !args || file.text(owner) !== text) return false;
    return (
      args.keywords.has(key) ||
      args.positional.some((node) => node.type === 'dictionary' && valueOfKey(node, key) !== undefined)
    );
  });
}
