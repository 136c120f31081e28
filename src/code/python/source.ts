import type { Parser } from '@vscode/tree-sitter-wasm';
import type { Span } from '../finding';
import { blocksOf } from '../syntax/python-blocks';
import { spend } from '../work';
import { Block, type MarkedNode, type WordFilter } from './block';
import { Callers } from './callers';
import type { Marks } from './marks';
import type { Node } from './node';
import { type Change, cut, takeOver } from './take-over';

const NO_CHANGE: Change = { gone: [], come: [], from: 0, shift: 0 };

/** Python source, parsed where it is looked at. Offsets are those of the whole text. */
export class PythonSource {
  private constructor(
    readonly text: string,
    readonly blocks: readonly Block[],
    /** A triple-quoted string is not closed. */
    readonly isOpen: boolean,
    readonly change: Change,
    private callers?: Callers,
  ) {}

  /** Takes over from `previous` all that has not changed; `previous` must not be used afterwards. */
  static read(text: string, parser: Parser, previous?: PythonSource): PythonSource {
    if (!previous) {
      const { starts, isOpen } = blocksOf(text);
      const blocks = cut(text, starts, text.length).map(({ start, part }) => new Block(part, start, parser));
      return new PythonSource(text, blocks, isOpen, NO_CHANGE);
    }
    const { blocks, isOpen, change } = takeOver(previous, text, parser);
    return new PythonSource(text, blocks, isOpen, change, previous.callers?.after(change));
  }

  /** Where what stood at `offset` in an unchanged block of the state before stands now. */
  moved({ start, end }: Span): Span {
    const { from, shift } = this.change;
    return start >= from ? { start: start + shift, end: end + shift } : { start, end };
  }

  /** The blocks whose text contains `word`. */
  *blocksWith(word: string): Generator<Block> {
    // The parser makes up empty names where one is missing, and these are everywhere.
    if (word === '') return;
    spend(1 + (this.text.length >> 7));
    for (let at = this.text.indexOf(word); at >= 0; ) {
      const block = this.blockAt(at);
      yield block;
      at = this.text.indexOf(word, block.start + block.text.length);
    }
  }

  /** The blocks in which `word` is followed by an opening parenthesis. */
  blocksCalling(word: string): Iterable<Block> {
    this.callers ??= Callers.of(this.blocks);
    return this.callers.get(word);
  }

  /** The block that an offset lies in. */
  blockAt(offset: number): Block {
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
    return this.isOpen || this.blocks.some((block) => block.isBroken);
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
    const all: MarkedNode[] = [];
    for (const block of this.blocks) for (const one of block.marked(kind, filter)) all.push(one);
    return all;
  }
}
