import { spend } from '../work';
import type { Token } from './tokens';

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
/** Tokens, brackets with what is in them as one. */
const LONGEST_TYPE = 200;
const closing = new Set(Object.values(closers));

/** A look at a token, in steps. */
const LOOK = 0.1;

/** No one writes brackets within so many others: it is data, or broken. */
const DEEPEST = 300;

/** The tokens without those that stand within more brackets than a person writes. */
export function shallow(tokens: readonly Token[]): readonly Token[] {
  const open: string[] = [];
  const kept = tokens.filter(({ type, text }) => {
    const depth = open.length;
    if (type !== 'punctuation') return depth <= DEEPEST;
    if (text in closers) return open.push(closers[text]!) <= DEEPEST;
    if (open.at(-1) === text) open.pop();
    return depth <= DEEPEST;
  });
  return kept.length < tokens.length ? kept : tokens;
}

/** The tokens of a text, and of each opening bracket the place of the one that closes it. */
export class Brackets {
  private readonly partners: Int32Array;
  private readonly outer: Int32Array;

  constructor(readonly tokens: readonly Token[]) {
    this.partners = new Int32Array(tokens.length).fill(-1);
    this.outer = new Int32Array(tokens.length).fill(-1);
    const open: number[] = [];
    for (const [i, { type, text }] of tokens.entries()) {
      this.outer[i] = open.at(-1) ?? -1;
      if (type !== 'punctuation') continue;
      if (text in closers) open.push(i);
      else if (closing.has(text)) this.close(open, i);
    }
  }

  /** A bracket that closes none is left out; one that is never closed reaches to the end. */
  private close(open: number[], at: number): void {
    const last = open.at(-1);
    if (last === undefined || closers[this.tokens[last]!.text] !== this.tokens[at]!.text) return;
    open.pop();
    this.partners[last] = at;
    this.partners[at] = last;
  }

  text(at: number): string {
    spend(LOOK);
    return this.tokens[at]?.text ?? '';
  }

  isName(at: number): boolean {
    return this.tokens[at]?.type === 'name';
  }

  /** The token that closes the bracket at `at`; without one, that after the last of all. */
  closeOf(at: number): number {
    const partner = this.partners[at] ?? -1;
    return partner < 0 ? this.tokens.length : partner;
  }

  /** The token that opens the bracket that `at` closes; −1: none. */
  openOf(at: number): number {
    return this.partners[at] ?? -1;
  }

  /** The innermost bracket that is open at a token; −1: none. */
  around(at: number): number {
    return this.outer[at] ?? -1;
  }

  /** The token after the one at `at`, or after the bracket that it opens. */
  next(at: number): number {
    return (this.text(at) in closers && this.tokens[at]!.type === 'punctuation' ? this.closeOf(at) : at) + 1;
  }

  /**
   * The token after the TypeScript type that begins at `at`: the first of `ends` outside of all brackets, `<…>` too;
   * at a line that begins with a name, if nothing else ends it.
   */
  afterType(at: number, ends: RegExp): number {
    let angles = 0;
    let i = at;
    for (let steps = 0; i < this.tokens.length && steps < LONGEST_TYPE; i = this.next(i), steps++) {
      const text = this.text(i);
      const isEnd = (i > at || text !== '{') && (ends.test(text) || this.beginsLine(i, at));
      if ((angles === 0 && isEnd) || closing.has(text) || text === ';') return i;
      if (text === '<') angles++;
      else if (text === '>') angles = Math.max(0, angles - 1);
    }
    return i;
  }

  /** A name on a line of its own, after what begins at `first`. */
  private beginsLine(at: number, first: number): boolean {
    return at > first && this.tokens[at]!.breaks && this.isName(at);
  }
}
