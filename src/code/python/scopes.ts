import type { Node } from '@vscode/tree-sitter-wasm';
import type { PythonSource } from './source';

export const MODULE = 'module';

const comprehensions = new Set([
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
]);

const owners = new Set(['function_definition', 'lambda', 'class_definition', ...comprehensions]);

/** Whether nodes are the same place in the tree; `Node` objects themselves are made anew at every access. */
export function same(a: Node | null | undefined, b: Node | null | undefined): boolean {
  return !!a && !!b && a.id === b.id && a.startIndex === b.startIndex;
}

/** Names a scope: `module`, or what opens it and where. */
export function scopeKey(source: PythonSource, owner: Node): string {
  return owner.type === MODULE ? MODULE : `${owner.type}@${source.start(owner)}`;
}

/** Decorators, defaults and base classes are evaluated outside of the scope that they belong to. */
function isInside(owner: Node, child: Node): boolean {
  if (comprehensions.has(owner.type)) return true;
  return same(owner.childForFieldName('body'), child);
}

/** The scopes that a name at `node` is looked up in, the innermost first; the last is the module. */
export function* scopesOf(source: PythonSource, node: Node): Generator<string> {
  let inFunction = false;
  let child = node;
  for (let owner = node.parent; owner; child = owner, owner = owner.parent) {
    if (!owners.has(owner.type) || !isInside(owner, child)) continue;
    if (owner.type === 'class_definition' && inFunction) continue;
    inFunction ||= owner.type === 'function_definition' || owner.type === 'lambda';
    yield scopeKey(source, owner);
  }
  yield MODULE;
}

/** The scope that an assignment, a definition or a loop at `node` binds its names in. */
export function scopeOfStatement(source: PythonSource, node: Node, comprehension: boolean): string {
  let child = node;
  for (let owner = node.parent; owner; child = owner, owner = owner.parent) {
    if (!owners.has(owner.type)) continue;
    if (comprehensions.has(owner.type) && !comprehension) continue;
    if (isInside(owner, child)) return scopeKey(source, owner);
  }
  return MODULE;
}

/** The nearest ancestor of one of the types. */
export function enclosing(node: Node, ...types: readonly string[]): Node | null {
  let owner = node.parent;
  while (owner && !types.includes(owner.type)) owner = owner.parent;
  return owner;
}

/** The class whose method the node is in, as `self` means it. */
export function classOf(node: Node): Node | null {
  return enclosing(node, 'class_definition');
}
