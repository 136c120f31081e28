import { type Arguments, argumentsOf } from './arguments';
import type { Context } from './context';
import { arithmetic, numberOf, stringOf } from './literals';
import type { Node } from './node';
import { Unrolled } from './unrolled';

/** What names stand for while lists and loops are followed. */
export type Names = ReadonlyMap<string, Value>;

/** A layer, or what else a call makes, with the names that it was written among. */
export interface Made {
  readonly node: Node;
  readonly names: Names;
}

/** What an expression is, as far as layers need it; `undefined`: not known. */
export type Value = number | boolean | string | null | Made | readonly Value[] | undefined;

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isMade(value: Value): value is Made {
  return typeof value === 'object' && value !== null && !isList(value);
}

const NO_NAMES: Names = new Map();
const MAX_DEPTH = 24;
/** Loops in loops multiply; no network that is written by hand needs as much. */
const MAX_STEPS = 5000;
/** A range longer than this is no number of layers. */
const MAX_ITEMS = 200;
const lists = new Set(['list', 'tuple', 'expression_list']);
const comprehensions = new Set(['list_comprehension', 'generator_expression']);
const compare: Readonly<Record<string, (a: Value, b: Value) => boolean | undefined>> = {
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

/** Whether Python takes a value for true; `undefined`: not known. */
export function truth(value: Value): boolean | undefined {
  if (value === undefined || isMade(value)) return undefined;
  return isList(value) ? value.length > 0 : Boolean(value);
}

/** Works out the widths, lists and conditions that a network is built from. Nothing is run: what is not plain is unknown. */
export class Values {
  private names: Names = NO_NAMES;
  private steps = 0;
  private depth = 0;
  private readonly unrolled: Unrolled;

  constructor(readonly context: Context) {
    this.unrolled = new Unrolled(this);
  }

  /** Does something where other names are known. */
  within<T>(names: Names, work: () => T): T {
    const before = this.names;
    this.names = names;
    try {
      return work();
    } finally {
      this.names = before;
    }
  }

  /** The names that are known here. */
  get known(): Names {
    return this.names;
  }

  /** What a name or a field is where lists are followed. */
  named(node: Node): Value {
    return this.names.get(this.context.file.text(node));
  }

  /** No more is worked out. */
  get isSpent(): boolean {
    return this.steps > MAX_STEPS;
  }

  evaluate(node: Node): Value {
    this.steps++;
    if (this.depth > MAX_DEPTH || this.isSpent) return undefined;
    this.depth++;
    try {
      return this.valueOf(node);
    } finally {
      this.depth--;
    }
  }

  /** The members of a list; a member that is not known may be a layer all the same. */
  members(nodes: readonly Node[]): readonly Value[] | undefined {
    const all: Value[] = [];
    for (const node of nodes) {
      if (node.type === 'comment' || node.type === 'keyword_argument') continue;
      const value = this.evaluate(node.type === 'list_splat' ? (node.firstNamedChild ?? node) : node);
      if (node.type !== 'list_splat') all.push(value === undefined ? this.made(node) : value);
      else if (isList(value)) all.push(...value);
      else return undefined;
    }
    return all;
  }

  private made(node: Node): Made {
    return { node, names: this.names };
  }

  private valueOf(node: Node): Value {
    if (node.type === 'identifier' || node.type === 'attribute') return this.name(node);
    if (lists.has(node.type)) return this.members(node.namedChildren);
    if (comprehensions.has(node.type)) return this.unrolled.comprehension(node, this.names);
    switch (node.type) {
      case 'true':
      case 'false':
        return node.type === 'true';
      case 'none':
        return null;
      case 'string':
        return stringOf(node);
      case 'parenthesized_expression':
        return node.namedChildCount === 1 ? this.evaluate(node.firstNamedChild!) : undefined;
      case 'binary_operator':
        return this.operation(node);
      case 'subscript':
        return this.element(node);
      case 'call':
        return this.call(node);
      default:
        return numberOf(node) ?? this.condition(node);
    }
  }

  private name(node: Node): Value {
    const { file, tracer } = this.context;
    if (this.names.has(file.text(node))) return this.named(node);
    const grown = this.unrolled.grown(node);
    if (grown) return grown.value;
    const { node: found, complement } = tracer.trace(node);
    if (!found || complement || found === node) return undefined;
    return this.within(NO_NAMES, () => this.evaluate(found));
  }

  private operation(node: Node): Value {
    const number = arithmetic(node, (operand) => {
      const value = this.evaluate(operand);
      return typeof value === 'number' ? value : undefined;
    });
    if (number !== undefined) return number;
    const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
    const operator = node.childForFieldName('operator');
    if (!left || !right || !operator) return undefined;
    const [a, b] = [this.evaluate(left), this.evaluate(right)];
    if (this.context.file.text(operator) === '+')
      return isList(a) && isList(b) && a.length + b.length <= MAX_ITEMS ? [...a, ...b] : undefined;
    if (this.context.file.text(operator) !== '*' || !isList(a) || typeof b !== 'number') return undefined;
    return b > MAX_ITEMS || b * a.length > MAX_ITEMS
      ? undefined
      : Array.from({ length: Math.max(0, b) }, () => a).flat();
  }

  /** `widths[0]`, `widths[-1]`, `widths[:-1]`. */
  private element(node: Node): Value {
    const object = node.childForFieldName('value');
    const [key, ...more] = node.childrenForFieldName('subscript');
    const list = object ? this.evaluate(object) : undefined;
    if (!key || more.length > 0 || !isList(list)) return undefined;
    if (key.type === 'slice') return this.slice(key, list);
    const index = this.evaluate(key);
    return typeof index === 'number' ? list.at(index) : undefined;
  }

  private slice(key: Node, list: readonly Value[]): Value {
    const parts = this.context.file.text(key).split(':');
    if (parts.length !== 2) return undefined;
    const bounds = key.namedChildren.map((bound) => this.evaluate(bound));
    if (!bounds.every((bound) => typeof bound === 'number')) return undefined;
    const from = parts[0]!.trim() === '' ? 0 : bounds[0];
    const to = parts[1]!.trim() === '' ? list.length : bounds.at(-1);
    return list.slice(from as number, to as number);
  }

  /** What a call gives: of the functions that walk lists, their result; of all others, what is made. */
  private call(node: Node): Value {
    const { file } = this.context;
    const callee = node.childForFieldName('function');
    const args = argumentsOf(node);
    if (!callee || !args) return undefined;
    const holdsLayers = /^(?:torch\.nn\.ModuleList|paddle\.nn\.LayerList)$/.test(file.qualify(callee) ?? '');
    const name = holdsLayers ? 'list' : file.text(callee);
    const known = builtins[name];
    if (!known) return this.made(node);
    return known(this.argumentValues(args));
  }

  private argumentValues({ list }: Arguments): readonly Value[] {
    return list.namedChildren
      .filter(({ type }) => type !== 'comment')
      .map((argument) => this.evaluate(argument));
  }

  private condition(node: Node): Value {
    const [first, second, third] = node.namedChildren;
    switch (node.type) {
      case 'not_operator':
        return first && not(truth(this.evaluate(first)));
      case 'boolean_operator':
        return first && second && this.both(node, first, second);
      case 'comparison_operator':
        return first && second && !third ? this.comparison(node, first, second) : undefined;
      case 'conditional_expression': {
        const holds = second && truth(this.evaluate(second));
        const chosen = holds ? first : third;
        return holds === undefined || !chosen ? undefined : this.evaluate(chosen);
      }
      default:
        return undefined;
    }
  }

  private both(node: Node, first: Node, second: Node): Value {
    const isAnd = between(node, first, second) === 'and';
    const a = truth(this.evaluate(first));
    if (a === undefined) return undefined;
    return a === isAnd ? truth(this.evaluate(second)) : a;
  }

  private comparison(node: Node, first: Node, second: Node): Value {
    const [a, b] = [this.evaluate(first), this.evaluate(second)];
    if (a === undefined || b === undefined || isMade(a) || isMade(b) || isList(a) || isList(b))
      return undefined;
    return compare[between(node, first, second)]?.(a, b);
  }
}

function between(node: Node, first: Node, second: Node): string {
  return node.block.text.slice(first.endIndex, second.startIndex).trim().replace(/\s+/g, ' ');
}

function not(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

const builtins: Readonly<Record<string, (values: readonly Value[]) => Value>> = {
  range: (values) => range(values),
  len: ([list]) => (isList(list) ? list.length : undefined),
  list: ([list]) => (isList(list) ? list : list === undefined ? [] : undefined),
  tuple: ([list]) => (isList(list) ? list : undefined),
  reversed: ([list]) => (isList(list) ? [...list].reverse() : undefined),
  enumerate: ([list, from = 0]) =>
    isList(list) && typeof from === 'number' ? list.map((item, i) => [i + from, item]) : undefined,
  zip: (all) => {
    if (all.length === 0 || !all.every(isList)) return undefined;
    const length = Math.min(...all.map((list) => list.length));
    return Array.from({ length }, (_, i) => all.map((list) => list[i]));
  },
  int: ([number]) => (typeof number === 'number' ? Math.trunc(number) : undefined),
};

function range(values: readonly Value[]): Value {
  if (values.length === 0 || !values.every((value) => typeof value === 'number')) return undefined;
  const [first, second, step = 1] = values as readonly number[];
  const [from, to] = second === undefined ? [0, first!] : [first!, second];
  const count = step === 0 ? Number.POSITIVE_INFINITY : Math.max(0, Math.ceil((to - from) / step));
  return count > MAX_ITEMS ? undefined : Array.from({ length: count }, (_, i) => from + i * step);
}
