import type { Path } from './schema-node';
import { Fault, keyIn, MARK, type Nodes, Walk } from './walk-json';

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
      /** Keys that an object has more than once, the first of them. The last one counts, as for `JSON.parse`. */
      readonly duplicates: readonly ({ readonly path: Path } & Place)[];
    }
  | { readonly ok: false; readonly problem: { readonly message: string } & Place };

/**
 * JSON (RFC 8259) with the place of every value, so that an error can be shown at its line. It takes what
 * `JSON.parse` takes, and a byte order mark before it; nesting beyond `maxDepth` is refused. The text is walked through
 * once for the places; its values are what `JSON.parse` makes of it.
 */
export function parseLocated(text: string, maxDepth: number): Located {
  const lines = new Lines(text);
  const walk = new Walk(text, maxDepth);
  try {
    walk.document();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ok: false, problem: { message: error.message, ...lines.placeOf(error.offset) } };
  }
  const tree = new Tree(text, walk.nodes);
  return {
    ok: true,
    value: JSON.parse(text.startsWith(MARK) ? text.slice(1) : text),
    placeOf: (path) => lines.placeOf(tree.find(path).span.start),
    spanOf: (path) => tree.at(path)?.span,
    propertiesOf: (path) => tree.at(path)?.properties() ?? [],
    duplicates: walk.duplicates.map(({ path, offset }) => ({ path, ...lines.placeOf(offset) })),
  };
}

/** Where the lines of a text begin; looked for when the first place is asked for. */
class Lines {
  #starts: number[] | undefined;

  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  placeOf(offset: number): Place {
    this.#starts ??= startsOf(this.#text);
    const starts = this.#starts;
    let [line, end] = [0, starts.length];
    while (end - line > 1) {
      const middle = (line + end) >> 1;
      if (starts[middle]! <= offset) line = middle;
      else end = middle;
    }
    return { line: line + 1, column: offset - starts[line]! + 1 };
  }
}

function startsOf(text: string): number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return starts;
}

/** A value of a text. */
interface LocatedValue {
  readonly span: Span;
  properties(): Property[];
}

/** Finds values by their paths. */
class Tree {
  /** What is in the objects and lists that were asked about, the last of each key. */
  readonly #children = new Map<number, ReadonlyMap<string | number, number>>();

  readonly #text: string;
  readonly #nodes: Nodes;

  constructor(text: string, nodes: Nodes) {
    this.#text = text;
    this.#nodes = nodes;
  }

  /** The deepest value on the way of a path that is there, and how much of the path leads to it. */
  find(path: Path): LocatedValue & { readonly length: number } {
    let node = 0;
    let length = 0;
    for (const key of path) {
      const child = this.#childrenOf(node).get(key);
      if (child === undefined) break;
      node = child;
      length++;
    }
    return { length, span: this.#spanOf(node), properties: () => this.#propertiesOf(node) };
  }

  at(path: Path): LocatedValue | undefined {
    const found = this.find(path);
    return found.length === path.length ? found : undefined;
  }

  #spanOf(node: number): Span {
    return { start: this.#nodes.start[node]!, end: this.#nodes.end[node]! };
  }

  #propertiesOf(node: number): Property[] {
    const properties: Property[] = [];
    for (const child of this.#inside(node)) {
      const start = this.#nodes.key[child]!;
      if (start >= 0) properties.push({ key: keyIn(this.#text, start), start, value: this.#spanOf(child) });
    }
    return properties;
  }

  #childrenOf(node: number): ReadonlyMap<string | number, number> {
    let children = this.#children.get(node) as Map<string | number, number> | undefined;
    if (children) return children;
    children = new Map();
    for (const child of this.#inside(node)) {
      const start = this.#nodes.key[child];
      children.set(start! < 0 ? children.size : keyIn(this.#text, start!), child);
    }
    this.#children.set(node, children);
    return children;
  }

  *#inside(node: number): Generator<number, void> {
    const { next } = this.#nodes;
    for (let child = node + 1; child < next[node]!; child = next[child]!) yield child;
  }
}
