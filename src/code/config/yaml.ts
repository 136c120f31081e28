import type { Entry } from './entries';
import { FlowReader } from './flow';

/** Longer lines hold data, not settings. */
const MAX_LINE = 2000;

interface Level {
  readonly indent: number;
  readonly key: string | number;
}

/** What opens a literal or folded block. */
const literalBlock = /^[|>][-+\d]*\s*(?:#|$)/;

const indentation = /^([ \t]*)((?:-[ \t]+)*)/;
const quotedKey = /^("[^"\n]*"|'[^'\n]*')[ \t]*:(?:[ \t]+|$)/;
/** The shortest beginning of a key without quotes. */
const plainStart = /^(?:[^\s#'"[\]{},&*!|>%@`-]|-\S)/;
const plainEnd = /#|:(?:[ \t]+|$)/g;

/** The key that a line begins with, quotes and all, and what is written after its colon. */
function keyOf(content: string): { key: string; rest: string } | undefined {
  const quoted = quotedKey.exec(content);
  if (quoted) return { key: quoted[1]!, rest: content.slice(quoted[0].length) };
  const start = plainStart.exec(content);
  if (!start) return undefined;
  plainEnd.lastIndex = start[0].length;
  const end = plainEnd.exec(content);
  if (!end || end[0] === '#') return undefined;
  return { key: content.slice(0, end.index).trimEnd(), rest: content.slice(end.index + end[0].length) };
}

/** The scalars of a YAML text, block or flow style. Anchors and tags are stepped over, aliases not followed. */
export function yamlEntries(text: string): Entry[] {
  return new YamlReader(text).read();
}

class YamlReader {
  private readonly entries: Entry[] = [];
  private readonly levels: Level[] = [];
  private readonly items = new Map<number, number>();
  /** Where the first item of a list is among the entries. */
  private readonly lists = new Map<Level, number>();
  private at = 0;

  constructor(private readonly text: string) {}

  read(): Entry[] {
    while (this.at < this.text.length) this.line();
    return this.entries;
  }

  private lineEnd(from: number): number {
    const end = this.text.indexOf('\n', from);
    return end < 0 ? this.text.length : end;
  }

  private line(): void {
    const end = this.lineEnd(this.at);
    const start = this.at;
    this.at = end + 1;
    if (end - start > MAX_LINE) return;
    const content = this.text.slice(start, end).replace(/\r$/, '');
    if (/^\s*(?:#|$|---|\.\.\.|%)/.test(content)) return;
    const [, space = '', dashes = ''] = indentation.exec(content)!;
    const indent = space.length + dashes.length;
    const { key: rawKey, rest } = keyOf(content.slice(indent)) ?? { rest: content.slice(indent) };
    this.leave(dashes === '' ? indent : space.length);
    if (dashes !== '') this.item(space.length);
    const restAt = start + content.length - rest.length;
    if (rawKey === undefined) {
      if (dashes !== '') this.listItem(rest, restAt);
      return;
    }
    const key = rawKey.replace(/^(["'])(.*)\1$/, '$2');
    const keyAt = start + indent;
    this.value(key, keyAt, rest, restAt, indent);
  }

  /** Leaves the mappings that a line at `indent` is outside of. */
  private leave(indent: number): void {
    while (this.levels.length > 0 && this.levels[this.levels.length - 1]!.indent >= indent) this.levels.pop();
    for (const known of this.items.keys()) if (known > indent) this.items.delete(known);
  }

  private item(indent: number): void {
    const index = (this.items.get(indent) ?? -1) + 1;
    this.items.set(indent, index);
    this.levels.push({ indent, key: index });
  }

  private path(): (string | number)[] {
    return this.levels.map(({ key }) => key);
  }

  private value(key: string, keyAt: number, raw: string, rawAt: number, indent: number): void {
    const property = /^(?:[&!][^\s]*[ \t]+)*/.exec(raw)![0];
    const rest = raw.slice(property.length);
    const at = rawAt + property.length;
    const plain = plainOf(rest);
    if (rest[0] === '{' || rest[0] === '[') {
      const end = new FlowReader(this.text, this.entries).read(at, this.path(), key, keyAt);
      if (end > this.at) this.at = this.lineEnd(end) + 1;
    } else if (literalBlock.test(rest)) {
      this.skipBlock(indent);
    } else if (plain.text === '') {
      this.items.delete(indent);
      this.levels.push({ indent, key });
    } else {
      this.push(key, keyAt, plain, at, 0);
    }
  }

  /** `- 0.1` below `lr:`: the first item stands for the list, with the number of its items. */
  private listItem(rest: string, at: number): void {
    if (literalBlock.test(rest)) {
      this.skipBlock(this.levels.at(-1)?.indent ?? 0);
      return;
    }
    if (rest[0] === '{' || rest[0] === '[') {
      const end = new FlowReader(this.text, this.entries).read(at, this.path(), '', at);
      if (end > this.at) this.at = this.lineEnd(end) + 1;
      return;
    }
    const holder = this.levels[this.levels.length - 2];
    const plain = plainOf(rest);
    if (typeof holder?.key !== 'string' || plain.text === '') return;
    const first = this.lists.get(holder);
    if (first === undefined) {
      this.lists.set(holder, this.entries.length);
      this.entries.push(entryOf(this.path().slice(0, -2), holder.key, at, plain, at, 1));
    } else {
      this.entries[first] = { ...this.entries[first]!, items: this.entries[first]!.items + 1 };
    }
  }

  private push(key: string, keyAt: number, plain: Plain, at: number, items: number): void {
    this.entries.push(entryOf(this.path(), key, keyAt, plain, at, items));
  }

  /** Steps over a literal block: the lines indented more than its key. */
  private skipBlock(indent: number): void {
    while (this.at < this.text.length) {
      const end = this.lineEnd(this.at);
      const content = this.text.slice(this.at, end);
      if (content.trim() !== '' && content.search(/\S/) <= indent) return;
      this.at = end + 1;
    }
  }
}

interface Plain {
  readonly text: string;
  readonly offset: number;
  readonly quoted: boolean;
}

function plainOf(rest: string): Plain {
  const quoted = /^(["'])(.*?)\1/.exec(rest);
  if (quoted) return { text: quoted[2]!, offset: 1, quoted: true };
  const remark = rest.search(/(?:^|\s)#/);
  return { text: (remark < 0 ? rest : rest.slice(0, remark)).trimEnd(), offset: 0, quoted: false };
}

function entryOf(
  path: readonly (string | number)[],
  key: string,
  keyAt: number,
  { text, offset, quoted }: Plain,
  at: number,
  items: number,
): Entry {
  const start = at + offset;
  return { path, key, at: keyAt, start, end: start + text.length, text, quoted, items };
}
