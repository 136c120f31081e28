import type { Block } from './block';
import type { Node } from './node';
import { same } from './scopes';

/** The calls in a block whose callee is `word` or ends in `.word`. */
export function callsIn(block: Block, word: string): Node[] {
  return block.callsOf(word).flatMap((offset) => callOf(block.nodeAt(offset))?.call ?? []);
}

/** The call whose callee ends in the identifier `name`. */
export function callOf(name: Node): { readonly call: Node; readonly callee: Node } | undefined {
  if (name.type !== 'identifier') return undefined;
  const parent = name.parent;
  const isMember = parent?.type === 'attribute' && same(parent.childForFieldName('attribute'), name);
  const callee = isMember ? parent : name;
  const call = callee.parent;
  return call?.type === 'call' && same(call.childForFieldName('function'), callee)
    ? { call, callee }
    : undefined;
}

/** Where the name `word` is an argument in a block, as it is: `add_block(layers, 8)`. */
export function givenIn(block: Block, word: string): Node[] {
  return block.offsetsOf(word).flatMap((offset) => {
    const node = block.nodeAt(offset);
    const owner = node.type === 'identifier' ? node.parent : null;
    if (owner?.type === 'argument_list') return [node];
    const isValue = owner?.type === 'keyword_argument' && same(owner.childForFieldName('value'), node);
    return isValue ? [node] : [];
  });
}

/** The values in a block under the identifier `word` as a key: `{word: value}`. */
export function keyedIn(block: Block, word: string): Node[] {
  return block.offsetsOf(word).flatMap((offset) => {
    if (!/^\s*:/.test(block.text.slice(offset + word.length, offset + word.length + 8))) return [];
    const node = block.nodeAt(offset);
    const pair = node.type === 'identifier' ? node.parent : null;
    if (pair?.type !== 'pair' || !same(pair.childForFieldName('key'), node)) return [];
    const value = pair.childForFieldName('value');
    return value ? [value] : [];
  });
}
