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
 * cannot be told which of them came last.
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

/**
 * Of several bindings the last before a use, in code that runs straight through; all of them where a branch, a loop or
 * another function stands in between.
 */
export function lastOf(bindings: readonly Binding[], use: Name): readonly Binding[] {
  const scope = around(use, 'callable');
  if (isLooped(use)) return bindings;
  let last: Binding | undefined;
  for (const binding of bindings) {
    const { at } = binding;
    if (around(at, 'callable') !== scope) return bindings;
    if (at.start >= use.start) continue;
    if (around(at, 'callable', 'branch')?.type === 'branch' || at.up?.type !== 'declaration') return bindings;
    if (at.up.end <= use.start) last = binding;
  }
  return last ? [last] : bindings;
}

/** Whether a node stands in a loop of its function. */
export function isLooped(use: Node): boolean {
  let branch = around(use, 'callable', 'branch');
  while (branch?.type === 'branch' && !branch.isLoop) branch = around(branch, 'callable', 'branch');
  return branch?.type === 'branch';
}
