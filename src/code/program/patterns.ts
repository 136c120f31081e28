import { append } from '../../core/lists';
import type { Entry, Expression, Member, Name, Node } from '../syntax/tree';

/** A name or a member that a pattern such as `{ lr, batch: size = 32 }` gives a value. */
export interface Unpacked {
  readonly target: Name | Member;
  /** What it is given, written as an expression: `config.batch ?? 32`; `null`: it cannot be said. */
  readonly value: Expression | null;
  /** Where it stands directly in a pattern of an object: the key. */
  readonly key: string | null;
  readonly default: Expression | null;
}

/** Deeper patterns are no code. */
const DEEPEST = 20;

/** What the names of a target are given by a value. */
export function unpack(target: Expression, value: Expression | null, depth = 0): Unpacked[] {
  switch (target.type) {
    case 'name':
    case 'member':
      return [{ target, value, key: null, default: null }];
    case 'assignment':
      return withDefault(target.target, value, target.value, depth);
    case 'record':
      return depth > DEEPEST ? [] : target.entries.flatMap((entry) => entryOf(entry, value, depth));
    case 'list':
      return depth > DEEPEST ? [] : listed(target.items, value, depth);
    case 'spread':
      return unpack(target.of, null, depth + 1);
    default:
      return [];
  }
}

function withDefault(
  target: Expression,
  value: Expression | null,
  otherwise: Expression | null,
  depth: number,
): Unpacked[] {
  const found = unpack(
    target,
    value && otherwise ? fallback(target, value, otherwise) : otherwise,
    depth + 1,
  );
  return target.type === 'name' ? found.map((one) => ({ ...one, default: otherwise })) : found;
}

function entryOf(entry: Entry, value: Expression | null, depth: number): Unpacked[] {
  const { key } = entry;
  if (key === null) return unpack(entry.value, null, depth + 1);
  const inner = entry.value.type === 'assignment' ? entry.value.target : entry.value;
  const found = unpack(entry.value, value && memberOf(inner, value, key), depth + 1);
  return found.map((one) => ({ ...one, key: one.target === inner ? key : null }));
}

function listed(items: readonly Expression[], value: Expression | null, depth: number): Unpacked[] {
  const found: Unpacked[] = [];
  const written = value?.type === 'list' && !value.items.some(isSpread) ? value.items : undefined;
  for (const [i, item] of items.entries()) {
    const given = written && !items.some(isSpread) ? (written[i] ?? null) : value && itemOf(item, value, i);
    append(
      found,
      unpack(item, given, depth + 1).map((one) => ({ ...one, key: null })),
    );
  }
  return found;
}

const isSpread = ({ type }: Expression) => type === 'spread';

/** An expression that the text means where `at` stands, and does not write. */
const meant = ({ start, end, up }: Node) => ({ start, end, up });

function memberOf(at: Node, object: Expression, name: string): Expression {
  return { type: 'member', ...meant(at), object, name };
}

function itemOf(at: Node, object: Expression, i: number): Expression {
  return { type: 'index', ...meant(at), object, index: { type: 'number', ...meant(at), value: i } };
}

function fallback(at: Node, left: Expression, right: Expression): Expression {
  return { type: 'binary', ...meant(at), operator: '??', left, right };
}
