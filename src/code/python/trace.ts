import * as l10n from '@vscode/l10n';
import type { Confidence, Step } from '../finding';
import { oneLine } from '../lines';
import { argumentsOf } from './arguments';
import type { Binding } from './bindings';
import type { PythonFile } from './file';
import { numberOf, stringOf } from './literals';
import { Members } from './members';
import type { Node } from './node';
import { Parameters } from './parameters';
import { BRANCHES, contains, enclosing, same } from './scopes';

/** How far a trace has come. */
export interface Route {
  readonly chain: readonly Step[];
  readonly confidence: Confidence;
  /** What is found is the fraction kept: `1 - x` was passed on the way. */
  readonly complement: boolean;
  /** Several places give the same number, so that none is the one to edit; says so in words. */
  readonly shared?: string;
}

/** The expression that a use comes from: a literal, or where the trail ends at something else. */
export interface Found extends Route {
  readonly node: Node;
  readonly reason: null;
}

/** No one expression can be told; why, in words. */
export interface Lost extends Route {
  readonly node: null;
  readonly reason: string;
}

export type Outcome = Found | Lost;

const START: Route = { chain: [], confidence: 'high', complement: false };
const MAX_STEPS = 24;
/** Where every step forks, the ways double with each: no one could follow them either. */
const MAX_VISITS = 1000;
/** What makes a number of a library of a number. */
const wrappers = new Set([
  'tensorflow.constant',
  'torch.tensor',
  'numpy.float32',
  'numpy.float64',
  'jax.numpy.float32',
  'ml_collections.FieldReference',
  'ml_collections.config_dict.FieldReference',
  'ml_collections.config_dict.config_dict.FieldReference',
]);
const branches = new Set<string>(BRANCHES);
const loops = ['for_statement', 'while_statement'];
const scopes = ['function_definition', 'class_definition', 'lambda'];

export function lost(route: Route, reason: string): Lost {
  return { ...route, node: null, reason };
}

export function less(confidence: Confidence, route: Route): Route {
  const order: Confidence[] = ['high', 'medium', 'low'];
  return order.indexOf(confidence) > order.indexOf(route.confidence) ? { ...route, confidence } : route;
}

/** The assignments of a name, in the order of the text. */
interface Order {
  /** The function or class that all of them stand in; `null`: none; `undefined`: not one and the same. */
  readonly scope: Node | null | undefined;
  /** Where the first stands that is more than an assignment which runs once. */
  readonly plainUntil: number;
}

/** Follows a value from its use to the one expression that defines it in the file. */
export class Tracer {
  private readonly members: Members;
  readonly parameters: Parameters;
  private readonly open = new Set<Node>();
  private readonly orders = new WeakMap<readonly Binding[], Order>();
  /** What was looked at since the trace began that is under way. */
  private visits = 0;

  constructor(readonly file: PythonFile) {
    this.members = new Members(this);
    this.parameters = new Parameters(this);
  }

  /** Follows `node`; never throws, never guesses. */
  trace(node: Node, route: Route = START): Outcome {
    if (this.open.size === 0) this.visits = 0;
    if (this.open.has(node) || route.chain.length > MAX_STEPS) {
      return lost(route, l10n.t('{0} is defined by itself', this.quote(node)));
    }
    if (++this.visits > MAX_VISITS) {
      return lost(route, l10n.t('{0} is set in several places', this.quote(node)));
    }
    this.open.add(node);
    try {
      return this.follow(node, route);
    } finally {
      this.open.delete(node);
    }
  }

  /** `route` with `node` as its next step. */
  step(route: Route, node: Node): Route {
    const span = this.file.source.span(node);
    return { ...route, chain: [...route.chain, { ...span, text: oneLine(this.file.text(node), 80) }] };
  }

  quote(node: Node): string {
    return oneLine(this.file.text(node), 40);
  }

  private follow(node: Node, route: Route): Outcome {
    switch (node.type) {
      case 'identifier':
        return this.name(node, route);
      case 'attribute':
      case 'subscript':
        return this.members.follow(node, this.step(route, node));
      case 'parenthesized_expression':
        return node.namedChildCount === 1
          ? this.trace(node.firstNamedChild!, route)
          : { ...route, node, reason: null };
      case 'named_expression':
        return this.trace(node.childForFieldName('value') ?? node.firstNamedChild!, route);
      case 'binary_operator':
        return this.complement(node, route);
      case 'conditional_expression':
        return this.condition(node, route);
      case 'call':
        return this.call(node, route);
      default:
        return { ...route, node, reason: null };
    }
  }

  /** `1 - x`; other arithmetic stays where it is, a constant or not. */
  private complement(node: Node, route: Route): Outcome {
    const left = node.childForFieldName('left');
    const right = node.childForFieldName('right');
    const operator = node.childForFieldName('operator');
    const found: Found = { ...route, node, reason: null };
    if (numberOf(node) !== undefined || !left || !right || !operator) return found;
    if (this.file.text(operator) !== '-' || numberOf(left) !== 1) return found;
    return this.trace(right, { ...this.step(route, node), complement: !route.complement });
  }

  /** `p if self.training else 0` is `p` where it matters. */
  private condition(node: Node, route: Route): Outcome {
    const [yes, test, no] = node.namedChildren;
    if (!yes || !test || !no) return lost(route, l10n.t('{0} is incomplete', this.quote(node)));
    const text = this.file.text(test);
    if (/^(?:\w+\.)*(?:is_)?train(?:ing|_mode)?$/.test(text) && numberOf(no) === 0) {
      return this.trace(yes, this.step(route, node));
    }
    const both = [this.trace(yes, route), this.trace(no, route)];
    if (both[0]?.node && same(both[0].node, both[1]?.node)) return both[0];
    return lost(route, l10n.t('depends on a condition: {0}', this.quote(test)));
  }

  private call(node: Node, route: Route): Outcome {
    const callee = node.childForFieldName('function');
    const args = argumentsOf(node);
    if (!callee || !args) return { ...route, node, reason: null };
    const inner = this.passedOn(callee, args.positional);
    if (inner) return this.trace(inner, route);
    const looked = this.members.lookup(node, callee, args, route);
    return looked ?? { ...route, node, reason: null };
  }

  /** `float(x)`, `int(x)`, `tf.constant(x)`: the same number. */
  private passedOn(callee: Node, positional: readonly Node[]): Node | undefined {
    if (positional.length === 0) return undefined;
    const text = this.file.text(callee);
    const builtin = callee.type === 'identifier' && (text === 'float' || text === 'int');
    const cut = text === 'int' && !Number.isInteger(numberOf(positional[0]!) ?? 0);
    if (builtin && !cut && this.file.isFromStar(callee)) return positional[0];
    return wrappers.has(this.file.qualify(callee) ?? '') ? positional[0] : undefined;
  }

  private name(node: Node, before: Route): Outcome {
    const route = this.step(before, node);
    const name = this.file.text(node);
    const bindings = this.file.bindings.of(name, node);
    if (bindings.length === 0) return lost(route, l10n.t('{0} is not defined in this file', name));
    const binding = bindings.length === 1 ? bindings[0]! : this.lastBefore(bindings, node);
    if (!binding) return lost(route, l10n.t('{0} is assigned {1} times', name, bindings.length));
    return this.binding(name, binding, route);
  }

  private binding(name: string, binding: Binding, route: Route): Outcome {
    switch (binding.kind) {
      case 'assign': {
        if (!binding.value) return lost(route, l10n.t('{0} is unpacked from something else', name));
        return this.members.fed(binding, route) ?? this.trace(binding.value, route);
      }
      case 'parameter':
        return this.parameters.follow(name, binding, route);
      case 'loop':
        return lost(route, l10n.t('{0} changes in a loop', name));
      case 'augment':
        return lost(route, l10n.t('{0} changes while the program runs', name));
      case 'import':
        return lost(route, l10n.t('{0} comes from another file: {1}', name, binding.qualified ?? ''));
      case 'function':
      case 'class':
        return { ...route, node: binding.owner, reason: null };
      default:
        return lost(route, l10n.t('{0} is set where it cannot be followed', name));
    }
  }

  /**
   * In code that runs straight through, such as a script or a notebook, the last assignment before the use is the
   * one; a branch, a loop or another scope in between, and no one can tell.
   */
  private lastBefore(bindings: readonly Binding[], use: Node): Binding | undefined {
    const { source } = this.file;
    const scope = enclosing(use, ...scopes);
    if (this.isLooped(use, scope)) return undefined;
    const at = source.start(use);
    const order = this.orderOf(bindings);
    // What comes later in the same code does not matter, whatever it is.
    if (order.scope !== scope || order.plainUntil < at) return undefined;
    let [low, high] = [0, bindings.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (source.start(bindings[middle]!.owner) < at) low = middle + 1;
      else high = middle;
    }
    // A use may stand within an assignment that is not over yet.
    while (low > 0 && source.end(bindings[low - 1]!.owner) > at) low--;
    return bindings[low - 1];
  }

  /** What is the same for all uses of a name: it may be set thousands of times. */
  private orderOf(bindings: readonly Binding[]): Order {
    let order = this.orders.get(bindings);
    if (!order) {
      const [first, ...others] = bindings.map(({ owner }) => enclosing(owner, ...scopes));
      const other = bindings.find(({ owner, kind }) => kind !== 'assign' || this.isBranched(owner));
      order = {
        scope: others.every((scope) => scope === first) ? first : undefined,
        plainUntil: other ? this.file.source.start(other.owner) : Number.POSITIVE_INFINITY,
      };
      this.orders.set(bindings, order);
    }
    return order;
  }

  private isBranched(statement: Node): boolean {
    for (let owner = statement.parent; owner; owner = owner.parent) {
      if (branches.has(owner.type)) return true;
      if (owner.type === 'function_definition') return false;
    }
    return false;
  }

  private isLooped(use: Node, scope: Node | null): boolean {
    const own = enclosing(use, ...loops);
    // What a loop goes over is looked at once.
    const isOver = own !== null && contains(own.childForFieldName('right'), use);
    const loop = isOver ? enclosing(own, ...loops) : own;
    return loop !== null && (scope === null || this.file.source.start(loop) > this.file.source.start(scope));
  }

  /** The string that a use comes from, if it is one. */
  stringAt(node: Node): string | undefined {
    const outcome = this.trace(node);
    return outcome.node ? stringOf(outcome.node) : undefined;
  }
}
