import type { Block } from './block';
import type { Change } from './take-over';

/** Which blocks call something by a word; handed on from state to state. */
export class Callers {
  private constructor(private readonly blocks: Map<string, Set<Block>>) {}

  /** What the blocks of a file call. */
  static of(blocks: readonly Block[]): Callers {
    const callers = new Callers(new Map());
    for (const block of blocks) callers.add(block);
    return callers;
  }

  /** Brought up to date with an edit. */
  after({ gone, come }: Pick<Change, 'gone' | 'come'>): Callers {
    for (const block of gone) {
      for (const word of block.calledWords) this.blocks.get(word)?.delete(block);
    }
    for (const block of come) this.add(block);
    return this;
  }

  /** The blocks in which `word` is followed by an opening parenthesis, in no order. */
  get(word: string): Iterable<Block> {
    return this.blocks.get(word) ?? [];
  }

  private add(block: Block): void {
    for (const word of block.calledWords) {
      const known = this.blocks.get(word);
      if (known) known.add(block);
      else this.blocks.set(word, new Set([block]));
    }
  }
}
