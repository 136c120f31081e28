import { append } from '../../core/lists';
import type { Callable, Expression, Name, Node } from '../syntax/tree';
import { spend } from '../work';
import type { Dialect } from './dialect';

/** A parameter of a function, or a name that one is unpacked into. */
export interface Formal {
  readonly name: string;
  readonly of: Callable;
  /** −1: calls give it by its name alone. */
  readonly position: number;
  /** Where an object is unpacked: the key; `null`: the parameter itself, or deeper down. */
  readonly key: string | null;
  readonly isUnpacked: boolean;
  /** It has the keywords that are left: `**kwargs`. */
  readonly isRecord: boolean;
  /** What the default of the whole object has under the key: it counts where nothing is given at all. */
  readonly ofWhole: Expression | null;
  /** A member of the object, too. */
  readonly isMember: boolean;
  /** The name of the class that it is annotated with. */
  readonly annotation: string | null;
}

/** What gives a name its value at one place of the text. */
export interface Binding {
  readonly at: Name;
  /** The value; of a parameter the default; `null`: something that cannot be read, or nothing. */
  readonly value: Expression | null;
  /** Where an unpacking has a default that is not that of a parameter. */
  readonly default?: Expression | null;
  readonly formal?: Formal;
  /** `let model;`: the value comes later. */
  readonly isEmpty?: boolean;
  /** What it is imported from, and the path there. */
  readonly imported?: { readonly module: string; readonly path: readonly string[] };
}

/** The bindings of a name in a scope, and those of them that give it a value. */
interface Bound {
  readonly all: Binding[];
  readonly given: Binding[];
}

type Names = Map<string, Bound>;

const NONE: readonly Binding[] = [];

/** Whether names may be local to a node. */
const isScope = (node: Node) =>
  node.type === 'callable' || node.type === 'block' || (node.type === 'branch' && node.isLoop);

/** Which bindings a name has where it stands: those of the innermost block or function that binds it. */
export class Scopes {
  readonly #names = new Map<Node, Names>();
  /** What a function says to be the names of a scope around it. */
  readonly #elsewhere = new Map<Node, Map<string, Node>>();
  /** The names that something else than the file binds: all others mean the same everywhere. */
  readonly #inner = new Set<string>();

  readonly #file: Node;
  readonly #dialect: Dialect;

  constructor(file: Node, dialect: Dialect) {
    this.#file = file;
    this.#dialect = dialect;
  }

  /** Binds a name in the block around a node; a hoisted one in the function. */
  bind(binding: Binding, node: Node, isHoisted = this.#dialect.hoists): void {
    this.bindIn(this.#around(node, isHoisted), binding);
  }

  /** The nearest scope around a node. */
  #around(node: Node, isHoisted: boolean): Node {
    let scope = node.up ?? node;
    while (scope.up && !(isHoisted ? this.#isHome(scope) : isScope(scope))) scope = scope.up;
    return scope;
  }

  #isHome({ type }: Node): boolean {
    return type === 'callable' || (type === 'class' && this.#dialect.hoists);
  }

  /** `global name`, `nonlocal name` in a function: what it binds belongs to the file, or to the function around. */
  declareElsewhere({ name, up }: Name, isGlobal: boolean): void {
    const scope = up && this.#around(up, true);
    if (!scope?.up) return;
    const names: Map<string, Node> = this.#elsewhere.get(scope) ?? new Map();
    this.#elsewhere.set(scope, names.set(name, isGlobal ? this.#file : this.#around(scope, true)));
  }

  bindIn(within: Node, binding: Binding): void {
    const scope = this.#elsewhere.get(within)?.get(binding.at.name) ?? within;
    const names: Names = this.#names.get(scope) ?? new Map();
    this.#names.set(scope, names);
    if (scope !== this.#file) this.#inner.add(binding.at.name);
    const bound: Bound = names.get(binding.at.name) ?? { all: [], given: [] };
    names.set(binding.at.name, bound);
    bound.all.push(binding);
    if (!binding.isEmpty) bound.given.push(binding);
  }

  /** Another value for a name that is bound already; one that nothing declares is the file's. */
  assign(binding: Binding): void {
    this.bindIn(this.homeOf(binding.at.name, binding.at), binding);
  }

  /** The scope that knows a name where it stands: the same for all who mean the same. */
  homeOf(name: string, at: Node): Node {
    if (!this.#inner.has(name)) return this.#file;
    let steps = 1;
    let inFunction = false;
    let [below, inner]: [Node, Node] = [at, at];
    let scope: Node | null = at;
    for (; scope; below = inner, inner = scope, scope = scope.up) {
      steps++;
      const isSeen: boolean = !this.#dialect.hoists || sees(scope, inner, below, inFunction);
      if (isSeen && this.#names.get(scope)?.has(name)) break;
      inFunction ||= isSeen && scope.type === 'callable';
    }
    spend(steps / 10);
    return scope ?? this.#file;
  }

  /** The bindings of a name where it stands; empty: there is none in the file. */
  find(name: string, at: Node): readonly Binding[] {
    return this.within(this.homeOf(name, at), name);
  }

  /** The bindings of a name directly in a scope: the same list at every call. */
  within(scope: Node, name: string): readonly Binding[] {
    spend(1);
    const bound = this.#names.get(scope)?.get(name);
    if (!bound) return NONE;
    return bound.given.length > 0 ? bound.given : bound.all;
  }

  /** Each name of each scope. */
  all(): { name: string; bindings: readonly Binding[] }[] {
    const found: { name: string; bindings: readonly Binding[] }[] = [];
    for (const names of this.#names.values())
      append(
        found,
        [...names].map(([name, { all }]) => ({ name, bindings: all })),
      );
    return found;
  }
}

/** Decorators, defaults and base classes are evaluated around what they belong to; functions do not see fields. */
function sees(scope: Node, inner: Node, below: Node, inFunction: boolean): boolean {
  switch (scope.type) {
    case 'callable':
      if (inner.type === 'parameter') return inner.target === below;
      return inner !== scope && inner !== scope.name && !scope.decorators.includes(inner as Expression);
    case 'class':
      return inner.type === 'field' && !inFunction;
    default:
      return true;
  }
}
