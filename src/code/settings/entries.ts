import { spend } from '../work';
import type { Alias, List, Mapping, Scalar, Value } from './tree';

type Path = readonly (string | number)[];

/** A scalar of a configuration file, under its key. */
export interface Entry {
  /** The keys around it, the outermost first; an item of a list is its 0-based index. */
  readonly path: Path;
  readonly key: string;
  /** Where the key and the value beside it stand, without the quote or bracket that ends it. */
  readonly start: number;
  readonly end: number;
  readonly scalar: Scalar;
  /** What stands beside the key where the scalar is written elsewhere. */
  readonly alias: Alias | undefined;
  /** The list that the scalar stands for, as its first; `undefined`: it is in none. */
  readonly list: List | undefined;
}

/** The scalars of a document in the order of its text. A list of scalars has one entry. */
export function entriesOf(document: Value): Entry[] {
  const entries: Entry[] = [];
  collect({ path: [], key: '', start: 0 }, document, entries);
  return entries;
}

interface Place {
  readonly path: Path;
  readonly key: string | number;
  readonly start: number;
}

function collect(place: Place, value: Value, entries: Entry[]): void {
  spend(1 + place.path.length);
  if (value?.kind === 'mapping') {
    if (value.tag) collectScalar(place, value.tag, entries);
    collectMembers(place, value, entries);
  } else if (value?.kind === 'list') collectItems(place, value, entries);
  else if (value) collectScalar(place, value, entries);
}

const pathOf = ({ path, key }: Place): Path => (key === '' ? path : [...path, key]);

/** Of a key that stands twice the later counts. */
function collectMembers(place: Place, { members }: Mapping, entries: Entry[]): void {
  const path = pathOf(place);
  const nameOf = ({ keys }: { readonly keys: Path }) => JSON.stringify(keys);
  const inForce = new Map(members.map((member) => [nameOf(member), member]));
  for (const { keys, start, value } of members.filter((member) => inForce.get(nameOf(member)) === member)) {
    collect({ path: [...path, ...keys.slice(0, -1)], key: keys.at(-1)!, start }, value, entries);
  }
}

function collectItems(place: Place, list: List, entries: Entry[]): void {
  const first = list.items.find((item) => item?.kind === 'scalar' || item?.kind === 'alias');
  for (const [index, item] of list.items.entries()) {
    if (item === first && (item?.kind === 'scalar' || item?.kind === 'alias')) {
      collectScalar(place, item, entries, list);
    } else if (item?.kind === 'list' || item?.kind === 'mapping') {
      collect({ path: pathOf(place), key: index, start: place.start }, item, entries);
    }
  }
}

/** A scalar, or what an alias stands for; of a list the first scalar. */
function collectScalar(place: Place, value: Scalar | Alias, entries: Entry[], around?: List): void {
  const alias = value.kind === 'alias' ? value : undefined;
  const target = value.kind === 'alias' ? value.target : value;
  const list = target.kind === 'list' ? target : around;
  spend(1 + (list?.items.length ?? 0));
  const scalar = target.kind === 'list' ? target.items.find((item) => item?.kind === 'scalar') : target;
  const { path, key, start } = place;
  if (scalar) entries.push({ path, key: String(key), start, end: value.end, scalar, alias, list });
}
