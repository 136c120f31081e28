import type { Parser, Tree } from '@vscode/tree-sitter-wasm';
import { editBetween } from '../syntax/difference';
import { markUnreadable, readable } from '../syntax/python-readable';
import { spend, TooComplex, trySpend } from '../work';
import { type Marks, marksOf } from './marks';
import { Node } from './node';

/** Whether a word is looked for; one function object for one answer, as results are kept by it. */
export type WordFilter = (word: string) => boolean;

/** A node at a mark. */
export interface MarkedNode {
  readonly word: string;
  readonly node: Node;
}

const NOTHING: readonly MarkedNode[] = [];

/** So many characters are parsed in no time, whatever they are. */
const SHORT = 8192;

/**
 * How long the parser may take for a block, hundreds of times what any code needs. Its steps become slow where a line is
 * long and makes no sense, which no count of them shows.
 */
const PARSE_MILLISECONDS = 5_000;
/** The parser copies thousands of characters at a time. */
const STEPS_OF_PIECE = 200;

/** Some top-level statements of a file: their text, and once something in it was looked at, their tree. */
export class Block {
  private parsed: { tree: Tree; root: Node; isBroken: boolean } | undefined;
  private found: Marks | undefined;
  private last: Node | undefined;
  private toParse: string | undefined;
  private readonly places = new Map<number, Node>();
  private readonly picked = new Map<WordFilter, readonly MarkedNode[]>();
  /** Still part of the text. */
  isCurrent = true;

  constructor(
    readonly text: string,
    /** The offset of the block in the file; changes when text before it does. */
    public start: number,
    private readonly parser: Parser,
    private stale?: Tree,
  ) {}

  private get root(): Node {
    return this.parse().root;
  }

  /** What is parsed: as long as the text, and alike where it matters. */
  private get source(): string {
    this.toParse ??= readable(this.text);
    return this.toParse;
  }

  /** The top-level statements, comments among them. */
  get statements(): readonly Node[] {
    return this.root.namedChildren;
  }

  /** What in this block may be worth a look; found once. */
  private get marks(): Marks {
    this.found ??= marksOf(this.text);
    return this.found;
  }

  /** The nodes at marks whose word passes `filter`; found once for a filter. */
  marked(kind: keyof Marks, filter: WordFilter): readonly MarkedNode[] {
    let picked = this.picked.get(filter);
    if (!picked) {
      picked = this.pick(kind, filter);
      this.picked.set(filter, picked);
    }
    return picked;
  }

  private pick(kind: keyof Marks, filter: WordFilter): readonly MarkedNode[] {
    const found: MarkedNode[] = [];
    for (const [word, offsets] of this.marks[kind]) {
      if (filter(word)) for (const offset of offsets) found.push({ word, node: this.nodeAt(offset) });
    }
    return found.length > 0 ? found : NOTHING;
  }

  /** The words that are followed by an opening parenthesis. */
  get calledWords(): Iterable<string> {
    return this.marks.calls.keys();
  }

  /** Where `word` is followed by an opening parenthesis. */
  callsOf(word: string): readonly number[] {
    return this.marks.calls.get(word) ?? [];
  }

  /** The smallest node at an offset within the block. */
  nodeAt(index: number): Node {
    let node = this.places.get(index);
    if (!node) {
      node = this.around(index).descendantAt(index);
      this.places.set(index, node);
      this.last = node;
    }
    return node;
  }

  /** The nearest node around an offset to the one that was looked at last: mostly the next one is not far. */
  private around(index: number): Node {
    let node = this.last ?? this.root;
    let steps = 0;
    for (; node.parent && !(node.startIndex <= index && index < node.endIndex); node = node.parent) steps++;
    spend(steps);
    return node;
  }

  /** The offsets in the block where `word` stands alone, be it code, string or comment. */
  offsetsOf(word: string): number[] {
    const { text } = this;
    const offsets: number[] = [];
    spend(1 + (text.length >> 6));
    // The parser makes up empty names where one is missing.
    if (word === '') return offsets;
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
      if (!isWordAt(text, at - 1) && !isWordAt(text, at + word.length)) offsets.push(at);
    }
    return offsets;
  }

  /** The source text of a node of this block. */
  textOf(node: Node): string {
    return this.text.slice(node.startIndex, node.endIndex);
  }

  get isBroken(): boolean {
    return this.parsed?.isBroken ?? false;
  }

  private parse(): { root: Node } {
    if (this.parsed) return this.parsed;
    const tree = this.treeOf(this.source);
    const root = tree.rootNode;
    this.parsed = { tree, root: new Node(root, null, this), isBroken: root.hasError };
    return this.parsed;
  }

  /** The parser goes back and forth in a text that is hard to read: each time that it asks for a piece counts. */
  private treeOf(source: string): Tree {
    let isCut = false;
    const piece = (from: number) => {
      isCut ||= !trySpend(STEPS_OF_PIECE);
      return isCut ? '' : source.slice(from);
    };
    const tree = this.parsedBy(source.length > SHORT ? piece : source);
    this.stale?.delete();
    delete this.stale;
    if (!isCut) return tree;
    tree.delete();
    throw new TooComplex();
  }

  private parsedBy(input: string | ((from: number) => string)): Tree {
    const end = performance.now() + PARSE_MILLISECONDS;
    try {
      // What it answers is not in the type: true gives up.
      const progressCallback = (() => performance.now() > end) as () => void;
      const tree = this.parser.parse(input, this.stale ?? null, { progressCallback });
      if (tree) return tree;
    } catch (error) {
      if (this.text.length > SHORT) markUnreadable(this.text);
      throw error;
    }
    this.parser.reset();
    markUnreadable(this.text);
    throw new TooComplex();
  }

  /** The block that this one has become; its tree is taken over, so that only the edit is parsed. */
  changedTo(text: string, start: number): Block {
    const tree = this.parsed?.tree;
    this.parsed = undefined;
    const block = new Block(text, start, this.parser, tree);
    if (tree) tree.edit(editBetween(this.source, block.source));
    return block;
  }

  dispose(): void {
    this.isCurrent = false;
    this.parsed?.tree.delete();
    this.stale?.delete();
    this.parsed = undefined;
    delete this.stale;
  }
}

const wordCharacter = /[\p{L}\p{N}_]/u;

function isWordAt(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  if (code < 128) {
    return (
      (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || (code >= 48 && code <= 57)
    );
  }
  return !Number.isNaN(code) && wordCharacter.test(text[offset]!);
}
