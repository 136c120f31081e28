import { canonical } from '../frameworks/canonical';
import { spellings } from '../frameworks/index';
import { type Binding, Bindings } from './bindings';
import { type ImportedModule, importedModules } from './imports';
import { MemberAssignments } from './member-assignments';
import type { Node } from './node';
import { enclosing, same } from './scopes';
import type { PythonSource } from './source';

const MAX_HOPS = 12;

/** One state of a Python text, and what is known of its names. */
export class PythonFile {
  readonly bindings: Bindings;
  readonly assigned: MemberAssignments;
  readonly modules: readonly ImportedModule[];
  /** The top-level packages that are imported. */
  readonly packages: ReadonlySet<string>;
  private readonly qualified = new Map<Node, string | undefined>();
  private readonly calls = new Map<Node, readonly Node[]>();

  /** @param previous the state before, to take over what no edit touched. */
  constructor(
    readonly source: PythonSource,
    previous?: PythonFile,
  ) {
    this.bindings = new Bindings(source, previous?.bindings);
    this.assigned = new MemberAssignments(source, previous?.assigned);
    this.modules = importedModules(source.text);
    this.packages = new Set(this.modules.map(({ module }) => module.split('.')[0]!));
  }

  text(node: Node): string {
    return this.source.textOf(node);
  }

  /**
   * The canonical qualified name that an expression stands for through the file's imports, such as
   * `torch.nn.Dropout`; `undefined` for what does not come from an import.
   */
  qualify(node: Node): string | undefined {
    if (!this.qualified.has(node)) {
      this.qualified.set(node, undefined);
      const name = this.qualifyRaw(node, 0);
      this.qualified.set(node, name === undefined ? undefined : canonical(name));
    }
    return this.qualified.get(node);
  }

  /** Whether `name` reached the file by `from module import *`. */
  isFromStar(node: Node): boolean {
    return node.type === 'identifier' && this.bindings.of(this.text(node), node).length === 0;
  }

  private qualifyRaw(node: Node, hops: number): string | undefined {
    if (hops > MAX_HOPS) return undefined;
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
    if (!callee || this.qualifyRaw(callee, hops + 1) !== 'optax.inject_hyperparams') return undefined;
    const wrapped = call.childForFieldName('arguments')?.firstNamedChild;
    return wrapped ? this.qualifyRaw(wrapped, hops + 1) : undefined;
  }

  private qualifyName(node: Node, hops: number): string | undefined {
    const name = this.text(node);
    const bindings = this.bindings.of(name, node);
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
    for (const { module, star } of this.modules) {
      if (star && spellings.has(canonical(`${module}.${name}`))) return `${module}.${name}`;
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
    let found = this.calls.get(definition);
    if (!found) {
      found = this.findCalls(definition);
      this.calls.set(definition, found);
    }
    return found;
  }

  private findCalls(definition: Node): Node[] {
    const name = definition.childForFieldName('name');
    if (!name) return [];
    const word = this.text(name);
    const calls: Node[] = [];
    for (const offset of this.source.occurrences(word)) {
      if (!/^\s*\(/.test(this.source.text.slice(offset + word.length, offset + word.length + 8))) continue;
      const node = this.source.nodeAt(offset);
      const call = node.parent;
      if (node.type !== 'identifier' || call?.type !== 'call') continue;
      if (!same(call.childForFieldName('function'), node)) continue;
      if (same(this.definitionOf(node), definition)) calls.push(call);
    }
    return calls;
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

  /** The function or class whose body the node is in. */
  functionOf(node: Node): Node | null {
    return enclosing(node, 'function_definition');
  }
}
