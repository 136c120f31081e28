import { append } from '../../core/lists';
import type { Class, Expression, Node } from '../syntax/tree';
import { around } from '../syntax/tree';
import type { Dialect } from './dialect';
import { addTo } from './multimap';
import { nameOfClass } from './names';

type Members = Map<string, (Expression | null)[]>;

/** What a class that holds settings is called. */
const settings = /conf|cfg|args|param|setting|option|hyper|default/i;

interface Entry {
  readonly node: Class;
  readonly isSettings: boolean;
  readonly name: string;
  readonly base: string;
  /** What the members of its objects are given; `null`: something that cannot be read. */
  readonly own: Members;
  readonly statics: Members;
  readonly hasConstructor: boolean;
}

const MAX_HOPS = 8;
const NONE: readonly (Expression | null)[] = [];

/** The classes of a file: fields, what methods assign to the object, and parameters that are members. */
export class Classes {
  readonly #all = new Map<Class, Entry>();
  readonly #byName = new Map<string, Entry>();
  readonly #byBase = new Map<string, Entry[]>();
  readonly #derived = new Map<string, readonly Entry[]>();

  readonly #dialect: Dialect;

  constructor(all: readonly Class[], dialect: Dialect) {
    this.#dialect = dialect;
    for (const one of all) this.#add(one);
  }

  #add(one: Class): void {
    const { fields, base, isRecord } = one;
    const name = nameOfClass(one);
    const made: Entry = {
      node: one,
      name,
      isSettings: isRecord || settings.test(name),
      base: base?.type === 'name' ? base.name : '',
      own: new Map(),
      statics: new Map(),
      hasConstructor: fields.some(({ name }) => name === this.#dialect.maker),
    };
    for (const { name, kind, isStatic, value } of fields)
      if (name !== null && kind !== 'method' && (value || kind === 'getter'))
        addTo(
          isStatic || this.#dialect.sharesFields ? made.statics : made.own,
          name,
          kind === 'getter' ? null : value,
        );
    this.#all.set(one, made);
    if (!this.#byName.has(made.name)) this.#byName.set(made.name, made);
    addTo(this.#byBase, made.base, made);
  }

  /** What the object itself is given somewhere in its class: `this.lr = 0.1`. */
  assign(at: Node, member: string, value: Expression | null): void {
    const owner = this.#around(at);
    if (owner) addTo(owner.own, member, value);
  }

  #around(at: Node): Entry | undefined {
    const owner = around(at, 'class');
    return owner ? this.#all.get(owner) : undefined;
  }

  /** What methods of a class assign to a member of its object. */
  assignedIn(one: Class, member: string): readonly (Expression | null)[] {
    return this.#all.get(one)?.own.get(member) ?? NONE;
  }

  /** The classes whose base has a name. */
  withBase(name: string): readonly Class[] {
    return (this.#byBase.get(name) ?? []).map(({ node }) => node);
  }

  /** All classes that hold settings. */
  settings(): Class[] {
    return [...this.#all.values()].flatMap(({ isSettings, node }) => (isSettings ? node : []));
  }

  /** The class that is around a node. */
  at(at: Node): { readonly name: string; readonly base: string } | undefined {
    return this.#around(at);
  }

  has(name: string): boolean {
    return name !== '' && this.#byName.has(name);
  }

  /** Whether a class derives from another. */
  isHeir(name: string | undefined, of: string | undefined): boolean {
    let current = this.#byName.get(name ?? '');
    for (let hops = 0; current && hops < MAX_HOPS; hops++) {
      const { base }: Entry = current;
      if (base !== '' && base === of) return true;
      current = this.#byName.get(base);
    }
    return false;
  }

  /** The classes that are made by the constructor of another: they derive from it and have none. */
  heirsOf(name: string): string[] {
    return this.#derivedFrom(name).flatMap((one) => (one.hasConstructor ? [] : one.name));
  }

  /** The classes that derive from one, at any remove. */
  #derivedFrom(name: string): readonly Entry[] {
    let known = this.#derived.get(name);
    if (!known) {
      const found: Entry[] = [];
      let open = [name];
      for (let hops = 0; open.length > 0 && hops < MAX_HOPS; hops++) {
        const next = open.flatMap((base) => (base === '' ? [] : (this.#byBase.get(base) ?? [])));
        append(found, next);
        open = next.map((one) => one.name);
      }
      known = found;
      this.#derived.set(name, known);
    }
    return known;
  }

  /** What the member of an object is given in the class around a node, or in one that it derives from. */
  ofThis(member: string, at: Node): readonly (Expression | null)[] {
    return this.#inherited(member, this.#around(at));
  }

  /** What the member of an object of a class is given. */
  ofObject(name: string, member: string): readonly (Expression | null)[] {
    return this.#inherited(member, name === '' ? undefined : this.#byName.get(name));
  }

  #inherited(member: string, from: Entry | undefined): readonly (Expression | null)[] {
    let owner = from;
    for (let hops = 0; owner && hops < MAX_HOPS; hops++) {
      const found = owner.own.get(member) ?? owner.statics.get(member);
      if (found) return [...found, ...this.#redefined(member, owner.name)];
      const { base }: Entry = owner;
      owner = this.#byName.get(base);
    }
    return NONE;
  }

  /** What classes that derive from one give a member: an object may be of theirs. */
  #redefined(member: string, name: string): readonly (Expression | null)[] {
    return this.#derivedFrom(name).flatMap((one) => one.own.get(member) ?? []);
  }

  /** What the static `Class.member` is given; `undefined`: the file has no class of that name. */
  ofClass(name: string, member: string): readonly (Expression | null)[] | undefined {
    const found = this.#byName.get(name);
    return found && (found.statics.get(member) ?? NONE);
  }

  /** Each member of each class. */
  *members(): Generator<{ name: string; values: readonly (Expression | null)[] }> {
    for (const { own, statics } of this.#all.values())
      for (const members of [own, statics]) for (const [name, values] of members) yield { name, values };
  }
}
