import type { Node, TreeCursor } from '@vscode/tree-sitter-wasm';
import { passOver, spend } from '../work';

/** A node of a parser's tree, out of WebAssembly: nothing has to be freed any more. */
export interface Raw {
  readonly type: string;
  /** The field of the grammar that it is in, such as `left`; empty: none. */
  readonly field: string;
  /** Not a keyword or an operator. */
  readonly isNamed: boolean;
  readonly start: number;
  readonly end: number;
  readonly children: readonly Raw[];
}

/** Nothing that a person writes stands within so many other things: it is data, or broken. */
const DEEPEST = 500;
/** Each node comes out of WebAssembly. */
const STEPS = 10;
const NONE: readonly Raw[] = [];
const brackets = new Set(['(', ')', '[', ']', '{', '}', ';', '.', ':', '`', '"', "'", '${', '?.']);

/** Takes a tree out of WebAssembly, without brackets, and without the types of nodes that are `left` out. */
export function rawOf(root: Node, left: ReadonlySet<string>): Raw {
  const cursor = root.walk();
  try {
    return rawAt(cursor, left, 0);
  } finally {
    cursor.delete();
  }
}

function rawAt(cursor: TreeCursor, left: ReadonlySet<string>, depth: number): Raw {
  spend(STEPS);
  const { nodeType: type, currentFieldName, nodeIsNamed: isNamed, startIndex: start, endIndex: end } = cursor;
  const node = { type, field: currentFieldName ?? '', isNamed, start, end, children: NONE };
  if (!cursor.gotoFirstChild()) return node;
  const children: Raw[] = [];
  do {
    const child = cursor.nodeType;
    if (left.has(child) || brackets.has(child)) continue;
    if (depth < DEEPEST) children.push(rawAt(cursor, left, depth + 1));
    else passOver();
  } while (cursor.gotoNextSibling());
  cursor.gotoParent();
  return { ...node, children };
}

/** The child in a field. */
export function field(raw: Raw, name: string): Raw | undefined {
  return raw.children.find((child) => child.field === name);
}

/** The children that are no keywords or operators. */
export function named(raw: Raw): Raw[] {
  return raw.children.filter(({ isNamed }) => isNamed);
}

/** Whether a keyword such as `static` is among the children. */
export function has(raw: Raw, keyword: string): boolean {
  return raw.children.some(({ type, isNamed }) => !isNamed && type === keyword);
}
