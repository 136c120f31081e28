/**
 * Cuts a Python text into blocks of top-level statements. An edit makes one block stale and not the file, and a
 * syntax error cannot reach the next `def`.
 */

import { bracket } from './unreadable';

const LF = 10;
const CR = 13;
const HASH = 35;
const BACKSLASH = 92;
const SINGLE = 39;
const DOUBLE = 34;

/** A run of statements without a blank line between them is cut here, in characters. */
const LONGEST_RUN = 8192;

const continues = /(?:else|elif|except|finally)\b/y;
const declares = /(?:def|class|async\s+def|@)/y;
const recovers = /(?:def\s+\w+\s*\(|class\s+\w+\s*[(:]|import\s|from\s+\S+\s+import\b|@\w|if __name__)/y;

function matchesAt(pattern: RegExp, text: string, offset: number): boolean {
  pattern.lastIndex = offset;
  return pattern.test(text);
}

/** An open triple-quoted string ends before what is plainly code, so that it does not swallow the rest of a file. */
const plainlyCode = new RegExp(`^${recovers.source}`, 'gm');

/** The offset after the one-line string that begins at `offset`; an unclosed one ends at its line's end. */
function skipShortString(text: string, offset: number): number {
  const quote = text.charCodeAt(offset);
  for (let i = offset + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) i++;
    else if (code === quote) return i + 1;
    else if (code === LF || code === CR) return i;
  }
  return text.length;
}

function isTripleQuoted(text: string, offset: number): boolean {
  const quote = text.charCodeAt(offset);
  return text.charCodeAt(offset + 1) === quote && text.charCodeAt(offset + 2) === quote;
}

/** The offset after the triple-quoted string that begins at `offset`; −1: it is not closed. */
function closingOf(text: string, offset: number): number {
  const marker = text.slice(offset, offset + 3);
  let end = text.indexOf(marker, offset + 3);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf(marker, end + 1);
  return end < 0 ? -1 : end + 3;
}

function isEscaped(text: string, offset: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(offset - 1 - slashes) === BACKSLASH) slashes++;
  return slashes % 2 === 1;
}

function skipComment(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** Characters that a reader of blocks has to look at: what begins strings and comments, brackets, ends of lines. */
const special = new Uint8Array(128);
for (const char of '#\'"\\\n()[]{}') special[char.charCodeAt(0)] = 1;

/** Most characters are none of them, and are stepped over in a loop of their own. */
function nextSpecial(text: string, offset: number): number {
  let i = offset;
  while (i < text.length && special[text.charCodeAt(i)] !== 1) i++;
  return i;
}

/**
 * Goes through a text as far as blocks need it: past strings and comments, counting brackets. `mends`: triple-quoted
 * strings end before what is plainly code.
 */
class Reader {
  /** A triple-quoted string is not closed. */
  isOpen = false;
  /** What was found last: no code between the two. */
  #code: { readonly from: number; readonly at: number } | undefined;

  readonly #text: string;
  readonly #mends: boolean;

  constructor(text: string, mends: boolean) {
    this.#text = text;
    this.#mends = mends;
  }

  /** The offsets where top-level lines begin that can begin a statement. */
  *statementStarts(from: number): Generator<number> {
    const text = this.#text;
    let depth = 0;
    let lineStart = true;
    for (let i = from; i < text.length; i = this.#skip(i)) {
      if (!lineStart) i = nextSpecial(text, i);
      const code = text.charCodeAt(i);
      if (lineStart) {
        if (depth > 0 && matchesAt(recovers, text, i)) depth = 0;
        if (depth === 0 && beginsStatement(code)) yield i;
      }
      lineStart = code === LF;
      depth = Math.max(0, depth + bracket(code));
    }
  }

  /** The offset of the next character that is neither in a string nor in a comment nor continues a line. */
  #skip(offset: number): number {
    const text = this.#text;
    switch (text.charCodeAt(offset)) {
      case HASH:
        return skipComment(text, offset);
      case SINGLE:
      case DOUBLE:
        return this.#skipString(offset);
      case BACKSLASH:
        return offset + (text.charCodeAt(offset + 1) === CR ? 3 : 2);
      default:
        return offset + 1;
    }
  }

  /** The offset at or after `from` where what is plainly code begins. */
  #codeAfter(from: number): number {
    const code = this.#code;
    if (code && code.from <= from && from <= code.at) return code.at;
    plainlyCode.lastIndex = from;
    const at = plainlyCode.exec(this.#text)?.index ?? this.#text.length;
    this.#code = { from, at };
    return at;
  }

  /** The offset after the string at `offset`; where strings are mended, at most where what is plainly code begins. */
  #skipString(offset: number): number {
    const text = this.#text;
    if (!isTripleQuoted(text, offset)) return skipShortString(text, offset);
    const end = closingOf(text, offset);
    if (end < 0) this.isOpen = true;
    if (!this.#mends) return end < 0 ? text.length : end;
    const code = this.#codeAfter(offset + 3);
    // The line break before it still ends a line.
    return code < end || end < 0 ? Math.max(code - 1, offset + 3) : end;
  }
}

function beginsStatement(code: number): boolean {
  return code > 32 && code !== HASH && bracket(code) !== -1;
}

/** The offsets after `from`, itself the beginning of a block, where blocks begin, ascending. */
function* startsAfter(text: string, from: number, reader: Reader): Generator<number> {
  let current = from;
  let decorated = false;
  for (const offset of reader.statementStarts(from)) {
    const cut =
      offset > current &&
      !decorated &&
      !matchesAt(continues, text, offset) &&
      (matchesAt(declares, text, offset) ||
        followsBlankLine(text, offset) ||
        offset - current > LONGEST_RUN ||
        endsBody(text, offset));
    if (cut) {
      current = offset;
      yield offset;
    }
    decorated = text.charCodeAt(offset) === 64;
  }
}

/** Where blocks begin. */
export interface Blocks {
  /** Offsets, ascending; the first is 0. Together the blocks are the text. */
  readonly starts: readonly number[];
  /** A triple-quoted string is not closed, and strings were taken to end before what is plainly code. */
  readonly isOpen: boolean;
}

/** Cuts a text into blocks. */
export function blocksOf(text: string): Blocks {
  const reader = new Reader(text, false);
  const starts = [0, ...startsAfter(text, 0, reader)];
  if (!reader.isOpen) return { starts, isOpen: false };
  return { starts: [0, ...startsAfter(text, 0, new Reader(text, true))], isOpen: true };
}

function followsBlankLine(text: string, offset: number): boolean {
  const before = text.charCodeAt(offset - 2);
  return before === LF || (before === CR && text.charCodeAt(offset - 3) === LF);
}

/** Whether the line before the one at `offset` is indented: a body ended. */
function endsBody(text: string, offset: number): boolean {
  const previous = text.lastIndexOf('\n', offset - 2) + 1;
  const code = text.charCodeAt(previous);
  return code === 32 || code === 9;
}
