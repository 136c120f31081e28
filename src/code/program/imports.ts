import { canonical } from '../frameworks/canonical';
import { exportOf, isKnown } from '../frameworks/index';
import { type Call, type Expression, type Name, pathOf } from '../syntax/tree';
import { spend } from '../work';
import type { Program } from './program';
import type { Binding } from './scopes';

const MAX_HOPS = 12;

/** What names stand for through the imports of a file. */
export class Imports {
  /** The top-level packages that are imported. */
  readonly packages: ReadonlySet<string>;
  /** The modules of which all names are imported. */
  readonly stars: readonly string[];
  readonly #canonical = new Map<string, string>();
  /** Every reader asks for what is called. */
  readonly #qualified = new Map<Expression, string | undefined>();
  /** A long file sets a name thousands of times, and uses it as often. */
  readonly #byBindings = new Map<readonly Binding[], string | undefined>();

  readonly #program: Program;

  constructor(program: Program) {
    this.#program = program;
    const modules = program.imports.flatMap(({ module, names }) =>
      module === '' ? names.map(({ path, local }) => path[0] ?? local.name) : module,
    );
    this.packages = new Set(modules.map((module) => module.split('.')[0]!));
    this.stars = program.imports.flatMap(({ module, isStar }) => (isStar ? module : []));
  }

  /**
   * The canonical qualified name that an expression stands for, such as `torch.nn.Dropout`; `undefined` for what does
   * not come from an import.
   */
  qualify(expression: Expression): string | undefined {
    if (this.#qualified.has(expression)) return this.#qualified.get(expression);
    const name = this.#canonicalOf(expression);
    this.#qualified.set(expression, name);
    return name;
  }

  #canonicalOf(expression: Expression): string | undefined {
    const name = this.#qualify(expression, 0);
    if (name === undefined) return undefined;
    const known = this.#canonical.get(name) ?? canonical(name);
    this.#canonical.set(name, known);
    return known;
  }

  /** Whether a name reached the file by `from module import *`, or is a builtin. */
  isFromStar(expression: Expression): boolean {
    return expression.type === 'name' && this.#program.scopes.find(expression.name, expression).length === 0;
  }

  #qualify(expression: Expression, hops: number): string | undefined {
    if (hops > MAX_HOPS) return undefined;
    switch (expression.type) {
      case 'name':
        return this.#name(expression, hops);
      case 'member': {
        const object = this.#qualify(expression.object, hops);
        return object === undefined ? undefined : `${object}.${expression.name}`;
      }
      case 'call':
        return this.#wrapped(expression, hops);
      default:
        return undefined;
    }
  }

  /** `optax.inject_hyperparams(optax.adam)` takes the arguments of what it wraps. */
  #wrapped({ callee, args }: Call, hops: number): string | undefined {
    const [first] = args;
    if (!first || this.#qualify(callee, hops + 1) !== 'optax.inject_hyperparams') return undefined;
    return this.#qualify(first, hops + 1);
  }

  #name(name: Name, hops: number): string | undefined {
    const bindings = this.#program.scopes.find(name.name, name);
    if (bindings.length === 0) return this.#fromStar(name.name);
    if (this.#byBindings.has(bindings)) return this.#byBindings.get(bindings);
    // What is defined by itself is nothing.
    this.#byBindings.set(bindings, undefined);
    const found = this.#bound(bindings, hops);
    this.#byBindings.set(bindings, found);
    return found;
  }

  #bound(all: readonly Binding[], hops: number): string | undefined {
    spend(all.length);
    // `except ImportError: nn = None` says that it is not there.
    const isThere = ({ value }: Binding) => value?.type !== 'constant' || value.value !== null;
    const bindings = all.length > 1 ? all.filter(isThere) : all;
    if (bindings.some(({ formal, imported, value }) => formal || !(imported || value))) return undefined;
    const found = new Set(bindings.map((binding) => this.#binding(binding, hops)));
    if (found.size <= 1) return [...found][0];
    // `try: import a as x / except ImportError: import b as x`: either will do if the tables know it.
    const isImported = bindings.every(({ imported }) => imported);
    return isImported ? [...found].find((one) => one !== undefined) : undefined;
  }

  #binding({ imported, value }: Binding, hops: number): string | undefined {
    if (imported) {
      const { module, path } = imported;
      return module === '' ? path.join('.') : [module, ...path].join('.');
    }
    return value && pathOf(value) !== undefined ? this.#qualify(value, hops + 1) : undefined;
  }

  #fromStar(name: string): string | undefined {
    for (const module of this.stars) {
      if (isKnown(canonical(`${module}.${name}`))) return `${module}.${name}`;
      const exported = exportOf(module, name);
      if (exported !== undefined) return exported;
    }
    return undefined;
  }
}
