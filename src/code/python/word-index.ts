import { append } from '../../core/lists';
import { spend } from '../work';
import type { Block } from './block';
import type { PythonSource } from './source';
import type { Tracker } from './tracker';

/** What the blocks say about a word; handed on from state to state. */
interface Known<T> {
  readonly blocks: Map<Block, readonly T[]>;
  /** All of it in the order of the file; left out: to be put together when it is asked for. */
  all: readonly T[] | undefined;
}

type Found<T> = Map<string, readonly T[]>;

/** Looks something up by a word in the whole file; after an edit only the changed blocks are read again. */
export class WordIndex<T> {
  private readonly known: Map<string, Known<T>>;
  private readonly found: Map<Block, Found<T>>;
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
    /** The state before, not to be used afterwards. */
    previous?: WordIndex<T>,
    private readonly candidates: (word: string) => Iterable<Block> = (word) => source.blocksWith(word),
  ) {
    this.known = previous?.known ?? new Map();
    this.found = previous?.found ?? new Map();
    for (const block of source.change.gone) this.found.delete(block);
    for (const [word, known] of this.known) this.bringUpToDate(word, known);
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
      known = { blocks: new Map(), all: undefined };
      for (const block of this.candidates(word)) this.add(known, word, block);
      this.known.set(word, known);
    }
    known.all ??= [...known.blocks].sort(([a], [b]) => a.start - b.start).flatMap(([, found]) => found);
    // Whoever asks goes through them.
    spend(1 + known.all.length);
    return known.all;
  }

  /** What one block says about `word`; nothing to {@link note} for what is in the same block. */
  inBlock(block: Block, word: string): readonly T[] {
    let words = this.found.get(block);
    if (!words) {
      words = new Map();
      this.found.set(block, words);
    }
    let found = words.get(word);
    if (!found) {
      found = this.find(block, word);
      words.set(word, found);
    }
    spend(1 + found.length);
    return found;
  }

  private question(word: string): string {
    return `${this.name} ${word}`;
  }

  private add({ blocks }: Known<T>, word: string, block: Block): readonly T[] {
    const found = this.inBlock(block, word);
    if (found.length > 0) blocks.set(block, found);
    return found;
  }

  private bringUpToDate(word: string, known: Known<T>): void {
    const { gone, come } = this.source.change;
    const touched: T[] = [];
    for (const block of gone) {
      const found = known.blocks.get(block);
      if (!found) continue;
      append(touched, found);
      known.blocks.delete(block);
    }
    for (const block of come) append(touched, this.add(known, word, block));
    if (touched.length === 0) return;
    known.all = undefined;
    for (const item of touched)
      for (const aspect of this.aspects(item, word)) this.changed.add(this.question(aspect));
  }
}
