import { least } from '../../core/lists';
import { type Node, textOf } from './node';

/** What names stand for while lists and loops are followed. */
export type Names = ReadonlyMap<string, Value>;

/** A layer, or what else a call makes, with the names that it was written among. */
export interface Made {
  readonly node: Node;
  readonly names: Names;
}

/** What an expression is, as far as layers need it; `undefined`: not known. */
export type Value = number | boolean | string | null | Made | readonly Value[] | undefined;

/** More turns than that are no number of layers. */
const MAX_TURNS = 200;

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isMade(value: Value): value is Made {
  return typeof value === 'object' && value !== null && !isList(value);
}

/** Whether Python takes a value for true; `undefined`: not known. */
export function truth(value: Value): boolean | undefined {
  if (value === undefined || isMade(value)) return undefined;
  return isList(value) ? value.length > 0 : Boolean(value);
}

/** One list after the other; `undefined`: one is none, or together they are longer than `most`. */
export function joined(a: Value, b: Value, most = MAX_TURNS): readonly Value[] | undefined {
  return isList(a) && isList(b) && a.length + b.length <= most ? [...a, ...b] : undefined;
}

/** Gives the names of an assignment's or a loop's target their values. */
export function bind(names: Map<string, Value>, target: Node, value: Value): void {
  if (!patterns.has(target.type)) {
    names.set(textOf(target), value);
    return;
  }
  target.namedChildren.forEach((part, i) => {
    bind(names, part, isList(value) ? value[i] : undefined);
  });
}

const patterns = new Set(['pattern_list', 'tuple_pattern', 'list_pattern']);

/** These names and those of a loop's target in one of its turns. */
export function inTurn(names: Names, target: Node, value: Value): Names {
  const inner = new Map(names);
  bind(inner, target, value);
  return inner;
}

/** What Python's comparisons of plain values give; `undefined`: they have no order. */
export const comparisons: Readonly<Record<string, (a: Value, b: Value) => boolean | undefined>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  is: (a, b) => a === b,
  'is not': (a, b) => a !== b,
  '<': (a, b) => ordered(a, b, (x, y) => x < y),
  '<=': (a, b) => ordered(a, b, (x, y) => x <= y),
  '>': (a, b) => ordered(a, b, (x, y) => x > y),
  '>=': (a, b) => ordered(a, b, (x, y) => x >= y),
};

function ordered(a: Value, b: Value, holds: (a: number, b: number) => boolean): boolean | undefined {
  return typeof a === 'number' && typeof b === 'number' ? holds(a, b) : undefined;
}

/** A list several times over. */
export function repeated(list: Value, times: Value): Value {
  if (!isList(list) || typeof times !== 'number') return undefined;
  if (times > MAX_TURNS || times * list.length > MAX_TURNS) return undefined;
  return Array.from({ length: Math.max(0, times) }, () => list).flat();
}

/** What Python's functions that walk lists give. */
export const builtins: Readonly<Record<string, (values: readonly Value[]) => Value>> = {
  range: (values) => range(values),
  len: ([list]) => (isList(list) ? list.length : undefined),
  list: (values) => (values.length === 0 ? [] : isList(values[0]) ? values[0] : undefined),
  tuple: ([list]) => (isList(list) ? list : undefined),
  reversed: ([list]) => (isList(list) ? list.toReversed() : undefined),
  enumerate: ([list, from = 0]) =>
    isList(list) && typeof from === 'number' ? list.map((item, i) => [i + from, item]) : undefined,
  zip: (all) => {
    if (all.length === 0 || !all.every(isList)) return undefined;
    const length = least(all.map((list) => list.length));
    return Array.from({ length }, (_, i) => all.map((list) => list[i]));
  },
  int: ([number]) => (typeof number === 'number' ? Math.trunc(number) : undefined),
};

function range(values: readonly Value[]): Value {
  if (values.length === 0 || !values.every((value) => typeof value === 'number')) return undefined;
  const [first, second, step = 1] = values as readonly number[];
  const [from, to] = second === undefined ? [0, first!] : [first!, second];
  const count = step === 0 ? Number.POSITIVE_INFINITY : Math.max(0, Math.ceil((to - from) / step));
  return count > MAX_TURNS ? undefined : Array.from({ length: count }, (_, i) => from + i * step);
}
