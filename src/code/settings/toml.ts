import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import { passOver, spend } from '../work';
import { type Bracket, type Mapping, type Member, type Scalar, type Value, withoutDepths } from './tree';

/** A text with mistakes is parsed so often at the most. */
const MOST_PARSES = 32;

/**
 * The one document of a TOML text. The parser gives up at the first mistake: what has one is left out here, and the
 * rest is parsed again. A key that stands twice is a mistake as well, but both are kept.
 */
export function tomlDocuments(text: string): Value[] {
  // The parser calls itself at each depth.
  const readable = withoutDepths(text, brackets(text));
  if (readable !== text) passOver();
  return [new Reader(readable).read()];
}

/** All brackets, those in texts and comments too: only the parser could tell them, and few files have so many. */
function* brackets(text: string): Generator<Bracket, void> {
  for (const { 0: bracket, index } of text.matchAll(/[[\]{}]/g)) {
    yield { at: index, opens: bracket === '[' || bracket === '{' };
  }
}

const KEY = /(["']?)([^"'.=\][\s]+)/y;

class Reader {
  /** The keys that stand again, by the names that they have in {@link text}. */
  readonly #again = new Map<string, string>();
  #parses = 0;

  #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Value {
    while (this.#parses < MOST_PARSES) {
      const parsed = this.#parse(this.#text);
      if (!(parsed instanceof ParseError)) return this.#topLevel(parsed);
      if (isKeyAgain(parsed)) this.#rename(parsed.index);
      else this.#leaveOut(parsed.index);
    }
    passOver();
    return undefined;
  }

  #parse(text: string): AST.TOMLTopLevelTable | ParseError {
    spend(text.length);
    this.#parses++;
    try {
      return parseTOML(text).body[0];
    } catch (error) {
      if (error instanceof ParseError) return error;
      throw error;
    }
  }

  /** Puts a name of the same length in place of the key at `index`. */
  #rename(index: number): void {
    KEY.lastIndex = index;
    const [, quote = '', name = ''] = KEY.exec(this.#text) ?? [];
    const other = this.#again.size.toString(36).padStart(name.length, '-').slice(-name.length);
    this.#again.set(other, this.#again.get(name) ?? name);
    this.#replace(index + quote.length, other);
  }

  /** Blanks the line at `index`, or, where something is still open before it, from there on. */
  #leaveOut(index: number): void {
    const line = this.#lineAt(index);
    const from = this.#isOpen(line) ? this.#opening(line) : line;
    const lineEnd = this.#text.indexOf('\n', index);
    const end = from < line ? line - 1 : lineEnd < 0 ? this.#text.length : lineEnd;
    this.#replace(from, ' '.repeat(end - from));
  }

  #lineAt(offset: number): number {
    return offset === 0 ? 0 : this.#text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** The line that opens what is still open at `end`, looked for by halves. */
  #opening(end: number): number {
    let from = 0;
    for (let open = end; ; ) {
      let middle = this.#lineAt((from + open) >> 1);
      if (middle <= from) middle = this.#text.indexOf('\n', from) + 1;
      if (middle >= open) return from;
      if (this.#isOpen(middle)) open = middle;
      else from = middle;
    }
  }

  #isOpen(end: number): boolean {
    if (this.#parses >= MOST_PARSES) return false;
    const parsed = this.#parse(this.#text.slice(0, end));
    return parsed instanceof ParseError && !isKeyAgain(parsed);
  }

  #replace(start: number, by: string): void {
    this.#text = this.#text.slice(0, start) + by + this.#text.slice(start + by.length);
  }

  /** One mapping of all tables: a key may stand in any of them. */
  #topLevel({ body }: AST.TOMLTopLevelTable): Mapping {
    const members = body.flatMap((node) =>
      node.type === 'TOMLTable'
        ? node.body.map((pair) => this.#member(pair, node.resolvedKey))
        : [this.#member(node, [])],
    );
    return { kind: 'mapping', members };
  }

  #member({ key, value }: AST.TOMLKeyValue, table: readonly (string | number)[]): Member {
    spend(1 + table.length + key.keys.length);
    const keys = [...table, ...key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value))];
    return {
      keys: keys.map((part) => this.#again.get(String(part)) ?? part),
      start: key.range[0],
      value: this.#value(value),
    };
  }

  #value(node: AST.TOMLContentNode): Value {
    spend(1);
    const [start, end] = node.range;
    if (node.type === 'TOMLArray') {
      return { kind: 'list', items: node.elements.map((item) => this.#value(item)), end };
    }
    if (node.type === 'TOMLInlineTable') {
      return { kind: 'mapping', members: node.body.map((pair) => this.#member(pair, [])) };
    }
    return this.#scalar(node, start, end);
  }

  #scalar(node: AST.TOMLValue, start: number, end: number): Scalar {
    if (node.kind !== 'string') {
      return { kind: 'scalar', text: this.#text.slice(start, end), quoted: false, start, end };
    }
    const quotes = node.multiline ? 3 : 1;
    return { kind: 'scalar', text: node.value, quoted: true, start: start + quotes, end: end - quotes };
  }
}

function isKeyAgain({ message }: ParseError): boolean {
  return message.includes('multiple times');
}
