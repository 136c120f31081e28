import { canonical } from '../frameworks/canonical';
import { exportOf, spellings } from '../frameworks/index';
import { type Binding, Bindings } from './bindings';
import { callsIn, givenIn, keyedIn } from './call-index';
import { derivedIn } from './constructions';
import { MemberAssignments } from './member-assignments';
import { type Node, textOf } from './node';
import { type Option, optionsNamed } from './options';
import { same } from './scopes';
import type { PythonSource } from './source';
import { Memo, Tracker } from './tracker';
import { type Traits, traitsOf } from './traits';
import { WordIndex } from './word-index';

const MAX_HOPS = 12;
/** A longer expression is no qualified name, and may nest deeper than a stack is. */
const MAX_LENGTH = 2000;

/** One state of a Python text, and what is known of its names. */
export class PythonFile {
  readonly tracker = new Tracker();
  readonly bindings: Bindings;
  readonly assigned: MemberAssignments;
  /** Calls by the last part of what they call. */
  readonly calls: WordIndex<Node>;
  /** Values under an identifier as a key, such as the feeds of a placeholder. */
  readonly keyed: WordIndex<Node>;
  /** Arguments that are a name, by it. */
  readonly given: WordIndex<Node>;
  /** Classes by the name of their first base. */
  readonly derived: WordIndex<Node>;
  /** Command-line options by the name that they are read by. */
  readonly options: WordIndex<Option>;
  readonly traits: Traits;
  /** The questions whose answers changed since the state before; `null`: all of them. */
  readonly changed: ReadonlySet<string> | null;
  private readonly qualified: Memo<string | undefined>;
  private readonly callers: Memo<readonly Node[]>;

  /** @param previous the state before, to take over what no edit touched. */
  constructor(
    readonly source: PythonSource,
    previous?: PythonFile,
  ) {
    const { tracker } = this;
    this.bindings = new Bindings(source, tracker, previous?.bindings);
    this.assigned = new MemberAssignments(source, tracker, previous?.assigned);
    this.calls = new WordIndex('call', source, tracker, callsIn, undefined, previous?.calls, (word) =>
      source.blocksCalling(word),
    );
    this.keyed = new WordIndex('key', source, tracker, keyedIn, undefined, previous?.keyed);
    this.given = new WordIndex('given', source, tracker, givenIn, undefined, previous?.given);
    this.derived = new WordIndex('base', source, tracker, derivedIn, undefined, previous?.derived);
    this.options = new WordIndex(
      'option',
      source,
      tracker,
      optionsNamed,
      undefined,
      previous?.options,
      () => source.blocks,
    );
    this.traits = traitsOf(source, previous?.traits);
    const indices = [
      this.bindings.index,
      this.assigned.index,
      this.calls,
      this.keyed,
      this.given,
      this.derived,
      this.options,
    ];
    const sameTraits = previous?.traits === this.traits;
    this.changed = sameTraits ? new Set(indices.flatMap(({ changed }) => [...changed])) : null;
    this.qualified = this.memo(previous?.qualified, null);
    this.callers = this.memo(previous?.callers, null);
  }

  /** A memo that takes over from the one of the state before. */
  memo<V>(previous: Memo<V> | undefined, moved: ((value: V) => V) | null): Memo<V> {
    return new Memo(this.tracker, previous, this.changed, moved);
  }

  text(node: Node): string {
    return textOf(node);
  }

  /**
   * The canonical qualified name that an expression stands for through the file's imports, such as
   * `torch.nn.Dropout`; `undefined` for what does not come from an import.
   */
  qualify(node: Node): string | undefined {
    return this.qualified.get(node, () => {
      const name = this.qualifyRaw(node, 0);
      return name === undefined ? undefined : canonical(name);
    });
  }

  /** Whether `name` reached the file by `from module import *`. */
  isFromStar(node: Node): boolean {
    return node.type === 'identifier' && this.bindings.of(this.text(node), node).length === 0;
  }

  private qualifyRaw(node: Node, hops: number): string | undefined {
    if (hops > MAX_HOPS || node.endIndex - node.startIndex > MAX_LENGTH) return undefined;
    switch (node.type) {
      case 'identifier':
        return this.qualifyName(node, hops);
      case 'attribute': {
        const object = node.childForFieldName('object');
        const attribute = node.childForFieldName('attribute');
        const base = object && this.qualifyRaw(object, hops);
        return base && attribute ? `${base}.${this.text(attribute)}` : undefined;
      }
      case 'parenthesized_expression':
        return node.firstNamedChild ? this.qualifyRaw(node.firstNamedChild, hops) : undefined;
      case 'call':
        return this.qualifyWrapped(node, hops);
      default:
        return undefined;
    }
  }

  /** `optax.inject_hyperparams(optax.adam)` takes the arguments of what it wraps. */
  private qualifyWrapped(call: Node, hops: number): string | undefined {
    const callee = call.childForFieldName('function');
    const first = call.childForFieldName('arguments')?.firstNamedChild;
    if (!callee || !first) return undefined;
    if (this.qualifyRaw(callee, hops + 1) !== 'optax.inject_hyperparams') return undefined;
    return this.qualifyRaw(first, hops + 1);
  }

  private qualifyName(node: Node, hops: number): string | undefined {
    const name = this.text(node);
    const all = this.bindings.of(name, node);
    // `except ImportError: nn = None` says that it is not there.
    const bindings = all.length > 1 ? all.filter(({ value }) => value?.type !== 'none') : all;
    if (bindings.length === 0) return this.fromStar(name);
    if (bindings.some(({ kind }) => kind !== 'import' && kind !== 'assign')) return undefined;
    const names = new Set(bindings.map((binding) => this.qualifyBinding(binding, hops)));
    if (names.size === 1) return [...names][0];
    // `try: import a as x / except ImportError: import b as x`: either will do if the tables know it.
    const imports = bindings.filter(({ kind }) => kind === 'import');
    return imports.length === bindings.length ? [...names].find((found) => found !== undefined) : undefined;
  }

  private qualifyBinding(binding: Binding, hops: number): string | undefined {
    if (binding.kind === 'import') return binding.qualified ?? undefined;
    const value = binding.value;
    if (!value || (value.type !== 'attribute' && value.type !== 'identifier')) return undefined;
    return this.qualifyRaw(value, hops + 1);
  }

  private fromStar(name: string): string | undefined {
    for (const module of this.traits.stars) {
      if (spellings.has(canonical(`${module}.${name}`))) return `${module}.${name}`;
      const exported = exportOf(module, name);
      if (exported !== undefined) return exported;
    }
    return undefined;
  }

  /** The class or function of this file that an expression names. */
  definitionOf(node: Node): Node | undefined {
    if (node.type !== 'identifier') return undefined;
    const bindings = this.bindings.of(this.text(node), node);
    if (bindings.length !== 1) return undefined;
    const [{ kind, owner }] = bindings as [Binding];
    return kind === 'class' || kind === 'function' ? owner : undefined;
  }

  /** The calls, in this file, of a class or a module-level function. */
  callsOf(definition: Node): readonly Node[] {
    return this.callers.get(definition, () => {
      const name = definition.childForFieldName('name');
      if (!name) return [];
      return this.calls.get(textOf(name)).filter((call) => {
        const callee = call.childForFieldName('function');
        return callee?.type === 'identifier' && same(this.definitionOf(callee), definition);
      });
    });
  }

  /** The class of this file that a class derives from first, if any. */
  baseOf(definition: Node): Node | undefined {
    const bases = definition.childForFieldName('superclasses');
    for (const base of bases?.namedChildren ?? []) {
      const found = base && this.definitionOf(base);
      if (found?.type === 'class_definition') return found;
    }
    return undefined;
  }

  /** The method of a class, its own or inherited within the file. */
  methodOf(definition: Node, name: string): Node | undefined {
    for (let owner: Node | undefined = definition, hops = 0; owner && hops < MAX_HOPS; hops++) {
      const own = this.bindings.within(name, owner).find(({ kind }) => kind === 'function');
      if (own) return own.owner;
      owner = this.baseOf(owner);
    }
    return undefined;
  }
}
