import type { Node } from './node';

/** Remembers what was asked for while something is computed, so that it is computed again only when that changes. */
export class Tracker {
  private readonly frames: Set<string>[] = [];

  /** Says that an answer was used. */
  note(question: string): void {
    this.frames.at(-1)?.add(question);
  }

  /** Computes something and tells the questions that it depends on; an outer computation depends on them too. */
  run<T>(compute: () => T): { readonly value: T; readonly questions: ReadonlySet<string> } {
    const questions = new Set<string>();
    this.frames.push(questions);
    try {
      return { value: compute(), questions };
    } finally {
      this.frames.pop();
      this.again(questions);
    }
  }

  /** Says that the answers to all of these were used. */
  again(questions: ReadonlySet<string>): void {
    const outer = this.frames.at(-1);
    if (outer) for (const question of questions) outer.add(question);
  }
}

function isAsked(questions: ReadonlySet<string>, changed: ReadonlySet<string>): boolean {
  const [few, many] = questions.size < changed.size ? [questions, changed] : [changed, questions];
  for (const question of few) if (many.has(question)) return true;
  return false;
}

interface Remembered<V> {
  readonly value: V;
  readonly questions: ReadonlySet<string>;
}

/** Results by node that outlive edits elsewhere in the file. */
export class Memo<V> {
  private readonly entries = new Map<Node, Remembered<V>>();

  /**
   * @param previous results of the state before; kept where the node is still there and no answer changed
   * @param changed the questions that have another answer now; `null`: all of them
   * @param moved brings a kept value up to date with where its text went
   */
  constructor(
    private readonly tracker: Tracker,
    previous: Memo<V> | undefined,
    changed: ReadonlySet<string> | null,
    moved: ((value: V) => V) | null,
  ) {
    if (!previous || !changed) return;
    for (const [node, entry] of previous.entries) {
      if (!node.block.isCurrent || isAsked(entry.questions, changed)) continue;
      this.entries.set(node, moved ? { ...entry, value: moved(entry.value) } : entry);
    }
  }

  /** What is known of `node`, computed at most once. */
  get(node: Node, compute: () => V): V {
    let entry = this.entries.get(node);
    if (entry) {
      this.tracker.again(entry.questions);
    } else {
      entry = this.tracker.run(compute);
      this.entries.set(node, entry);
    }
    return entry.value;
  }
}
