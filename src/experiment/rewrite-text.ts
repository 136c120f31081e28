import { type Located, type Property, parseLocated } from './located-json';
import { parseExperiment } from './parse';
import { sameJson } from './same-json';
import type { Experiment } from './schema';
import { alternativeFor, isRecord, type Path, propertiesOf, rootNode, type SchemaNode } from './schema-node';
import { jsonText, withoutDefaults } from './write';

/** A piece of a text that is replaced. Several are in the order of the text and do not overlap. */
export interface TextChange {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

type Json = Readonly<Record<string, unknown>>;
type Document = Extract<Located, { ok: true }>;

/** Deeper than any experiment. */
const MAX_DEPTH = 32;

/**
 * The changes that make the text of an experiment file say `experiment`, and leave all that need not change as a person
 * has written it: order of keys, indentation, line ends, defaults that are spelled out. Null: the text is not a valid
 * experiment, and nothing may be changed in it.
 */
export function rewriteText(text: string, experiment: Experiment): TextChange[] | null {
  const document = parseLocated(text, MAX_DEPTH);
  const current = document.ok ? parseExperiment(document.value) : undefined;
  if (!document.ok || current?.ok !== true) return null;
  const rewriter = new Rewriter(text, document);
  rewriter.sync([], rootNode(), document.value as Json, current.experiment as unknown as Json, {
    // What it names is about the file, not about the experiment.
    ...(current.experiment.$schema !== undefined && { $schema: current.experiment.$schema }),
    ...(experiment as unknown as Json),
  });
  return merged(rewriter.changes);
}

/** The text after the changes. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  return changes.reduceRight(
    (after, { offset, length, text: put }) => after.slice(0, offset) + put + after.slice(offset + length),
    text,
  );
}

/** One change a place. */
function merged(changes: readonly TextChange[]): TextChange[] {
  const result: TextChange[] = [];
  for (const change of [...changes].sort((a, b) => a.offset - b.offset || a.length - b.length)) {
    const last = result.at(-1);
    if (last?.offset === change.offset) {
      const length = Math.max(last.length, change.length);
      result[result.length - 1] = { offset: change.offset, length, text: last.text + change.text };
    } else result.push(change);
  }
  return result;
}

class Rewriter {
  readonly changes: TextChange[] = [];
  readonly #newline: string;
  /** One step of indentation. */
  readonly #unit: string;

  readonly #text: string;
  readonly #document: Document;

  constructor(text: string, document: Document) {
    this.#text = text;
    this.#document = document;
    this.#newline = text.includes('\r\n') ? '\r\n' : '\n';
    this.#unit = /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
  }

  /** Makes the object at `path` say `target`. `raw` is what stands there, `current` what it means. */
  sync(path: Path, node: SchemaNode, raw: Json, current: Json, target: Json): void {
    if (sameJson(current, target)) return;
    const schemas = propertiesOf(alternativeFor(node, target) as SchemaNode, target);
    const wanted = withoutDefaults(node, target) as Json;
    const properties = this.#document.propertiesOf(path);
    const kept = properties.filter(({ key }) => target[key] !== undefined && Object.hasOwn(schemas, key));
    if (kept.length === 0) {
      this.#replace(path, wanted);
      return;
    }
    this.#remove(properties, new Set(kept));
    for (const key of new Set(kept.map((property) => property.key))) {
      this.#syncValue([...path, key], schemas[key]!, raw[key], current[key], target[key]);
    }
    const order = Object.keys(schemas);
    for (const key of order.filter((name) => Object.hasOwn(wanted, name) && !Object.hasOwn(raw, name))) {
      const before = kept.findLast((property) => order.indexOf(property.key) < order.indexOf(key));
      this.#insert(before ?? null, kept[0]!, key, wanted[key]);
    }
  }

  #syncValue(path: Path, node: SchemaNode, raw: unknown, current: unknown, target: unknown): void {
    if (sameJson(current, target)) return;
    if (isObject(raw) && isObject(current) && isObject(target)) this.sync(path, node, raw, current, target);
    else this.#replace(path, withoutDefaults(node, target));
  }

  /** Puts another value in the place of one. */
  #replace(path: Path, value: unknown): void {
    const span = this.#document.spanOf(path);
    if (span === undefined) return;
    const old = this.#text.slice(span.start, span.end);
    const inline = !old.includes('\n') && (/^[{[]\s*\S/.test(old.slice(0, -1)) || this.#isInline(span.start));
    const text = this.#valueText(value, this.#indentAt(span.start), inline);
    this.changes.push({ offset: span.start, length: span.end - span.start, text });
  }

  /** Takes out every property that is not kept, with its comma and the space around it. */
  #remove(properties: readonly Property[], kept: ReadonlySet<Property>): void {
    for (let first = 0; first < properties.length; first++) {
      if (kept.has(properties[first]!)) continue;
      let last = first;
      while (last + 1 < properties.length && !kept.has(properties[last + 1]!)) last++;
      const next = properties[last + 1];
      const offset = next ? properties[first]!.start : properties[first - 1]!.value.end;
      const end = next ? next.start : properties[last]!.value.end;
      this.changes.push({ offset, length: end - offset, text: '' });
      first = last;
    }
  }

  /** Puts a property behind another one, or before the first, laid out as that one is. */
  #insert(before: Property | null, first: Property, key: string, value: unknown): void {
    const beside = before ?? first;
    const inline = this.#isInline(beside.start);
    const indent = this.#indentAt(beside.start);
    const gap = inline ? ' ' : this.#newline + indent;
    const property = `${JSON.stringify(key)}: ${this.#valueText(value, indent, inline || this.#likesOneLine())}`;
    if (before) this.changes.push({ offset: before.value.end, length: 0, text: `,${gap}${property}` });
    else this.changes.push({ offset: first.start, length: 0, text: `${property},${gap}` });
  }

  #valueText(value: unknown, indent: string, inline: boolean): string {
    if (inline) return inlineText(value);
    return jsonText(value, this.#unit).replaceAll('\n', `${this.#newline}${indent}`);
  }

  /** Whether a person writes an object of its own on one line. */
  #likesOneLine(): boolean {
    const values = this.#document
      .propertiesOf([])
      .map(({ value }) => this.#text.slice(value.start, value.end));
    return values.some((value) => /^\{\s*"[^\n]*$/.test(value));
  }

  /** Whether something stands before this place in its line. */
  #isInline(offset: number): boolean {
    const line = this.#text.slice(this.#text.lastIndexOf('\n', offset - 1) + 1, offset);
    // A value stands behind its key: what counts is what is before that.
    return !/^\s*("(?:[^"\\]|\\.)*"\s*:\s*)?$/.test(line) || !this.#text.includes('\n');
  }

  /** The space that the line of a place begins with. */
  #indentAt(offset: number): string {
    const start = this.#text.lastIndexOf('\n', offset - 1) + 1;
    return /^[ \t]*/.exec(this.#text.slice(start))![0];
  }
}

const isObject = (value: unknown): value is Json => isRecord(value) && !Array.isArray(value);

/** JSON on one line, with the spaces that people put: `{ "ratio": 0.5 }`, `[128, 128]`. */
function inlineText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inlineText).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, child]) => `${JSON.stringify(key)}: ${inlineText(child)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
