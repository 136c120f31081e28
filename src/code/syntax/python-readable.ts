import { passOver } from '../work';
import { isDeeper, Unreadable } from './unreadable';

/** Brackets within so many others are data, or broken. From about 6,500 on that are not closed the parser fails. */
const DEEPEST = 5500;

/** In a shorter text no comment is long enough to matter. */
const SHORT = 1000;

/** Blocks that break the parser. */
export const unreadable = new Unreadable();

/** Several lines of comments and nothing else, with or without blank lines between them. */
const LONG_REMARK = /^[ \t]*#.*\r?\n(?:[ \t]*(?:#.*)?\r?\n){40}/m;

/** A thousand words with nothing between them are no code: the parser takes the square of them to find that out. */
const WORDS = /(?<![\w \t])[ \t]*(?:\w+[ \t]+){1000,}/g;

/**
 * A text of the same length as the parser should get it. At each line of a comment its grammar reads on to the next
 * line of code, to see how far that is indented, so that it takes the square of the lines: those within a long comment
 * become blank. What is nested too deep, or has broken the parser, becomes blank as a whole.
 */
export function readable(text: string): string {
  if (isDeeper(text, DEEPEST) || unreadable.has(text)) {
    passOver();
    return text.replace(/[^\r\n]+/g, (line) => ' '.repeat(line.length));
  }
  if (text.length <= SHORT) return text;
  const code = text.replace(WORDS, ({ length }) => ' '.repeat(length));
  return LONG_REMARK.test(code) ? withoutRemarks(code) : code;
}

/** Strings, whose inside may look like a comment, and comments. */
// linear: what has begun always comes to an end, that of the text if no other.
const stringOrRemark =
  /"""(?:\\[\s\S]|[^\\])*?(?:"""|$)|'''(?:\\[\s\S]|[^\\])*?(?:'''|$)|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?|#[^\n]*/g;

/** Comments that follow a comment on a line of their own become blank. */
function withoutRemarks(text: string): string {
  let end = -1;
  return text.replace(stringOrRemark, (found, offset: number) => {
    if (found[0] !== '#') return found;
    const follows = end >= 0 && text.slice(end, offset).trim() === '';
    const isAlone = follows || text.slice(text.lastIndexOf('\n', offset) + 1, offset).trim() === '';
    end = isAlone ? offset + found.length : -1;
    return follows ? ' '.repeat(found.length) : found;
  });
}
