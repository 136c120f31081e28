import type { Node, Parser, Tree } from '@vscode/tree-sitter-wasm';
import type { Span } from '../finding';
import { blockStarts } from './blocks';
import { type Marks, marksOf } from './marks';

/** Some top-level statements of a file: their text, and once something in it was looked at, their tree. */
class Block {
  private parsed: { tree: Tree; root: Node } | undefined;
  private found: Marks | undefined;

  constructor(
    readonly text: string,
    /** The offset of the block in the file; changes when text before it does. */
    public start: number,
    private readonly parser: Parser,
    private stale?: Tree,
  ) {}

  get root(): Node {
    return this.parse().root;
  }

  /** What in this block may be worth a look; found once. */
  get marks(): Marks {
    this.found ??= marksOf(this.text);
    return this.found;
  }

  get isBroken(): boolean {
    return this.parsed?.root.hasError ?? false;
  }

  get isParsed(): boolean {
    return this.parsed !== undefined;
  }

  private parse(): { tree: Tree; root: Node } {
    if (this.parsed) return this.parsed;
    const tree = this.parser.parse(this.text, this.stale ?? null);
    this.stale?.delete();
    delete this.stale;
    if (!tree) throw new Error('The Python parser has no language.');
    this.parsed = { tree, root: tree.rootNode };
    owners.set(tree, this);
    return this.parsed;
  }

  /** The block that this one has become; its tree is taken over, so that only the edit is parsed. */
  changedTo(text: string, start: number): Block {
    const tree = this.parsed?.tree;
    if (tree) tree.edit(editBetween(this.text, text));
    this.parsed = undefined;
    return new Block(text, start, this.parser, tree);
  }

  dispose(): void {
    this.parsed?.tree.delete();
    this.stale?.delete();
    this.parsed = undefined;
    delete this.stale;
  }
}

const owners = new WeakMap<Tree, Block>();

/** The block of a node of one of this module's trees. */
function ownerOf(node: Node): Block {
  return owners.get(node.tree)!;
}

/** The first differing character, and where the rest is equal again. */
function editBetween(before: string, after: string) {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let tail = 0;
  while (
    tail < shortest - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail++;
  }
  const oldEnd = before.length - tail;
  const newEnd = after.length - tail;
  return {
    startIndex: start,
    oldEndIndex: oldEnd,
    newEndIndex: newEnd,
    startPosition: pointAt(before, start),
    oldEndPosition: pointAt(before, oldEnd),
    newEndPosition: pointAt(after, newEnd),
  };
}

function pointAt(text: string, offset: number) {
  let row = 0;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    row++;
    lineStart = at + 1;
  }
  return { row, column: offset - lineStart };
}

/** Python source, parsed where it is looked at. Offsets are those of the whole text. */
export class PythonSource {
  private readonly words = new Map<string, readonly number[]>();

  private constructor(
    readonly text: string,
    private readonly blocks: readonly Block[],
  ) {}

  /** Takes over from `previous` all that has not changed; `previous` must not be used afterwards. */
  static read(text: string, parser: Parser, previous?: PythonSource): PythonSource {
    const starts = blockStarts(text);
    const texts = starts.map((start, index) => text.slice(start, starts[index + 1] ?? text.length));
    return new PythonSource(text, takeOver(texts, starts, parser, previous?.blocks ?? []));
  }

  /** Something that was looked at does not parse. */
  get isBroken(): boolean {
    return this.blocks.some((block) => block.isBroken);
  }

  /** Frees the trees: they live outside of the garbage collector's reach. */
  dispose(): void {
    for (const block of this.blocks) block.dispose();
  }

  /** The smallest node at `offset`. */
  nodeAt(offset: number): Node {
    const block = this.blockAt(offset);
    return block.root.descendantForIndex(offset - block.start) ?? block.root;
  }

  start(node: Node): number {
    return ownerOf(node).start + node.startIndex;
  }

  end(node: Node): number {
    return ownerOf(node).start + node.endIndex;
  }

  span(node: Node): Span {
    const { start } = ownerOf(node);
    return { start: start + node.startIndex, end: start + node.endIndex };
  }

  textOf(node: Node): string {
    return ownerOf(node).text.slice(node.startIndex, node.endIndex);
  }

  /** What may be worth a look, by kind of mark, in the order of the file. */
  *marks<K extends keyof Marks>(kind: K): Generator<{ word: string; offset: number }> {
    for (const block of this.blocks) {
      for (const mark of block.marks[kind]) yield { word: mark.word, offset: mark.offset + block.start };
    }
  }

  /** The offsets where `word` stands alone, be it code, string or comment. */
  occurrences(word: string): readonly number[] {
    const known = this.words.get(word);
    if (known) return known;
    const offsets: number[] = [];
    for (let at = this.text.indexOf(word); at >= 0; at = this.text.indexOf(word, at + word.length)) {
      if (!isWordAt(this.text, at - 1) && !isWordAt(this.text, at + word.length)) offsets.push(at);
    }
    this.words.set(word, offsets);
    return offsets;
  }

  private blockAt(offset: number): Block {
    let low = 0;
    let high = this.blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.blocks[middle]!.start <= offset) low = middle;
      else high = middle - 1;
    }
    return this.blocks[low]!;
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

/** Blocks equal at the head and at the tail are kept, shifted; one changed block is parsed incrementally. */
function takeOver(
  texts: readonly string[],
  starts: readonly number[],
  parser: Parser,
  old: readonly Block[],
): Block[] {
  const shortest = Math.min(texts.length, old.length);
  let head = 0;
  while (head < shortest && old[head]!.text === texts[head]) head++;
  let tail = 0;
  while (tail < shortest - head && old[old.length - 1 - tail]!.text === texts[texts.length - 1 - tail])
    tail++;
  const changed = old.slice(head, old.length - tail);
  const oneForOne = changed.length === 1 && texts.length - head - tail === 1;
  const blocks = texts.map((text, index) => {
    const start = starts[index]!;
    if (index < head || index >= texts.length - tail) {
      const kept = old[index < head ? index : index - texts.length + old.length]!;
      kept.start = start;
      return kept;
    }
    return oneForOne ? changed[0]!.changedTo(text, start) : new Block(text, start, parser);
  });
  for (const block of changed) block.dispose();
  return blocks;
}
