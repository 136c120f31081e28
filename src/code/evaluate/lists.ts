import { append } from '../../core/lists';
import {
  type Binary,
  type Block,
  type Branch,
  type Call,
  type Declaration,
  type Expression,
  type Index,
  type Member,
  type Name,
  type Node,
  type Other,
  pathOf,
} from '../syntax/tree';
import { inside, isDefinition } from '../syntax/walk';
import { numberOf } from './arithmetic';
import type { Evaluator } from './evaluator';
import { Growth } from './growth';
import {
  bind,
  builtins,
  comparisons,
  isList,
  isMade,
  MAX_ITEMS,
  type Made,
  type Names,
  operate,
  truth,
  type Value,
} from './values';

const MAX_DEPTH = 24;
/** Loops in loops multiply; no network that is written by hand needs as much. */
const MAX_STEPS = 5000;
const cuts = new Set(['break_statement', 'continue_statement', 'return_statement']);

/** Works out the widths, lists and conditions that a network is built from. Nothing is run: what is not plain is unknown. */
export class Lists {
  #names = new Map<string, Value>();
  #steps = 0;
  #depth = 0;
  readonly #growth: Growth;

  /** What holds layers in a list, by its qualified name. */
  readonly #holders: ReadonlyMap<string, unknown>;

  constructor(
    readonly evaluator: Evaluator,
    /** The qualified name of what is imported. */
    readonly qualify: (expression: Expression) => string | undefined,
    holders: ReadonlyMap<string, unknown>,
  ) {
    this.#holders = holders;
    this.#growth = new Growth(this);
  }

  /** Whether lists or loops are being followed. */
  get isAmong(): boolean {
    return this.#names.size > 0;
  }

  /** Does something where other names are known; what is bound meanwhile is not known any more behind it. */
  among<T>(names: Names, work: () => T): T {
    const before = this.#names;
    this.#names = new Map(names);
    try {
      return work();
    } finally {
      this.#names = before;
    }
  }

  /** Does something where the names that are known now stay as they are. */
  aside<T>(work: () => T): T {
    return this.among(this.#names, work);
  }

  bind(target: Expression, value: Value): void {
    bind(this.#names, target, value);
  }

  known(path: string): Value {
    return this.#names.get(path);
  }

  /** No more is worked out. */
  get isSpent(): boolean {
    return this.#steps > MAX_STEPS;
  }

  /** Whether the file changes the list that a name or a member stands for after it was written. */
  isGrown(written: Expression): boolean {
    return this.#growth.changesOf(written).length > 0;
  }

  evaluate(expression: Expression): Value {
    this.#steps++;
    if (this.#depth > MAX_DEPTH || this.isSpent) return undefined;
    this.#depth++;
    try {
      return this.#value(expression);
    } finally {
      this.#depth--;
    }
  }

  /** The members of a list; a member that is not known may be a layer all the same. */
  members(items: readonly Expression[]): readonly Value[] | undefined {
    const all: Value[] = [];
    for (const item of items) {
      const value = this.evaluate(item.type === 'spread' ? item.of : item);
      if (item.type !== 'spread') all.push(value === undefined ? this.#made(item) : value);
      else if (isList(value)) append(all, value);
      else return undefined;
    }
    return all;
  }

  /** What the target of a loop is in each of its turns; `undefined`: the file does not write it out. */
  turns({ over, parts }: Pick<Branch, 'over' | 'parts'>): Iterable<Value> | undefined {
    // A turn that is cut short is no turn like the others.
    const items = over && !parts.some(isCut) ? this.evaluate(over) : undefined;
    return isList(items) ? this.#each(items, parts[0] as Declaration) : undefined;
  }

  *#each(items: readonly Value[], { target }: Declaration): Generator<Value> {
    for (const item of items) {
      this.#steps++;
      if (this.isSpent) return;
      this.bind(target, item);
      yield item;
    }
  }

  /** The block of an `if` that holds; `null`: none of it; `undefined`: unknown. */
  chosen({ parts: [test, yes, ...others] }: Branch): Block | null | undefined {
    const holds = test && truth(this.evaluate(test as Expression));
    if (holds === undefined) return undefined;
    if (holds) return yes as Block;
    const [next] = others;
    if (next?.type === 'branch') return this.chosen({ ...next, parts: [...next.parts, ...others.slice(1)] });
    return (next as Block | undefined) ?? null;
  }

  #made(node: Expression): Made {
    return { node, names: new Map(this.#names) };
  }

  #value(node: Expression): Value {
    switch (node.type) {
      case 'name':
      case 'member':
        return this.#name(node);
      case 'list':
        return this.members(node.items);
      case 'constant':
      case 'text':
        return node.value;
      case 'unary':
        return node.operator === 'not' ? not(truth(this.evaluate(node.operand))) : numberOf(node);
      case 'binary':
        return this.#binary(node);
      case 'condition': {
        const holds = truth(this.evaluate(node.test));
        return holds === undefined ? undefined : this.evaluate(holds ? node.yes : node.no);
      }
      case 'index':
        return this.#item(node) ?? this.#traced(node);
      case 'call':
        return this.#call(node);
      case 'other':
        return /^(?:list_comprehension|generator_expression)$/.test(node.word)
          ? this.#comprehension(node)
          : this.#traced(node);
      default:
        return numberOf(node) ?? this.#traced(node);
    }
  }

  #name(node: Name | Member): Value {
    const path = pathOf(node);
    if (path !== undefined && this.#names.has(path)) return this.#names.get(path);
    // Where it is a program that is read.
    if (path === '__name__') return '__main__';
    const value = this.#traced(node);
    // Most names are numbers, and nothing is added to these.
    if (value !== undefined && !isList(value)) return value;
    return this.isGrown(node) ? this.#growth.grown(node) : value;
  }

  /** What the file says elsewhere, where the names that are known here mean nothing. */
  #traced(node: Expression): Value {
    const { expression, complement } = this.evaluator.follow(node);
    if (!expression || complement || expression === node) return undefined;
    return this.among(new Map(), () => this.evaluate(expression));
  }

  #binary({ operator, left, right }: Binary): Value {
    if (operator === 'and' || operator === 'or') {
      const first = truth(this.evaluate(left));
      const decides = operator === 'or';
      return first === undefined || first === decides ? first : truth(this.evaluate(right));
    }
    const [a, b] = [this.evaluate(left), this.evaluate(right)];
    if (!Object.hasOwn(comparisons, operator)) return operate(operator, a, b);
    const isPlain = [a, b].every((value) => value !== undefined && !isMade(value) && !isList(value));
    return isPlain ? comparisons[operator]!(a, b) : undefined;
  }

  /** `widths[0]`, `widths[-1]`, `widths[:-1]`. */
  #item({ object, index }: Index): Value {
    const list = this.evaluate(object);
    if (!isList(list)) return undefined;
    if (index.type === 'other' && index.word === 'slice') return this.#slice(index, list);
    const i = this.evaluate(index);
    return typeof i === 'number' ? list.at(i) : undefined;
  }

  #slice({ parts }: Other, list: readonly Value[]): Value {
    const [from, to, step] = parts.map((bound) => this.evaluate(bound as Expression));
    if (step !== undefined || ![from, to].every((bound) => bound === null || typeof bound === 'number'))
      return undefined;
    return list.slice((from as number | null) ?? 0, (to as number | null) ?? list.length);
  }

  /** What a call gives: of the functions that walk lists, their result; of all others, what is made. */
  #call(node: Call): Value {
    const name = this.qualify(node.callee) ?? '';
    const known = builtins.get(this.#holders.has(name) ? 'list' : (pathOf(node.callee) ?? ''));
    if (known) return known(node.args.map((argument) => this.evaluate(argument)));
    return this.#traced(node) ?? this.#made(node);
  }

  /** `[nn.Linear(a, b) for a, b in zip(widths, widths[1:])]`; `undefined`: unknown. */
  #comprehension({ parts: [block] }: Other): Value {
    const [body, ...clauses] = (block as Block).body;
    const found: Value[] = [];
    return this.aside(() => this.#clauses(clauses as Other[], body as Expression, found)) ? found : undefined;
  }

  /** Adds what the body is in each turn of the clauses; false: it cannot be evaluated. */
  #clauses([clause, ...inner]: readonly Other[], body: Expression, found: Value[]): boolean {
    if (!clause) {
      const items = this.members([body]);
      append(found, items ?? []);
      return items !== undefined && found.length <= MAX_ITEMS;
    }
    // What is broken may stand in the place of a clause, or of a part of one.
    const [first, over] = clause.type === 'other' ? clause.parts : [];
    if (!first) return false;
    if (clause.word === 'if_clause') {
      const holds = truth(this.evaluate(first as Expression));
      return holds ? this.#clauses(inner, body, found) : holds === false;
    }
    const turns = over && this.turns({ over: over as Expression, parts: [first] });
    if (!turns) return false;
    for (const _ of turns) if (!this.#clauses(inner, body, found)) return false;
    return !this.isSpent;
  }
}

function not(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

/** Whether a loop may be left, or a turn of it be cut short. */
function isCut(part: Node): boolean {
  for (const node of inside(part, isDefinition))
    if (node.type === 'other' && cuts.has(node.word)) return true;
  return false;
}
