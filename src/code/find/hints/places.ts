import {
  around,
  type Branch,
  type Call,
  type Callable,
  type Class,
  contains,
  type Node,
} from '../../syntax/tree';
import { inside, isStatement } from '../../syntax/walk';
import { spend } from '../../work';
import type { Context } from '../context';
import { moduleOf } from '../modules';

/** The function that a node stands in, however many lambdas are in between. */
export function functionAround(node: Node): Callable | null {
  let part = node.up;
  while (part && !(part.type === 'callable' && !part.isArrow)) part = part.up;
  return part;
}

/** The statements that a node is one of; `undefined`: it is a part of one. */
export function statementsAround(node: Node): readonly Node[] | undefined {
  const { up } = node;
  return isStatement(node) && (up?.type === 'block' || up?.type === 'callable') ? up.body : undefined;
}

/** The statements that a loop or `with` is around. */
export function bodyOf(node: Node): Node | undefined {
  return node.type === 'branch' ? node.parts.find(({ type }) => type === 'block') : undefined;
}

/** The outermost loop around a node, in its function. */
export function loopAround(node: Node): Branch | undefined {
  let found: Branch | undefined;
  for (let part = node.up; part && !(part.type === 'callable' && !part.isArrow); part = part.up)
    if (part.type === 'branch' && part.isLoop) found = part;
  return found;
}

/** The `with` in whose head a call stands. */
export function withAround(call: Call): Branch | undefined {
  const found = around(call, 'branch', 'block', 'callable');
  return found?.type === 'branch' && found.word === 'with_statement' ? found : undefined;
}

/** Whether a name, or a word in a string, stands somewhere in a node. */
export function mentions(node: Node, word: RegExp): boolean {
  for (const part of inside(node)) {
    if ((part.type === 'name' || part.type === 'member') && word.test(part.name)) return true;
    if (part.type === 'text' && word.test(part.value)) return true;
  }
  return false;
}

/** The calls of a name that stand in a node. */
export function callsWithin({ program }: Context, name: string, node: Node): Call[] {
  return program.callsOf(name).filter((call) => contains(node, call));
}

/** The class whose method a node is in, where `self.training` says whether it trains; `undefined`: it is in none. */
export function networkAround(context: Context, node: Node): Class | undefined {
  const method = around(node, 'callable');
  const owner = around(node, 'class');
  const [first] = method?.parameters ?? [];
  if (!owner || method?.isArrow || first?.target.type !== 'name' || first.target.name !== 'self')
    return undefined;
  // A class may derive from a network of another file.
  return owner.bases.length > 0 || moduleOf(context, owner) !== undefined ? owner : undefined;
}

/** All nodes of a file, in the order of the text. */
export function nodesOf(context: Context): readonly Node[] {
  const { nodes } = context.program;
  // To look through them is much less than to make them.
  spend(nodes.length / 50);
  return nodes;
}
