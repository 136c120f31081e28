import { spend } from '../work';
import type { Block } from './block';
import type { Node } from './node';

const NONE: ReadonlySet<string> = new Set();

/** Remembers what was asked for while something is computed, so that it is computed again only when that changes. */
export class Tracker {
  /** Of each computation that is going on, what it has asked for; most ask for nothing. */
  private readonly frames: (Set<string> | undefined)[] = [];

  /** Says that an answer was used. */
  note(question: string): void {
    this.asked()?.add(question);
  }

  /** Computes something and tells the questions that it depends on; an outer computation depends on them too. */
  run<T>(compute: () => T): { readonly value: T; readonly questions: ReadonlySet<string> } {
    this.frames.push(undefined);
    let questions = NONE;
    try {
      const value = compute();
      questions = this.frames.at(-1) ?? NONE;
      return { value, questions };
    } finally {
      this.frames.pop();
      this.again(questions);
    }
  }

  /** Says that the answers to all of these were used. */
  again(questions: ReadonlySet<string>): void {
    const outer = questions.size > 0 ? this.asked() : undefined;
    if (!outer) return;
    for (const question of questions) outer.add(question);
    spend(questions.size);
  }

  /** What the innermost computation has asked for; `undefined`: none is going on. */
  private asked(): Set<string> | undefined {
    const last = this.frames.length - 1;
    if (last < 0) return undefined;
    this.frames[last] ??= new Set();
    return this.frames[last];
  }
}

function isAsked(questions: ReadonlySet<string>, changed: ReadonlySet<string>): boolean {
  const [few, many] = questions.size < changed.size ? [questions, changed] : [changed, questions];
  if (few.size === 0) return false;
  for (const question of few) if (many.has(question)) return true;
  return false;
}

interface Remembered<V> {
  /** Brought up to date where the text before it changes. */
  value: V;
  readonly questions: ReadonlySet<string>;
}

/** What is remembered of the nodes of one block, and all that any of it depends on. */
interface Shelf<V> {
  readonly entries: Map<Node, Remembered<V>>;
  questions: Set<string> | undefined;
}

/** Results by node that outlive edits elsewhere in the file. */
export class Memo<V> {
  private readonly shelves: Map<Block, Shelf<V>>;

  /**
   * @param previous results of the state before, not to be used afterwards: taken over where the node is still there
   *   and no answer changed
   * @param changed the questions that have another answer now; `null`: all of them
   * @param moved brings a kept value up to date with where its text went
   */
  constructor(
    private readonly tracker: Tracker,
    previous: Memo<V> | undefined,
    changed: ReadonlySet<string> | null,
    moved: ((value: V) => V) | null,
  ) {
    this.shelves = (changed && previous?.shelves) ?? new Map();
    for (const [block, shelf] of this.shelves) {
      if (!block.isCurrent) this.shelves.delete(block);
      else bringUpToDate(shelf, changed ?? NONE, moved);
    }
  }

  /** What is known of `node`, computed at most once. */
  get(node: Node, compute: () => V): V {
    const shelf = this.shelfOf(node.block);
    let entry = shelf.entries.get(node);
    if (entry) {
      this.tracker.again(entry.questions);
    } else {
      entry = this.tracker.run(compute);
      shelf.entries.set(node, entry);
      if (entry.questions.size > 0) shelf.questions ??= new Set();
      for (const question of entry.questions) shelf.questions!.add(question);
    }
    return entry.value;
  }

  private shelfOf(block: Block): Shelf<V> {
    let shelf = this.shelves.get(block);
    if (!shelf) {
      shelf = { entries: new Map(), questions: undefined };
      this.shelves.set(block, shelf);
    }
    return shelf;
  }
}

function bringUpToDate<V>(
  { entries, questions }: Shelf<V>,
  changed: ReadonlySet<string>,
  moved: ((value: V) => V) | null,
): void {
  if (questions && isAsked(questions, changed)) {
    for (const [node, entry] of entries) if (isAsked(entry.questions, changed)) entries.delete(node);
  }
  if (moved) for (const entry of entries.values()) entry.value = moved(entry.value);
}
