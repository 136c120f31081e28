import { least } from '../../core/lists';
import { type Expression, pathOf } from '../syntax/tree';
import { computed } from './arithmetic';

/** What names and members stand for while lists and loops are followed, by their paths. */
export type Names = ReadonlyMap<string, Value>;

/** A layer, or what else a call makes, with the names that it was written among. */
export interface Made {
  readonly node: Expression;
  readonly names: Names;
}

/** What an expression is, as far as layers need it; `undefined`: not known. */
export type Value = number | boolean | string | null | Made | readonly Value[] | undefined;

/** More turns than that are no number of layers. */
const MAX_TURNS = 200;
/** More items are no one's layers. */
export const MAX_ITEMS = 500;

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

/** One list after the other; `undefined`: one is none, or together they are too long. */
function joined(a: Value, b: Value): Value {
  return isList(a) && isList(b) && a.length + b.length <= MAX_ITEMS ? [...a, ...b] : undefined;
}

/** Gives the names of an assignment's or a loop's target their values. */
export function bind(names: Map<string, Value>, target: Expression, value: Value): void {
  if (target.type !== 'list') {
    const path = pathOf(target);
    if (path !== undefined) names.set(path, value);
    return;
  }
  target.items.forEach((item, i) => {
    bind(names, item, isList(value) ? value[i] : undefined);
  });
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
function repeated(list: Value, times: Value): Value {
  if (!isList(list) || typeof times !== 'number') return undefined;
  if (times > MAX_TURNS || times * list.length > MAX_TURNS) return undefined;
  return Array.from({ length: Math.max(0, times) }, () => list).flat();
}

/** What an operator makes of two values; `undefined`: unknown. */
export function operate(operator: string, a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') return computed(operator, a, b);
  if (operator === '+') return joined(a, b);
  return operator === '*' ? repeated(a, b) : undefined;
}

/** What Python's functions that walk lists give. */
export const builtins: ReadonlyMap<string, (values: readonly Value[]) => Value> = new Map([
  ['range', range],
  ['len', ([list]: readonly Value[]) => (isList(list) ? list.length : undefined)],
  [
    'list',
    (values: readonly Value[]) => (values.length === 0 ? [] : isList(values[0]) ? values[0] : undefined),
  ],
  ['tuple', ([list]: readonly Value[]) => (isList(list) ? list : undefined)],
  ['reversed', ([list]: readonly Value[]) => (isList(list) ? list.toReversed() : undefined)],
  ['enumerate', enumerated],
  ['zip', zipped],
  ['int', ([number]: readonly Value[]) => (typeof number === 'number' ? Math.trunc(number) : undefined)],
]);

function enumerated([list, from = 0]: readonly Value[]): Value {
  return isList(list) && typeof from === 'number' ? list.map((item, i) => [i + from, item]) : undefined;
}

function zipped(all: readonly Value[]): Value {
  if (all.length === 0 || !all.every(isList)) return undefined;
  const length = least(all.map((list) => list.length));
  return Array.from({ length }, (_, i) => all.map((list) => list[i]));
}

function range(values: readonly Value[]): Value {
  if (values.length === 0 || !values.every((value) => typeof value === 'number')) return undefined;
  const [first, second, step = 1] = values as readonly number[];
  const [from, to] = second === undefined ? [0, first!] : [first!, second];
  const count = step === 0 ? Number.POSITIVE_INFINITY : Math.max(0, Math.ceil((to - from) / step));
  return count > MAX_TURNS ? undefined : Array.from({ length: count }, (_, i) => from + i * step);
}
