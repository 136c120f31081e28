import * as l10n from '@vscode/l10n';
import type { Path } from './schema-node';

/** Both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Offsets in a text: the first character, and the one after the last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A key of an object with its value, as they stand in the text. */
export interface Property {
  readonly key: string;
  /** Where the key's quotes begin. */
  readonly start: number;
  readonly value: Span;
}

export type Located =
  | {
      readonly ok: true;
      readonly value: unknown;
      /** Where the value at a path begins; for a path that is not there, the nearest one above it that is. */
      placeOf(path: Path): Place;
      /** Where the value at a path stands; undefined where there is none. */
      spanOf(path: Path): Span | undefined;
      /** The keys of the object at a path in the order of the text, those that stand twice included. */
      propertiesOf(path: Path): readonly Property[];
      /** Keys that an object has more than once, the first {@link MAX_DUPLICATES}. The last one counts, as for `JSON.parse`. */
      readonly duplicates: readonly ({ readonly path: Path } & Place)[];
    }
  | { readonly ok: false; readonly problem: { readonly message: string } & Place };

/** More of them than anyone reads. */
const MAX_DUPLICATES = 50;

/**
 * JSON (RFC 8259) with the place of every value, so that an error can be shown at its line. It takes what
 * `JSON.parse` takes, and a byte order mark before it; nesting beyond `maxDepth` is refused.
 */
export function parseLocated(text: string, maxDepth: number): Located {
  const reader = new Reader(text, maxDepth);
  try {
    const { value, root } = reader.document();
    const placeOf = (path: Path) => placeAt(text, descend(root, path).node.start);
    const duplicates = reader.duplicates.map(({ path, offset }) => ({ path, ...placeAt(text, offset) }));
    const spanOf = (path: Path) => nodeAt(root, path);
    const propertiesOf = (path: Path) => nodeAt(root, path)?.properties ?? [];
    return { ok: true, value, placeOf, spanOf, propertiesOf, duplicates };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ok: false, problem: { message: error.message, ...placeAt(text, error.offset) } };
  }
}

/** Where a value stands, and the values in it. */
interface LocatedValue extends Span {
  readonly properties?: readonly Property[];
  readonly children?: ReadonlyMap<string | number, LocatedValue>;
}

/** The deepest value on the way of a path that is there, and how much of the path leads to it. */
function descend(root: LocatedValue, path: Path): { node: LocatedValue; length: number } {
  let node = root;
  for (const [length, key] of path.entries()) {
    const child = node.children?.get(key);
    if (!child) return { node, length };
    node = child;
  }
  return { node, length: path.length };
}

function nodeAt(root: LocatedValue, path: Path): LocatedValue | undefined {
  const { node, length } = descend(root, path);
  return length === path.length ? node : undefined;
}

function placeAt(text: string, offset: number): Place {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', start)) {
    line++;
    start = end + 1;
  }
  return { line, column: offset - start + 1 };
}

class Fault extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids bare control characters in strings.
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const WORDS = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** What was read, and where it stands. */
interface Read {
  readonly value: unknown;
  readonly node: LocatedValue;
}

class Reader {
  readonly duplicates: { path: Path; offset: number }[] = [];
  readonly #path: (string | number)[] = [];
  #at = 0;

  constructor(
    private readonly text: string,
    private readonly maxDepth: number,
  ) {}

  document(): { readonly value: unknown; readonly root: LocatedValue } {
    if (this.text.startsWith('\uFEFF')) this.#at = 1;
    const { value, node } = this.#value();
    this.#skipSpace();
    if (this.#at < this.text.length) this.#fail(l10n.t('nothing may follow the experiment'));
    return { value, root: node };
  }

  #value(): Read {
    this.#skipSpace();
    const start = this.#at;
    const first = this.text[start];
    if (first === '{') return this.#object();
    if (first === '[') return this.#list();
    const value = first === '"' ? this.#string() : this.#plain();
    return { value, node: { start, end: this.#at } };
  }

  /** A number or a word. */
  #plain(): unknown {
    const number = this.#match(NUMBER);
    if (number) return Number(number);
    for (const [word, value] of WORDS) {
      if (!this.text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    return this.#fail(l10n.t('a value is expected'));
  }

  #object(): Read {
    const start = this.#at;
    const children = new Map<string, LocatedValue>();
    const entries: [string, unknown][] = [];
    const properties: Property[] = [];
    this.#items('}', () => {
      const offset = this.#at;
      if (this.text[offset] !== '"') this.#fail(l10n.t('a key in double quotes is expected'));
      const key = this.#string();
      this.#skipSpace();
      this.#expect(':');
      this.#path.push(key);
      if (children.has(key) && this.duplicates.length < MAX_DUPLICATES)
        this.duplicates.push({ path: [...this.#path], offset });
      const { value, node } = this.#value();
      entries.push([key, value]);
      children.set(key, node);
      properties.push({ key, start: offset, value: node });
      this.#path.pop();
    });
    // Defines own properties, `__proto__` included, and so never touches a prototype.
    return { value: Object.fromEntries(entries), node: { start, end: this.#at, properties, children } };
  }

  #list(): Read {
    const start = this.#at;
    const values: unknown[] = [];
    const children = new Map<number, LocatedValue>();
    this.#items(']', () => {
      this.#path.push(values.length);
      const { value, node } = this.#value();
      children.set(values.length, node);
      values.push(value);
      this.#path.pop();
    });
    return { value: values, node: { start, end: this.#at, children } };
  }

  /** What stands between brackets, separated by commas. */
  #items(close: string, item: () => void): void {
    if (this.#path.length >= this.maxDepth)
      this.#fail(l10n.t('nested more than {0} levels deep', this.maxDepth));
    this.#at++;
    this.#skipSpace();
    if (this.text[this.#at] === close) {
      this.#at++;
      return;
    }
    for (;;) {
      item();
      this.#skipSpace();
      if (this.text[this.#at] === close) break;
      this.#expect(',', close);
      this.#skipSpace();
      if (this.text[this.#at] === close) this.#fail(l10n.t('no comma may stand before {0}', close));
    }
    this.#at++;
  }

  #string(): string {
    const token = this.#match(STRING);
    if (token === undefined) this.#fail(l10n.t('a string is not closed or has a character that needs a \\'));
    return JSON.parse(token) as string;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const token = pattern.exec(this.text)?.[0];
    this.#at += token?.length ?? 0;
    return token;
  }

  #skipSpace(): void {
    this.#match(SPACE);
  }

  #expect(...characters: string[]): void {
    if (this.text[this.#at] === characters[0]) this.#at++;
    else this.#fail(l10n.t('{0} is expected', characters.join(l10n.t(' or '))));
  }

  #fail(message: string): never {
    const found = this.text[this.#at];
    const seen =
      found === undefined ? l10n.t('the text ends') : l10n.t('{0} stands here', JSON.stringify(found));
    throw new Fault(l10n.t('not valid JSON: {0}; {1}', message, seen), this.#at);
  }
}
