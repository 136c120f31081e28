import type { Language, Node, Tree, TreeCursor } from '@vscode/tree-sitter-wasm';
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
/** What is torn off there stands by itself, as an argument or a statement does, unless none comes within so many more. */
const MARGIN = 10;
/** Each node comes out of WebAssembly. */
const STEPS = 10;
const NONE: readonly Raw[] = [];
const brackets = new Set(['(', ')', '[', ']', '{', '}', ';', '.', ':', '`', '"', "'", '${', '?.']);
/** What holds expressions or statements that make sense alone. */
const holders = /^(?:arguments?(?:_list)?|array|list|tuple|block|statement_block|parenthesized_expression)$/;
const leaves = /identifier(?:_pattern)?$|^(?:number|string_fragment|this|super|true|false|null|undefined)$/;

/** What is known of a type of nodes without asking WebAssembly. */
interface Kind {
  readonly type: string;
  readonly isNamed: boolean;
  readonly isLeft: boolean;
  readonly isLeaf: boolean;
  readonly isHolder: boolean;
}

const kinds = new WeakMap<Language, Kind[]>();

function kindsOf(language: Language, left: ReadonlySet<string>): readonly Kind[] {
  let known = kinds.get(language);
  if (!known) {
    known = language.types.map((type, id) => {
      const isNamed = language.nodeTypeIsNamed(id);
      const isLeft = left.has(type) || brackets.has(type);
      return { type, isNamed, isLeft, isLeaf: !isNamed || leaves.test(type), isHolder: holders.test(type) };
    });
    kinds.set(language, known);
  }
  return known;
}

/**
 * Takes a tree out of WebAssembly, without brackets, and without the types of nodes that are `left` out. What is too
 * deep is passed over; where it `isDeep` it is read by itself, as a statement at the end.
 */
export function rawOf({ rootNode, language }: Tree, left: ReadonlySet<string>, isDeep = false): Raw {
  const types = kindsOf(language, left);
  const below: Node[] = [];
  const root = new Walk(rootNode, types, isDeep ? below : undefined).read();
  const more: Raw[] = [];
  for (let node = below.pop(); node; node = below.pop()) more.push(new Walk(node, types, below).read());
  return more.length === 0 ? root : { ...root, children: [...root.children, ...more] };
}

/** What the parser cannot make sense of has an id beyond those of the language. */
const error: Kind = { type: 'ERROR', isNamed: true, isLeft: false, isLeaf: false, isHolder: true };

class Walk {
  readonly #cursor: TreeCursor;

  readonly #types: readonly Kind[];
  readonly #below: Node[] | undefined;

  constructor(node: Node, types: readonly Kind[], below: Node[] | undefined) {
    this.#types = types;
    this.#below = below;
    this.#cursor = node.walk();
  }

  read(): Raw {
    try {
      return this.#read(this.#kind, 0);
    } finally {
      this.#cursor.delete();
    }
  }

  get #kind(): Kind {
    return this.#types[this.#cursor.nodeTypeId] ?? error;
  }

  #read({ type, isNamed, isLeaf, isHolder }: Kind, depth: number): Raw {
    const cursor = this.#cursor;
    spend(STEPS);
    const { currentFieldName, startIndex: start, endIndex: end } = cursor;
    const node = { type, field: currentFieldName ?? '', isNamed, start, end, children: NONE };
    if (isLeaf || !cursor.gotoFirstChild()) return node;
    const children: Raw[] = [];
    const isTooDeep = depth >= DEEPEST + (isHolder ? 0 : MARGIN);
    do {
      const kind = this.#kind;
      if (kind.isLeft) continue;
      if (!isTooDeep) children.push(this.#read(kind, depth + 1));
      else if (this.#below) this.#below.push(cursor.currentNode);
      else passOver();
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
    return { ...node, children };
  }
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
