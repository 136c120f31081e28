import { spend } from '../work';
import type { Node } from './node';

/** The scope of a whole file; other scopes are the nodes that open them. */
export const MODULE = 'module';

export type Scope = Node | typeof MODULE;

const comprehensions = new Set([
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
]);

const owners = new Set(['function_definition', 'lambda', 'class_definition', ...comprehensions]);

/** Loops and branches. */
export const CONDITIONAL = ['if_statement', 'for_statement', 'while_statement'] as const;

/** Statements whose body may not run, or may run several times. */
export const BRANCHES = [...CONDITIONAL, 'try_statement', 'with_statement', 'match_statement'] as const;

/** Whether both are there and are the same node. */
export function same(a: Node | null | undefined, b: Node | null | undefined): boolean {
  return !!a && a === b;
}

/** Decorators, defaults and base classes are evaluated outside of the scope that they belong to. */
function isInside(owner: Node, child: Node): boolean {
  if (comprehensions.has(owner.type)) return true;
  return same(owner.childForFieldName('body'), child);
}

/** The scopes that a name at `node` is looked up in, the innermost first; the last is the module. */
export function* scopesOf(node: Node): Generator<Scope> {
  let inFunction = false;
  let child = node;
  for (let owner = node.parent; owner; child = owner, owner = owner.parent) {
    spend(1);
    if (!owners.has(owner.type) || !isInside(owner, child)) continue;
    if (owner.type === 'class_definition' && inFunction) continue;
    inFunction ||= owner.type === 'function_definition' || owner.type === 'lambda';
    yield owner;
  }
  yield MODULE;
}

/** The scope that an assignment, a definition or a loop at `node` binds its names in. */
export function scopeOfStatement(node: Node, comprehension: boolean): Scope {
  let child = node;
  for (let owner = node.parent; owner; child = owner, owner = owner.parent) {
    spend(1);
    if (!owners.has(owner.type)) continue;
    if (comprehensions.has(owner.type) && !comprehension) continue;
    if (isInside(owner, child)) return owner;
  }
  return MODULE;
}

/** The nearest ancestor of one of the types. */
export function enclosing(node: Node, ...types: readonly string[]): Node | null {
  let owner = node.parent;
  for (; owner && !types.includes(owner.type); owner = owner.parent) spend(1);
  return owner;
}

/** The class whose method the node is in, as `self` means it. */
export function classOf(node: Node): Node | null {
  return enclosing(node, 'class_definition');
}

/** Whether a node is a part of another, or that itself. */
export function contains(outer: Node | null, inner: Node): boolean {
  return (
    outer !== null &&
    outer.block === inner.block &&
    outer.startIndex <= inner.startIndex &&
    inner.endIndex <= outer.endIndex
  );
}
