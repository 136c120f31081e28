import * as l10n from '@vscode/l10n';
import type { Path } from './schema-node';

/** The values of a text in its order, each with what is in it behind it. The lists are equally long. */
export interface Nodes {
  /** Offsets of the first character, and of the one after the last. */
  readonly start: number[];
  readonly end: number[];
  /** Which value is the first behind this one and all that is in it. */
  readonly next: number[];
  /** Where the quotes of its key begin; −1: it has none. */
  readonly key: number[];
}

/** What is wrong with a text, and at which offset. */
export class Fault extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** The byte order mark. */
export const MARK = '\uFEFF';
/** More keys that stand twice than anyone reads. */
const MAX_DUPLICATES = 50;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids bare control characters in strings.
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const WORD = /true|false|null/y;
const SPACES = new Set(' \t\n\r');

/** The key whose quotes begin at an offset. */
export function keyIn(text: string, start: number): string {
  STRING.lastIndex = start;
  STRING.test(text);
  const plain = text.slice(start + 1, STRING.lastIndex - 1);
  return plain.includes('\\') ? (JSON.parse(`"${plain}"`) as string) : plain;
}

/** Walks through a text of JSON, and notes where its values stand. It makes nothing of them. */
export class Walk {
  readonly nodes: Nodes = { start: [], end: [], next: [], key: [] };
  /** Keys that stand in an object that has them already. */
  readonly duplicates: { readonly path: Path; readonly offset: number }[] = [];
  readonly #path: (string | number)[] = [];
  #at = 0;

  readonly #text: string;
  readonly #maxDepth: number;

  constructor(text: string, maxDepth: number) {
    this.#text = text;
    this.#maxDepth = maxDepth;
  }

  /** Throws a {@link Fault} where the text is no JSON, or is nested too deeply. */
  document(): void {
    if (this.#text.startsWith(MARK)) this.#at = 1;
    this.#skipSpace();
    this.#value(-1);
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#fail(l10n.t('nothing may follow the experiment'));
  }

  #value(key: number): void {
    const { nodes } = this;
    const node = nodes.start.push(this.#at) - 1;
    nodes.key.push(key);
    nodes.end.push(0);
    nodes.next.push(0);
    const first = this.#text[this.#at];
    if (first === '{') this.#object();
    else if (first === '[') this.#list();
    else if (first === '"') this.#string();
    else if (!this.#match(NUMBER) && !this.#match(WORD)) this.#fail(l10n.t('a value is expected'));
    nodes.end[node] = this.#at;
    nodes.next[node] = nodes.start.length;
  }

  #object(): void {
    const keys = new Set<string>();
    this.#items('}', () => {
      const offset = this.#at;
      if (this.#text[offset] !== '"') this.#fail(l10n.t('a key in double quotes is expected'));
      this.#string();
      const key = keyIn(this.#text, offset);
      this.#skipSpace();
      this.#expect(':');
      this.#path.push(key);
      if (keys.has(key) && this.duplicates.length < MAX_DUPLICATES)
        this.duplicates.push({ path: [...this.#path], offset });
      keys.add(key);
      this.#skipSpace();
      this.#value(offset);
      this.#path.pop();
    });
  }

  #list(): void {
    let index = 0;
    this.#items(']', () => {
      this.#path.push(index++);
      this.#value(-1);
      this.#path.pop();
    });
  }

  /** What stands between brackets, separated by commas. */
  #items(close: string, item: () => void): void {
    if (this.#path.length >= this.#maxDepth)
      this.#fail(l10n.t('nested more than {0} levels deep', this.#maxDepth));
    this.#at++;
    this.#skipSpace();
    if (this.#text[this.#at] === close) {
      this.#at++;
      return;
    }
    for (;;) {
      item();
      this.#skipSpace();
      if (this.#text[this.#at] === close) break;
      this.#expect(',', close);
      this.#skipSpace();
      if (this.#text[this.#at] === close) this.#fail(l10n.t('no comma is allowed before {0}', close));
    }
    this.#at++;
  }

  #string(): void {
    if (!this.#match(STRING)) this.#fail(l10n.t('a string is not closed or has a character that needs a \\'));
  }

  #match(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#at = pattern.lastIndex;
    return true;
  }

  #skipSpace(): void {
    while (SPACES.has(this.#text[this.#at]!)) this.#at++;
  }

  #expect(...characters: string[]): void {
    if (this.#text[this.#at] === characters[0]) this.#at++;
    else this.#fail(l10n.t('{0} is expected', characters.join(l10n.t(' or '))));
  }

  #fail(message: string): never {
    const found = this.#text[this.#at];
    const seen =
      found === undefined ? l10n.t('the text ends') : l10n.t('{0} stands here', JSON.stringify(found));
    throw new Fault(l10n.t('not valid JSON: {0}; {1}', message, seen), this.#at);
  }
}
