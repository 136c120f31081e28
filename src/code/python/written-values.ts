import { append } from '../../core/lists';
import { listSpellings } from '../frameworks/index';
import { argumentsOf } from './arguments';
import { comprehension } from './comprehension';
import type { Context } from './context';
import {
  builtins,
  comparisons,
  isList,
  isMade,
  joined,
  type Made,
  type Names,
  repeated,
  truth,
  type Value,
} from './known-value';
import { computed, numberOf, stringOf } from './literals';
import type { Node } from './node';
import { Unrolled } from './unrolled';

const NO_NAMES: Names = new Map();
const MAX_DEPTH = 24;
/** Loops in loops multiply; no network that is written by hand needs as much. */
const MAX_STEPS = 5000;

/** Works out the widths, lists and conditions that a network is built from. Nothing is run: what is not plain is unknown. */
export class Values {
  private names: Names = NO_NAMES;
  private steps = 0;
  private depth = 0;
  private readonly unrolled: Unrolled;

  constructor(readonly context: Context) {
    this.unrolled = new Unrolled(this);
  }

  /** The names that are known where lists and loops are followed. */
  get known(): Names {
    return this.names;
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

  /** No more is worked out. */
  get isSpent(): boolean {
    return this.steps > MAX_STEPS;
  }

  /** Whether the file changes the list that a name or a field stands for after it was written. */
  isGrown(written: Node): boolean {
    return this.unrolled.isGrown(written);
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
      else if (isList(value)) append(all, value);
      else return undefined;
    }
    return all;
  }

  /** What the target of a loop is in each of its turns; `undefined`: the file does not write it out. */
  turns(loop: Node): readonly Value[] | undefined {
    // A turn that is cut short is no turn like the others.
    const isCut = /\b(?:break|continue|return)\b/.test(loop.block.textOf(loop));
    const over = loop.type === 'while_statement' || isCut ? null : loop.childForFieldName('right');
    const items = over ? this.evaluate(over) : undefined;
    return isList(items) ? items : undefined;
  }

  /** The block of an `if` that holds; `null`: none of it; `undefined`: it cannot be told. */
  chosen(branch: Node): Node | null | undefined {
    const condition = branch.type === 'if_statement' ? branch.childForFieldName('condition') : null;
    const holds = condition ? truth(this.evaluate(condition)) : undefined;
    if (holds) return branch.childForFieldName('consequence');
    const [otherwise, ...more] = branch.childrenForFieldName('alternative');
    if (holds === undefined || more.length > 0 || otherwise?.type === 'elif_clause') return undefined;
    return otherwise?.childForFieldName('body') ?? null;
  }

  private made(node: Node): Made {
    return { node, names: this.names };
  }

  private valueOf(node: Node): Value {
    switch (node.type) {
      case 'identifier':
      case 'attribute':
        return this.name(node);
      case 'list':
      case 'tuple':
      case 'expression_list':
        return this.members(node.namedChildren);
      case 'list_comprehension':
      case 'generator_expression':
        return comprehension(this, node);
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
        return this.element(node) ?? this.traced(node);
      case 'call':
        return this.call(node);
      default:
        return numberOf(node) ?? this.condition(node) ?? this.traced(node);
    }
  }

  private name(node: Node): Value {
    const text = this.context.file.text(node);
    if (this.names.has(text)) return this.names.get(text);
    const value = this.traced(node);
    // Most names are numbers, and nothing is added to these.
    if (value !== undefined && !isList(value)) return value;
    return this.isGrown(node) ? this.unrolled.grown(node) : value;
  }

  /** What the file says elsewhere, where the names that are known here mean nothing. */
  private traced(node: Node): Value {
    const { node: found, complement } = this.context.tracer.trace(node);
    if (!found || complement || found === node) return undefined;
    return this.within(NO_NAMES, () => this.evaluate(found));
  }

  private operation(node: Node): Value {
    const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
    const operator = node.childForFieldName('operator');
    if (!left || !right || !operator) return undefined;
    const text = this.context.file.text(operator);
    const [a, b] = [this.evaluate(left), this.evaluate(right)];
    if (typeof a === 'number' && typeof b === 'number') return computed(text, a, b);
    if (text === '+') return joined(a, b);
    return text === '*' ? repeated(a, b) : undefined;
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
    const bounds = key.namedChildren.map((bound) => this.evaluate(bound));
    if (parts.length !== 2 || !bounds.every((bound) => typeof bound === 'number')) return undefined;
    const from = parts[0]!.trim() === '' ? 0 : bounds[0];
    const to = parts[1]!.trim() === '' ? list.length : bounds.at(-1);
    return list.slice(from, to);
  }

  /** What a call gives: of the functions that walk lists, their result; of all others, what is made. */
  private call(node: Node): Value {
    const { file } = this.context;
    const callee = node.childForFieldName('function');
    const args = argumentsOf(node);
    if (!callee || !args) return undefined;
    const known = builtins[listSpellings.has(file.qualify(callee) ?? '') ? 'list' : file.text(callee)];
    if (!known) return this.traced(node) ?? this.made(node);
    return known(
      args.list.namedChildren
        .filter(({ type }) => type !== 'comment')
        .map((argument) => this.evaluate(argument)),
    );
  }

  private condition(node: Node): Value {
    const [first, second, third] = node.namedChildren;
    if (!first) return undefined;
    switch (node.type) {
      case 'not_operator':
        return not(truth(this.evaluate(first)));
      case 'boolean_operator':
        return second && this.both(node, first, second);
      case 'comparison_operator':
        return second && !third ? this.comparison(node, first, second) : undefined;
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
    return a === undefined || a !== isAnd ? a : truth(this.evaluate(second));
  }

  private comparison(node: Node, first: Node, second: Node): Value {
    const pair = [this.evaluate(first), this.evaluate(second)];
    if (pair.some((value) => value === undefined || isMade(value) || isList(value))) return undefined;
    return comparisons[between(node, first, second)]?.(pair[0], pair[1]);
  }
}

function between(node: Node, first: Node, second: Node): string {
  return node.block.text.slice(first.endIndex, second.startIndex).trim().replace(/\s+/g, ' ');
}

function not(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}
