/** Objects of a heap by the name of their constructor: how many, and their own bytes. */
export type Census = Readonly<Record<string, readonly [count: number, bytes: number]>>;

interface Snapshot {
  readonly snapshot: {
    readonly meta: { readonly node_fields: string[]; readonly node_types: [string[]] };
  };
  readonly nodes: number[];
  readonly strings: string[];
}

/** Counts what a heap snapshot holds, given as the text that V8 writes. */
export function censusOf(text: string): Census {
  const { snapshot, nodes, strings } = JSON.parse(text) as Snapshot;
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [type, name, size] = ['type', 'name', 'self_size'].map((field) => fields.indexOf(field));
  const census: Record<string, [number, number]> = {};
  for (let at = 0; at < nodes.length; at += fields.length) {
    const kind = types[0][nodes[at + type]];
    // Every other kind has names that are contents: texts, numbers, code.
    const key =
      kind === 'object' || kind === 'closure' ? `${kind} ${strings[nodes[at + name]].slice(0, 80)}` : kind;
    census[key] ??= [0, 0];
    const entry = census[key];
    entry[0] += 1;
    entry[1] += nodes[at + size];
  }
  return census;
}

export interface Growth {
  readonly name: string;
  readonly count: number;
  readonly bytes: number;
}

/** What there is more of, most bytes first. */
export function growthOf(before: Census, after: Census): Growth[] {
  return Object.entries(after)
    .map(([name, [count, bytes]]) => {
      const [oldCount, oldBytes] = before[name] ?? [0, 0];
      return { name, count: count - oldCount, bytes: bytes - oldBytes };
    })
    .filter(({ bytes, count }) => bytes > 0 || count > 0)
    .toSorted((a, b) => b.bytes - a.bytes || b.count - a.count);
}
