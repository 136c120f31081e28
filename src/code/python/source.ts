import type { Parser, Tree } from '@vscode/tree-sitter-wasm';
import type { Span } from '../finding';
import { blockStarts } from './blocks';
import { difference, editBetween } from './difference';
import { type Marks, marksOf } from './marks';
import { Node } from './node';

/** Some top-level statements of a file: their text, and once something in it was looked at, their tree. */
export class Block {
  private parsed: { tree: Tree; root: Node; isBroken: boolean } | undefined;
  private found: Marks | undefined;
  private readonly places = new Map<number, Node>();

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

  /** What in this block may be worth a look; found once. */
  get marks(): Marks {
    this.found ??= marksOf(this.text);
    return this.found;
  }

  /** The smallest node at an offset within the block. */
  nodeAt(index: number): Node {
    let node = this.places.get(index);
    if (!node) {
      node = this.root.descendantAt(index);
      this.places.set(index, node);
    }
    return node;
  }

  get isBroken(): boolean {
    return this.parsed?.isBroken ?? false;
  }

  private parse(): { root: Node } {
    if (this.parsed) return this.parsed;
    const tree = this.parser.parse(this.text, this.stale ?? null);
    this.stale?.delete();
    delete this.stale;
    if (!tree) throw new Error('The Python parser has no language.');
    const root = tree.rootNode;
    this.parsed = { tree, root: new Node(root, null, this), isBroken: root.hasError };
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

/** Python source, parsed where it is looked at. Offsets are those of the whole text. */
export class PythonSource {
  private readonly words = new Map<string, readonly number[]>();

  private constructor(
    readonly text: string,
    private readonly blocks: readonly Block[],
    /** The texts that came and went since the state before; `null`: everything is new. */
    private readonly changed: readonly string[] | null,
  ) {}

  /** Takes over from `previous` all that has not changed; `previous` must not be used afterwards. */
  static read(text: string, parser: Parser, previous?: PythonSource): PythonSource {
    const old = previous?.blocks ?? [];
    const known = previous && { starts: old.map(({ start }) => start), ...difference(previous.text, text) };
    const starts = blockStarts(text, known);
    const texts = starts.map((start, index) => text.slice(start, starts[index + 1] ?? text.length));
    const { blocks, changed } = takeOver(texts, starts, parser, old);
    return new PythonSource(text, blocks, previous ? changed : null);
  }

  /** Whether a word stands in nothing that has changed since the state before. */
  isUnchanged(word: string): boolean {
    return this.changed?.every((text) => !text.includes(word)) ?? false;
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
    return block.nodeAt(offset - block.start);
  }

  start(node: Node): number {
    return node.block.start + node.startIndex;
  }

  end(node: Node): number {
    return node.block.start + node.endIndex;
  }

  span(node: Node): Span {
    const { start } = node.block;
    return { start: start + node.startIndex, end: start + node.endIndex };
  }

  textOf(node: Node): string {
    return node.block.text.slice(node.startIndex, node.endIndex);
  }

  /** The nodes at marks whose word passes `filter`, block by block. */
  *marked(kind: keyof Marks, filter: (word: string) => boolean): Generator<{ word: string; node: Node }> {
    for (const block of this.blocks) {
      for (const [word, offsets] of block.marks[kind]) {
        if (filter(word)) for (const offset of offsets) yield { word, node: block.nodeAt(offset) };
      }
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
) {
  const shortest = Math.min(texts.length, old.length);
  let head = 0;
  while (head < shortest && old[head]!.text === texts[head]) head++;
  let tail = 0;
  while (tail < shortest - head && old[old.length - 1 - tail]!.text === texts[texts.length - 1 - tail])
    tail++;
  const gone = old.slice(head, old.length - tail);
  const come = texts.slice(head, texts.length - tail);
  const oneForOne = gone.length === 1 && come.length === 1;
  const blocks = texts.map((text, index) => {
    const start = starts[index]!;
    if (index < head || index >= texts.length - tail) {
      const kept = old[index < head ? index : index - texts.length + old.length]!;
      kept.start = start;
      return kept;
    }
    return oneForOne ? gone[0]!.changedTo(text, start) : new Block(text, start, parser);
  });
  const changed = [...gone.map(({ text }) => text), ...come];
  for (const block of gone) block.dispose();
  return { blocks, changed };
}
