import type { Block } from './block';
import type { PythonSource } from './source';
import type { Tracker } from './tracker';

interface Known<T> {
  readonly blocks: ReadonlyMap<Block, readonly T[]>;
  readonly all: readonly T[];
}

/** Looks something up by a word in the whole file; after an edit only the changed blocks are read again. */
export class WordIndex<T> {
  private readonly known = new Map<string, Known<T>>();
  /** The questions of {@link Tracker} whose answers are not those of the state before. */
  readonly changed = new Set<string>();

  /**
   * @param find what a block says about a word; must depend on nothing but the block
   * @param candidates the blocks that may say anything about a word: those in which it stands
   * @param aspects the parts of the answer that an item belongs to, for those who need not know all of it
   */
  constructor(
    private readonly name: string,
    private readonly source: PythonSource,
    private readonly tracker: Tracker,
    private readonly find: (block: Block, word: string) => readonly T[],
    private readonly aspects: (item: T, word: string) => readonly string[] = (_, word) => [word],
    previous?: WordIndex<T>,
    private readonly candidates: (word: string) => Iterable<Block> = (word) => source.blocksWith(word),
  ) {
    for (const [word, known] of previous?.known ?? []) this.takeOver(word, known);
  }

  /** What the file says about `word`, in the order of the file. */
  get(word: string): readonly T[] {
    this.note(word);
    return this.look(word);
  }

  /** Says that an aspect of the answer is used. */
  note(aspect: string): void {
    this.tracker.note(this.question(aspect));
  }

  /** As {@link get}, for those who {@link note} what they use of it. */
  look(word: string): readonly T[] {
    let known = this.known.get(word);
    if (!known) {
      const blocks = new Map<Block, readonly T[]>();
      for (const block of this.candidates(word)) this.read(block, word, blocks);
      known = { blocks, all: [...blocks.values()].flat() };
      this.known.set(word, known);
    }
    return known.all;
  }

  private question(word: string): string {
    return `${this.name} ${word}`;
  }

  private read(block: Block, word: string, into: Map<Block, readonly T[]>): void {
    const found = this.find(block, word);
    if (found.length > 0) into.set(block, found);
  }

  private takeOver(word: string, known: Known<T>): void {
    const { gone, come } = this.source.change;
    const fresh = new Map<Block, readonly T[]>();
    for (const block of come) this.read(block, word, fresh);
    if (fresh.size === 0 && !gone.some((block) => known.blocks.has(block))) {
      this.known.set(word, known);
      return;
    }
    const touched = [
      ...gone.flatMap((block) => known.blocks.get(block) ?? []),
      ...[...fresh.values()].flat(),
    ];
    for (const item of touched)
      for (const aspect of this.aspects(item, word)) this.changed.add(this.question(aspect));
    const blocks = new Map([...known.blocks, ...fresh]);
    for (const block of gone) blocks.delete(block);
    const ordered = [...blocks].sort(([a], [b]) => a.start - b.start);
    this.known.set(word, { blocks, all: ordered.flatMap(([, found]) => found) });
  }
}
