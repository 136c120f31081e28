import { namePattern } from '../names';

interface Mark {
  readonly word: string;
  readonly offset: number;
}

/** Places in a text that may be worth a look, by word; what they are only the tree can tell. */
export interface Marks {
  /** Names followed by an opening parenthesis. */
  readonly calls: ReadonlyMap<string, readonly number[]>;
  /** Words that look like a hyperparameter's name. */
  readonly names: ReadonlyMap<string, readonly number[]>;
  /** Names such as `optimizer` beside a word: `optimizer='adam'`, `"optimizer": "sgd"`, `optimizer_class=optim.Adam`. */
  readonly optimizers: ReadonlyMap<string, readonly number[]>;
}

const optimizer =
  /\b(?:optimi[sz](?:er|ing)|optim)(?:_?(?:name|type|class|cls|method|fn|func|cls_name))?(?=["']?[ \t]*(?::[ \t]*[\w.[\]]+[ \t]*)?[:=][ \t]*["']?[\w.]+["']?[ \t]*(?:[,)}#\r\n]|$))/gi;
const wordCharacter = /[\p{L}\p{N}_-]/u;
const asciiWord = new Uint8Array(128);
for (let code = 0; code < 128; code++)
  asciiWord[code] = wordCharacter.test(String.fromCharCode(code)) ? 1 : 0;

/** False beyond both ends of the text. */
function isInWord(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  return code < 128 ? asciiWord[code] === 1 : wordCharacter.test(text[offset] ?? '');
}

function* matches(pattern: RegExp, text: string): Generator<Mark> {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    yield { word: match[0], offset: match.index };
  }
}

/** The whole word (dashes belong to it: `--batch-size`) around an offset. */
function wordAround(text: string, offset: number): Mark {
  let start = offset;
  while (isInWord(text, start - 1)) start--;
  let end = offset;
  while (isInWord(text, end)) end++;
  while (text[start] === '-') start++;
  return { word: text.slice(start, end), offset: start };
}

function names(text: string): Mark[] {
  const found: Mark[] = [];
  let end = 0;
  for (const { offset } of matches(namePattern, text)) {
    // Another part of a word that was found.
    if (offset < end) continue;
    const mark = wordAround(text, offset);
    found.push(mark);
    end = mark.offset + mark.word.length;
  }
  return found;
}

function grouped(marks: Iterable<Mark>): Map<string, number[]> {
  const words = new Map<string, number[]>();
  for (const { word, offset } of marks) {
    const known = words.get(word);
    if (known) known.push(offset);
    else words.set(word, [offset]);
  }
  return words;
}

const SPACE = 32;
const TAB = 9;
const DASH = 45;
const digit = /\p{N}/u;

/**
 * The names before opening parentheses. Read backwards from each parenthesis: forwards, every name of the text would
 * be read up to where it turns out that none follows.
 */
function calls(text: string): Mark[] {
  const found: Mark[] = [];
  for (let at = text.indexOf('('); at >= 0; at = text.indexOf('(', at + 1)) {
    let end = at;
    while (text.charCodeAt(end - 1) === SPACE || text.charCodeAt(end - 1) === TAB) end--;
    let start = end;
    while (isInWord(text, start - 1) && text.charCodeAt(start - 1) !== DASH) start--;
    while (start < end && digit.test(text[start]!)) start++;
    if (start < end) found.push({ word: text.slice(start, end), offset: start });
  }
  return found;
}

/** The marks of a text, offsets relative to it. */
export function marksOf(text: string): Marks {
  return {
    calls: grouped(calls(text)),
    names: grouped(names(text)),
    optimizers: grouped(matches(optimizer, text)),
  };
}
