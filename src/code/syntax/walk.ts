import { append, countWhile } from '../../core/lists';
import type { Span } from '../finding';
import { spend } from '../work';
import { contains, type Expression, type Name, type Node, partsOf } from './tree';

/** A node and all that is within it, in the order of the text; `isClosed`: what is not looked into. */
export function* inside(node: Node, isClosed: (node: Node) => boolean = () => false): Generator<Node> {
  const open = [node];
  for (let one = open.pop(); one; one = open.pop()) {
    spend(1);
    yield one;
    if (one !== node && isClosed(one)) continue;
    const parts = partsOf(one);
    for (let i = parts.length - 1; i >= 0; i--) open.push(parts[i]!);
  }
}

/** Functions and classes: what stands in them does not run where they stand. */
export const isDefinition = ({ type }: Node) => type === 'callable' || type === 'class';

/** Whether a node is one of the statements of a block, a function or a class, or decides over some. */
export function isStatement(node: Node): boolean {
  const { up } = node;
  switch (up?.type) {
    case 'block':
      return !(up.up?.type === 'other' && up.up.parts[0] === up);
    case 'callable':
      return !up.isArrow && up.body.includes(node);
    default:
      return node.type === 'branch' || up === null || up?.type === 'field';
  }
}

/** The statement that a node is, or is a part of. */
export function statementOf(node: Node): Node {
  let statement = node;
  while (statement.up && !isStatement(statement)) statement = statement.up;
  return statement;
}

/** What a value is assigned to: `x` of `x = call(…)`; `undefined`: it is not the whole of what is assigned. */
export function targetOf(value: Node): Expression | undefined {
  const { up } = value;
  const isAssigned = up?.type === 'declaration' || (up?.type === 'assignment' && up.operator === '=');
  return isAssigned && up.value === value ? up.target : undefined;
}

/** The smallest node that contains a span. */
export function nodeAt(root: Node, span: Span): Node {
  let node = root;
  for (;;) {
    const inner: Node | undefined = node.type === 'block' ? inBlock(node.body, span) : within(node, span);
    if (!inner) return node;
    node = inner;
  }
}

function within(node: Node, span: Span): Node | undefined {
  const parts = partsOf(node);
  spend(1 + parts.length);
  return parts.find((part) => covers(part, span));
}

/** A file may have thousands of statements. */
function inBlock(body: readonly Node[], span: Span): Node | undefined {
  spend(1);
  const first = Math.max(0, countWhile(body, ({ start }) => start <= span.start) - 1);
  return body.slice(first, first + 2).find((one) => covers(one, span));
}

/** Decorators stand before what they belong to. */
function covers(node: Node, span: Span): boolean {
  const isDecorated = node.type === 'callable' || node.type === 'class';
  return contains(node, span) || (isDecorated && node.decorators.some((one) => contains(one, span)));
}

/**
 * The names that a value or a statement comes from: what is called is no value that flows, but what a method is called on, and what a
 * call that is called again is given.
 */
export function namesBehind(value: Node, most: number): Name[] {
  const names: Name[] = [];
  const open = [value];
  for (let one = open.pop(); one && names.length < most; one = open.pop()) {
    spend(1);
    if (one.type === 'name') names.push(one);
    else append(open, sourcesOf(one));
  }
  return names;
}

/** `x += value` comes from `x` as well. */
const isAddition = (node: Node) => node.type === 'assignment' && node.operator !== '=';

function sourcesOf(node: Node): readonly Node[] {
  switch (node.type) {
    case 'declaration':
    case 'assignment':
      return [...(isAddition(node) ? [node.target] : []), ...(node.value ? [node.value] : [])];
    case 'call': {
      const { callee } = node;
      const before = callee.type === 'member' ? [callee.object] : callee.type === 'call' ? [callee] : [];
      return [...node.args, ...node.keywords, ...before];
    }
    default:
      return partsOf(node);
  }
}
