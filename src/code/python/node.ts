import type { Node as SyntaxNode } from '@vscode/tree-sitter-wasm';
import { spend } from '../work';
import type { Block } from './block';

/** A field that was asked for; few are, so that a list of them is smaller than a map. */
interface Field {
  readonly name: string;
  readonly node: Node | null;
  readonly next: Field | undefined;
}

/** Most nodes are of these types; they have no children, and WebAssembly need not be asked. */
const leaves = new Set([
  'identifier',
  'integer',
  'float',
  'comment',
  'true',
  'false',
  'none',
  'string_start',
  'string_end',
]);
const NONE: readonly Node[] = [];

/**
 * The fields of what has two named children, one in each: WebAssembly need not be asked which is which. Most questions
 * are about these.
 */
const pairs: ReadonlyMap<string, readonly [first: string, second: string]> = new Map([
  ['attribute', ['object', 'attribute']],
  ['call', ['function', 'arguments']],
  ['keyword_argument', ['name', 'value']],
  ['default_parameter', ['name', 'value']],
]);
const extras = new Set(['comment', 'ERROR']);

/**
 * A node of the syntax tree, fetched from WebAssembly when it is first looked at and kept: a second look, also after
 * an edit elsewhere in the file, costs nothing. One object stands for one node, so `===` compares places.
 */
export class Node {
  readonly startIndex: number;
  readonly endIndex: number;
  readonly type: string;
  private children: readonly Node[] | undefined;
  private fields: Field | undefined;

  constructor(
    private readonly raw: SyntaxNode,
    readonly parent: Node | null,
    readonly block: Block,
  ) {
    this.startIndex = raw.startIndex;
    this.endIndex = raw.endIndex;
    this.type = raw.type;
  }

  /** The named children; punctuation and keywords are left out. */
  get namedChildren(): readonly Node[] {
    const children = this.known;
    // Whoever asks goes through them.
    spend(1 + children.length);
    return children;
  }

  /** The named children for a look at few of them. */
  private get known(): readonly Node[] {
    this.children ??= leaves.has(this.type) ? NONE : this.fetchChildren();
    return this.children;
  }

  private fetchChildren(): readonly Node[] {
    const children: Node[] = [];
    for (const child of this.raw.namedChildren) if (child) children.push(new Node(child, this, this.block));
    // Each comes out of WebAssembly.
    spend(10 * children.length);
    return children;
  }

  get namedChildCount(): number {
    return this.known.length;
  }

  get firstNamedChild(): Node | null {
    return this.known[0] ?? null;
  }

  get lastNamedChild(): Node | null {
    return this.known.at(-1) ?? null;
  }

  get isError(): boolean {
    return this.raw.isError;
  }

  /** The first child in a field of the grammar, such as `left` of an assignment. */
  childForFieldName(name: string): Node | null {
    spend(1);
    for (let known = this.fields; known; known = known.next) if (known.name === name) return known.node;
    const node = this.ofPair(name) ?? this.fetchField(name);
    this.fields = { name, node, next: this.fields };
    return node;
  }

  private fetchField(name: string): Node | null {
    const child = this.raw.childForFieldName(name);
    return child && (this.ownChild(child.id) ?? new Node(child, this, this.block));
  }

  private ofPair(name: string): Node | undefined {
    const pair = pairs.get(this.type);
    const { known } = this;
    if (!pair || known.length !== 2) return undefined;
    const [first, second] = known as [Node, Node];
    if (extras.has(first.type) || extras.has(second.type)) return undefined;
    return name === pair[0] ? first : name === pair[1] ? second : undefined;
  }

  private ownChild(id: number): Node | undefined {
    for (const child of this.namedChildren) if (child.raw.id === id) return child;
    return undefined;
  }

  /** All children in a field of the grammar. */
  childrenForFieldName(name: string): readonly Node[] {
    const ids = new Set(this.raw.childrenForFieldName(name).map((child) => child?.id));
    return this.namedChildren.filter(({ raw }) => ids.has(raw.id));
  }

  /** The smallest named node at an offset within this node. */
  descendantAt(index: number): Node {
    let node: Node = this;
    for (;;) {
      spend(1);
      const child = node.childAt(index);
      if (!child) return node;
      node = child;
    }
  }

  private childAt(index: number): Node | undefined {
    const children = this.known;
    let low = 0;
    let high = children.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (children[middle]!.startIndex <= index) low = middle;
      else high = middle - 1;
    }
    const child = children[low];
    return child && child.startIndex <= index && index < child.endIndex ? child : undefined;
  }
}

/** The source text of a node. */
export function textOf(node: Node): string {
  return node.block.textOf(node);
}
