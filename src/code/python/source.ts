import type { Parser, Tree } from '@vscode/tree-sitter-wasm';
import type { Span } from '../finding';
import { blockStarts } from './blocks';
import { editBetween } from './difference';
import { type Marks, marksOf } from './marks';
import { Node } from './node';

/** Whether a word is looked for; one function object for one answer, as results are kept by it. */
export type WordFilter = (word: string) => boolean;

/** A node at a mark. */
export interface MarkedNode {
  readonly word: string;
  readonly node: Node;
}

/** Some top-level statements of a file: their text, and once something in it was looked at, their tree. */
export class Block {
  private parsed: { tree: Tree; root: Node; isBroken: boolean } | undefined;
  private found: Marks | undefined;
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

  /** What in this block may be worth a look; found once. */
  private get marks(): Marks {
    this.found ??= marksOf(this.text);
    return this.found;
  }

  /** The nodes at marks whose word passes `filter`; found once for a filter. */
  marked(kind: keyof Marks, filter: WordFilter): readonly MarkedNode[] {
    let picked = this.picked.get(filter);
    if (!picked) {
      picked = [...this.marks[kind]].flatMap(([word, offsets]) =>
        filter(word) ? offsets.map((offset) => ({ word, node: this.nodeAt(offset) })) : [],
      );
      this.picked.set(filter, picked);
    }
    return picked;
  }

  /** Where `word` is followed by an opening parenthesis. */
  callsOf(word: string): readonly number[] {
    return this.marks.calls.get(word) ?? [];
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

  /** The offsets in the block where `word` stands alone, be it code, string or comment. */
  offsetsOf(word: string): number[] {
    const { text } = this;
    const offsets: number[] = [];
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
    const tree = this.parser.parse(this.text, this.stale ?? null)!;
    this.stale?.delete();
    delete this.stale;
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
    this.isCurrent = false;
    this.parsed?.tree.delete();
    this.stale?.delete();
    this.parsed = undefined;
    delete this.stale;
  }
}

/** What an edit did to the blocks. */
export interface Change {
  readonly gone: readonly Block[];
  readonly come: readonly Block[];
  /** Offsets in the old text from here on moved by `shift`. */
  readonly from: number;
  readonly shift: number;
}

const NO_CHANGE: Change = { gone: [], come: [], from: 0, shift: 0 };

/** Python source, parsed where it is looked at. Offsets are those of the whole text. */
export class PythonSource {
  private constructor(
    readonly text: string,
    readonly blocks: readonly Block[],
    readonly change: Change,
  ) {}

  /** Takes over from `previous` all that has not changed; `previous` must not be used afterwards. */
  static read(text: string, parser: Parser, previous?: PythonSource): PythonSource {
    if (!previous) {
      const blocks = cut(text, blockStarts(text), text.length).map(
        ({ start, part }) => new Block(part, start, parser),
      );
      return new PythonSource(text, blocks, NO_CHANGE);
    }
    const { blocks, change } = takeOver(previous, text, parser);
    return new PythonSource(text, blocks, change);
  }

  /** Where what stood at `offset` in an unchanged block of the state before stands now. */
  moved({ start, end }: Span): Span {
    const { from, shift } = this.change;
    return start >= from ? { start: start + shift, end: end + shift } : { start, end };
  }

  /** The blocks whose text contains `word`. */
  *blocksWith(word: string): Generator<Block> {
    for (let at = this.text.indexOf(word); at >= 0; ) {
      const block = this.blockAt(at);
      yield block;
      at = this.text.indexOf(word, block.start + block.text.length);
    }
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

  /** Something that was looked at does not parse. */
  get isBroken(): boolean {
    return this.blocks.some((block) => block.isBroken);
  }

  /** Frees the trees: they live outside of the garbage collector's reach. */
  dispose(): void {
    for (const block of this.blocks) block.dispose();
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

  /** The nodes at marks whose word passes `filter`, block by block. */
  marked(kind: keyof Marks, filter: WordFilter): readonly MarkedNode[] {
    return this.blocks.flatMap((block) => block.marked(kind, filter));
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

/** The parts of a text from each of `starts` to the next, the last to `end`. */
function cut(text: string, starts: readonly number[], end: number): { start: number; part: string }[] {
  return starts.map((start, index) => ({ start, part: text.slice(start, starts[index + 1] ?? end) }));
}

/** How many blocks at the head and at the tail have the same text as before. */
function unchanged(blocks: readonly Block[], text: string): { head: number; tail: number } {
  let head = 0;
  while (head < blocks.length && text.startsWith(blocks[head]!.text, blocks[head]!.start)) head++;
  let tail = 0;
  for (let end = text.length; tail < blocks.length - head; tail++) {
    const block = blocks[blocks.length - 1 - tail]!;
    const start = end - block.text.length;
    if (start < (blocks[head]?.start ?? 0) || !text.startsWith(block.text, start)) break;
    end = start;
  }
  return { head, tail };
}

/** Blocks equal at the head and at the tail are kept, shifted; one changed block is parsed incrementally. */
function takeOver(previous: PythonSource, text: string, parser: Parser) {
  const old = previous.blocks;
  const shift = text.length - previous.text.length;
  const same = unchanged(old, text);
  const starts = blockStarts(text, {
    starts: old.map(({ start }) => start),
    prefix: old[same.head]?.start ?? previous.text.length,
    sameFrom: (old[old.length - same.tail]?.start ?? previous.text.length) + shift,
    shift,
  });
  const { head, tail } = agreement(old, starts, same, shift);
  const gone = old.slice(head, old.length - tail);
  const from = old[old.length - tail]?.start ?? previous.text.length;
  const parts = cut(text, starts.slice(head, starts.length - tail), from + shift);
  const come = parts.map(({ start, part }) =>
    gone.length === 1 && parts.length === 1
      ? gone[0]!.changedTo(part, start)
      : new Block(part, start, parser),
  );
  for (const block of gone) block.dispose();
  const rest = old.slice(old.length - tail);
  for (const block of rest) block.start += shift;
  return { blocks: [...old.slice(0, head), ...come, ...rest], change: { gone, come, from, shift } };
}

/** How many blocks at both ends are the same in text and in extent. */
function agreement(
  old: readonly Block[],
  starts: readonly number[],
  same: { head: number; tail: number },
  shift: number,
): { head: number; tail: number } {
  const last = old.length - 1;
  // A block ends where the next begins, the last one where the text does.
  const endsAlike = (index: number) =>
    index === last
      ? shift === 0 && starts.length === old.length
      : starts[index + 1] === old[index + 1]!.start;
  let head = 0;
  while (head < same.head && starts[head] === old[head]!.start && endsAlike(head)) head++;
  let tail = 0;
  const most = Math.min(same.tail, old.length - head, starts.length - head);
  while (tail < most && starts[starts.length - 1 - tail] === old[last - tail]!.start + shift) tail++;
  return { head, tail };
}
