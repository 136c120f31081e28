import { passOver, spend } from '../work';
import { type Entry, MAX_DEPTH } from './entries';

/**
 * Reads bracketed collections: JSON with or without comments, YAML's flow style, TOML's arrays and inline tables. It
 * reads for the entries and is no validator: what it does not understand it steps over.
 */
export class FlowReader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly entries: Entry[],
  ) {}

  /** Reads the collection that opens at `offset`; returns the offset after it. */
  read(offset: number, path: readonly (string | number)[], key: string, keyAt: number): number {
    this.at = offset;
    this.collection({ path, key, at: keyAt }, 0);
    return this.at;
  }

  private collection(place: Place, depth: number): void {
    const close = this.text[this.at] === '{' ? '}' : ']';
    const first = this.entries.length;
    let items = 0;
    let scalars = 0;
    this.at++;
    for (;;) {
      this.blank();
      const here = this.text[this.at];
      if (here === undefined) return;
      if (here === '}' || here === ']') break;
      if (here === ',') {
        this.at++;
        continue;
      }
      if (close === '}') this.member(place, depth);
      else if (this.item(place, items, depth, scalars === 0)) scalars++;
      items++;
    }
    this.at++;
    if (scalars > 0) this.count(first, items);
  }

  /** Tells the first scalar of a list, which stands for the list, how many items there are. */
  private count(first: number, items: number): void {
    for (let i = first; i < this.entries.length; i++) {
      if (this.entries[i]!.items !== -1) continue;
      this.entries[i] = { ...this.entries[i]!, items };
      return;
    }
  }

  private member(place: Place, depth: number): void {
    const at = this.at;
    const key = this.scalar(true);
    this.blank();
    const separator = this.text[this.at];
    if (separator !== ':' && separator !== '=') return;
    this.at++;
    this.blank();
    spend(1 + place.path.length);
    const inner: Place = {
      path: [...place.path, place.key].filter((part) => part !== ''),
      key: key.text,
      at,
    };
    this.value(inner, depth, 0);
  }

  private item(place: Place, index: number, depth: number, isFirst: boolean): boolean {
    const opens = this.text[this.at] === '{' || this.text[this.at] === '[';
    const inner = opens ? { path: [...place.path, place.key], key: index, at: place.at } : place;
    if (opens || isFirst) this.value(inner, depth, -1);
    else this.scalar(false);
    return !opens;
  }

  private value(place: Place, depth: number, items: number): void {
    const open = this.text[this.at];
    if (open === '{' || open === '[') {
      if (depth < MAX_DEPTH) this.collection(place, depth + 1);
      else this.skip();
      return;
    }
    const { start, end, text, quoted } = this.scalar(false);
    this.entries.push({
      path: place.path,
      key: String(place.key),
      at: place.at,
      start,
      end,
      text,
      quoted,
      items,
    });
  }

  /** Steps over the collection that opens here, whatever is in it. */
  private skip(): void {
    passOver();
    let open = 0;
    let isValue = false;
    do {
      const here = this.text[this.at];
      if (here === undefined) return;
      if (here === '{' || here === '[') open++;
      else if (here === '}' || here === ']') open--;
      if ('{[]},:='.includes(here)) this.at++;
      else this.scalar(!isValue);
      isValue = here === ':' || here === '=';
      this.blank();
    } while (open > 0);
  }

  private scalar(isKey: boolean): { start: number; end: number; text: string; quoted: boolean } {
    const quote = this.text[this.at];
    if (quote === '"' || quote === "'") return this.quotedScalar(quote);
    const start = this.at;
    while (this.at < this.text.length && !this.endsPlain(isKey)) this.at++;
    if (this.at === start) this.at++;
    const raw = this.text.slice(start, this.at);
    const text = raw.trimEnd();
    return { start, end: start + text.length, text, quoted: false };
  }

  private endsPlain(isKey: boolean): boolean {
    const here = this.text[this.at]!;
    if (',[]{}\n\r'.includes(here)) return true;
    if (isKey && (here === ':' || here === '=')) return true;
    return here === '#' && /\s/.test(this.text[this.at - 1] ?? ' ');
  }

  private quotedScalar(quote: string): { start: number; end: number; text: string; quoted: boolean } {
    const start = this.at + 1;
    let end = start;
    while (end < this.text.length && this.text[end] !== quote)
      end += this.text[end] === '\\' && quote === '"' ? 2 : 1;
    this.at = Math.min(end + 1, this.text.length);
    return { start, end, text: this.text.slice(start, end), quoted: true };
  }

  /** Steps over white space and comments. */
  private blank(): void {
    for (;;) {
      const here = this.text[this.at];
      const next = this.text[this.at + 1];
      if (here !== undefined && /\s/.test(here)) this.at++;
      else if (here === '#' || (here === '/' && next === '/')) this.to('\n');
      else if (here === '/' && next === '*') this.to('*/');
      else return;
    }
  }

  private to(mark: string): void {
    const end = this.text.indexOf(mark, this.at + 1);
    this.at = end < 0 ? this.text.length : end + mark.length;
  }
}

interface Place {
  readonly path: readonly (string | number)[];
  readonly key: string | number;
  readonly at: number;
}

/** The entries of a JSON text, comments allowed. */
export function jsonEntries(text: string): Entry[] {
  const entries: Entry[] = [];
  const start = text.search(/[[{]/);
  if (start >= 0) new FlowReader(text, entries).read(start, [], '', start);
  return entries;
}
