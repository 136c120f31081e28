/** A scalar as it is written. */
export interface Scalar {
  readonly kind: 'scalar';
  /** What it says: without quotes, escapes resolved. */
  readonly text: string;
  /** It is text whatever it looks like: in quotes, a block of text, or tagged as text. */
  readonly quoted: boolean;
  /** Where it is written, without its quotes. */
  readonly start: number;
  readonly end: number;
}

/** A YAML alias: it stands for a value that is written elsewhere. */
export interface Alias {
  readonly kind: 'alias';
  readonly target: Scalar | List;
  readonly start: number;
  readonly end: number;
}

export interface List {
  readonly kind: 'list';
  readonly items: readonly Value[];
  /** Behind its last item, or behind its bracket. */
  readonly end: number;
}

/** A value under a key. */
export interface Member {
  /** One key, or several that are written together: `a.b = 1`. An item of a list is its 0-based index. */
  readonly keys: readonly (string | number)[];
  /** Where the key begins that stands beside the value. */
  readonly start: number;
  readonly value: Value;
}

export interface Mapping {
  readonly kind: 'mapping';
  /** A YAML tag that says what the mapping describes. */
  readonly tag?: Scalar;
  readonly members: readonly Member[];
}

/** `undefined`: nothing, or nothing that is read. */
export type Value = Scalar | Alias | List | Mapping | undefined;

/** Collections nested deeper than this are left out. */
export const MAX_DEPTH = 200;

export interface Bracket {
  readonly at: number;
  readonly opens: boolean;
}

/** `text` with blanks in place of what is nested too deeply, so that offsets stay; itself where nothing is. */
export function withoutDepths(text: string, brackets: Iterable<Bracket>): string {
  const parts: string[] = [];
  let [depth, from, end] = [0, 0, 0];
  for (const { at, opens } of brackets) {
    depth = Math.max(0, depth + (opens ? 1 : -1));
    if (opens && depth === MAX_DEPTH + 1) from = at;
    if (opens || depth !== MAX_DEPTH) continue;
    parts.push(text.slice(end, from), ' '.repeat(at + 1 - from));
    end = at + 1;
  }
  parts.push(text.slice(end, depth > MAX_DEPTH ? from : undefined));
  return parts.join('');
}
