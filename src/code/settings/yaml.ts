import { CST, Parser } from 'yaml';
import { append } from '../../core/lists';
import { passOver, spend } from '../work';
import { type List, MAX_DEPTH, type Mapping, type Member, type Scalar, type Value } from './tree';

/** Longer scalars are prose. */
const MAX_SCALAR = 1000;

/** So often reading goes on behind what is no YAML. */
const MOST_RESTARTS = 50;

/**
 * The documents of a YAML text. They are read from the concrete syntax tree: it has the place of everything, and
 * nothing in it is expanded. A merged mapping (`<<`) counts where it is written. What is no YAML, such as a template's
 * `{% if %}`, ends a document; the lines behind it are one of their own.
 */
export function yamlDocuments(text: string): Value[] {
  const documents: Value[] = [];
  const reader = new Reader();
  let start: number | undefined = 0;
  for (let i = 0; i < MOST_RESTARTS && start !== undefined; i++) start = reader.read(text, start, documents);
  if (start !== undefined) passOver();
  return documents;
}

type Props = readonly CST.SourceToken[] | undefined;

class Reader {
  /** What anchors stand for; the last one of a name counts. */
  readonly #anchors = new Map<string, Value>();

  /** Reads from a line on; returns the line where to go on, if what is no YAML kept it from the rest. */
  read(text: string, start: number, documents: Value[]): number | undefined {
    const parser = new Parser();
    parser.offset = start;
    for (const token of parser.parse(text.slice(start))) {
      if (token.type === 'document') documents.push(this.value(token.start, token.value));
      else if (token.type === 'error') return lineToGoOn(text, start, token);
    }
    return undefined;
  }

  /** @param props the anchor and the tag of the value among what stands before it. */
  value(props: Props, token: CST.Token | null | undefined, depth = 0): Value {
    spend(1 + (props?.length ?? 0));
    const tag = props?.find(({ type }) => type === 'tag');
    const value = withTag(tag, this.#read(token, depth, tag?.source));
    for (const { type, source } of props ?? []) {
      if (type === 'anchor') this.#anchors.set(source.slice(1), value);
    }
    return value;
  }

  #read(token: CST.Token | null | undefined, depth: number, tag?: string): Value {
    if (!token) return undefined;
    if (token.type === 'alias') return this.#alias(token);
    if (CST.isScalar(token)) return scalar(token, tag);
    if (!CST.isCollection(token)) return undefined;
    if (depth <= MAX_DEPTH)
      return isList(token) ? this.#list(token, depth + 1) : this.#mapping(token.items, depth + 1);
    passOver();
    return undefined;
  }

  #alias({ source, offset }: CST.FlowScalar): Value {
    const target = this.#anchors.get(source.slice(1));
    if (target?.kind !== 'scalar' && target?.kind !== 'list') return undefined;
    return { kind: 'alias', target, start: offset, end: offset + source.length };
  }

  #list(token: CST.BlockSequence | CST.FlowCollection, depth: number): List {
    const items = token.items
      .filter(({ key, sep, value }: CST.CollectionItem) => key || sep || value)
      .map((item: CST.CollectionItem) =>
        // `[a: 1]` has a mapping of one pair.
        item.key || item.sep ? this.#mapping([item], depth) : this.value(item.start, item.value, depth),
      );
    return { kind: 'list', items, end: endOf(token, items.at(-1)) };
  }

  #mapping(items: readonly CST.CollectionItem[], depth: number): Mapping {
    const members: Member[] = [];
    const all = [...items];
    for (const { key, sep, value } of all) {
      // Of `a: : :` each colon opens a mapping for all that follows, however deep.
      if (value?.type === 'block-map' && value.items[0]?.key === null) append(all, value.items);
      else if (key || value) members.push({ ...keyOf(key, value), value: this.value(sep, value, depth) });
    }
    return { kind: 'mapping', members };
  }
}

/** A key with the lines that come before it is one that is being written: `dro`, and below it `dropout: 0.5`. */
function keyOf(
  key: CST.Token | null | undefined,
  value: CST.Token | undefined,
): Pick<Member, 'keys' | 'start'> {
  if (!CST.isScalar(key)) return { keys: [''], start: (key ?? value)?.offset ?? 0 };
  if (key.type !== 'scalar') return { keys: [scalar(key).text], start: key.offset };
  const line = key.source.slice(key.source.lastIndexOf('\n') + 1);
  const name = line.trimStart();
  return { keys: [name], start: key.offset + key.source.length - name.length };
}

/** `opt: !name:torch.optim.Adam` says what the mapping is that follows, if any does. */
function withTag(tag: CST.SourceToken | undefined, value: Value): Value {
  if (!tag || tag.source.startsWith('!!') || (value && value.kind !== 'mapping')) return value;
  const { offset: start, source: text } = tag;
  const scalar: Scalar = { kind: 'scalar', text, quoted: true, start, end: start + text.length };
  return value ? { ...value, tag: scalar } : scalar;
}

function lineToGoOn(text: string, start: number, { offset, source }: CST.ErrorToken): number | undefined {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  if (line > start && source !== '}' && source !== ']') return line;
  const next = text.indexOf('\n', offset) + 1;
  return next > 0 ? next : undefined;
}

/** Whether a tag says that a scalar is text, or none, whatever it looks like. */
const tags: ReadonlyMap<string | undefined, boolean> = new Map([
  ['!!str', true],
  ['!', true],
  ['!!float', false],
  ['!!int', false],
]);

function isList(
  token: CST.BlockMap | CST.BlockSequence | CST.FlowCollection,
): token is CST.BlockSequence | CST.FlowCollection {
  return token.type === 'block-seq' || (token.type === 'flow-collection' && token.start.source === '[');
}

function endOf(token: CST.BlockSequence | CST.FlowCollection, last: Value): number {
  const bracket = token.type === 'flow-collection' ? token.end[0] : undefined;
  if (bracket) return bracket.offset + 1;
  return last && 'end' in last ? last.end : token.offset;
}

function scalar(token: CST.FlowScalar | CST.BlockScalar, tag?: string): Scalar {
  const { offset, source } = token;
  const isQuoted = token.type === 'single-quoted-scalar' || token.type === 'double-quoted-scalar';
  const text = source.length > MAX_SCALAR ? '' : CST.resolveAsScalar(token, false, () => {}).value;
  const start = offset + (isQuoted ? 1 : 0);
  const end = Math.max(start, offset + source.length - (isQuoted && source.length > 1 ? 1 : 0));
  return { kind: 'scalar', text, quoted: tags.get(tag) ?? token.type !== 'scalar', start, end };
}
