import { countWhile } from '../../core/lists';
import { around, type Expression, type Name, type Node } from '../syntax/tree';
import type { Binding, Scopes } from './scopes';

/** Where a node stands: the block whose statements it is one of, and whether it runs whenever these do. */
interface Place {
  readonly block: Node;
  readonly isPlain: boolean;
}

function placeOf(node: Node): Place {
  let isPlain = true;
  let block = node;
  while (block.up && (block === node || !isBlock(block))) {
    block = block.up;
    isPlain &&= !decides(block);
  }
  return { block, isPlain };
}

const isBlock = ({ type }: Node) => type === 'block' || type === 'callable' || type === 'class';

/** `deep && model.add(layer)`, `if (deep) model.add(layer);` */
function decides(node: Node): boolean {
  if (node.type === 'binary') return /^(?:&&|\|\||\?\?)$/.test(node.operator);
  return node.type === 'branch' || node.type === 'condition';
}

/** Whether one statement stands beside another: in no loop, branch or function of its own. */
export function isBeside(one: Node, other: Node): boolean {
  const { block, isPlain } = placeOf(other);
  return isPlain && block === placeOf(one).block;
}

/**
 * The value of a name where it stands, where statements of one block give it one after the other; `undefined`: it
 * cannot be decided which of them came last.
 */
export function lastBefore(scopes: Scopes, name: Name): Expression | undefined {
  const { block } = placeOf(name);
  let last: Expression | undefined;
  for (const { value } of scopes.find(name.name, name)) {
    const place = value ? placeOf(value) : undefined;
    if (!value || !place?.isPlain || place.block !== block) return undefined;
    // In `x = layer.apply(x)` the `x` that is given is the one before.
    if (value.end <= name.start) last = value;
  }
  return last;
}

/** The bindings of a name, in the order of the text. */
interface Order {
  /** The function or class that all of them stand in; `undefined`: not one and the same. */
  readonly scope: Node | null | undefined;
  /** Where the first stands that is more than an assignment which runs once. */
  readonly plainUntil: number;
}

/** What is the same for all uses of a name: it may be set thousands of times. */
const orders = new WeakMap<readonly Binding[], Order>();

function orderOf(bindings: readonly Binding[]): Order {
  const known = orders.get(bindings);
  if (known) return known;
  const [first, ...others] = bindings.map(({ at }) => scopeOf(at));
  const other = bindings.find((binding) => !isPlain(binding));
  const order = {
    scope: others.every((scope) => scope === first) ? first : undefined,
    plainUntil: other ? other.at.start : Number.POSITIVE_INFINITY,
  };
  orders.set(bindings, order);
  return order;
}

/** The function or class that a name stands in; that of one itself is the one around it. */
function scopeOf(node: Node): Node | null {
  const { up } = node;
  const isTitle = (up?.type === 'callable' || up?.type === 'class') && up.name === node;
  return around(isTitle ? up : node, 'callable', 'class');
}

/** An assignment of a value that runs whenever what stands around it does. */
function isPlain({ at, value, formal }: Binding): boolean {
  const isDefinition = value?.type === 'class' || value?.type === 'callable';
  if (formal || !holderOf(at) || (isDefinition && value.name === at)) return false;
  return around(at, 'callable', 'class', 'branch')?.type !== 'branch';
}

/** The statement that gives a name a value. */
function holderOf(at: Node): Node | undefined {
  let holder = at.up;
  while (holder?.type === 'list' || holder?.type === 'spread') holder = holder.up;
  if (holder?.type === 'assignment') return holder.operator === '=' ? holder : undefined;
  return holder?.type === 'declaration' && !holder.isFilled ? holder : undefined;
}

/**
 * Of several bindings the last before a use, in code that runs straight through; `undefined`: a branch, a loop or another
 * function stands in between, and no one can tell.
 */
export function lastOf(bindings: readonly Binding[], use: Name): Binding | undefined {
  if (isLooped(use)) return undefined;
  const { scope, plainUntil } = orderOf(bindings);
  // What comes later in the same code does not matter, whatever it is.
  if (scope !== scopeOf(use) || plainUntil < use.start) return undefined;
  let before = countWhile(bindings, ({ at }) => at.start < use.start);
  // A use may stand within an assignment that is not over yet.
  while (before > 0 && (holderOf(bindings[before - 1]!.at)?.end ?? 0) > use.start) before--;
  return bindings[before - 1];
}

/** Whether a node stands in a loop of its function; what a loop goes over is looked at once. */
export function isLooped(use: Node): boolean {
  let inner: Node = use;
  for (let up = use.up; up && up.type !== 'callable'; inner = up, up = up.up)
    if (up.type === 'branch' && up.isLoop && up.over !== inner) return true;
  return false;
}
