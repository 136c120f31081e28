import { spend } from '../work';
import type { Block } from './block';
import { importedName } from './imports';
import { type Node, textOf } from './node';
import { MODULE, type Scope, same, scopeOfStatement, scopesOf } from './scopes';
import type { PythonSource } from './source';
import type { Tracker } from './tracker';
import { assignedValue } from './unpacking';
import { WordIndex } from './word-index';

/** How a name gets its value. */
export interface Binding {
  readonly kind: 'assign' | 'augment' | 'loop' | 'parameter' | 'function' | 'class' | 'import' | 'other';
  /** The identifier that is bound. */
  readonly name: Node;
  /** The statement or parameter list that binds it. */
  readonly owner: Node;
  readonly scope: Scope;
  /** `assign`: what is assigned, where one expression can be told; `parameter`: the default. */
  readonly value: Node | null;
  /** `import`: what the name stands for, such as `torch.nn`. */
  readonly qualified: string | null;
}

const patterns = new Set(['pattern_list', 'tuple_pattern', 'list_pattern', 'tuple', 'list']);
const parameterWraps = new Set([
  'default_parameter',
  'typed_parameter',
  'typed_default_parameter',
  'list_splat_pattern',
  'dictionary_splat_pattern',
]);

/** Finds what binds a name, and which of its bindings a use means. One per state of a text. */
export class Bindings {
  readonly index: WordIndex<Binding>;
  private readonly modules = new WeakMap<readonly Binding[], readonly Binding[]>();

  /** What `previous` knows is taken over where no edit touched it. */
  constructor(source: PythonSource, tracker: Tracker, previous?: Bindings) {
    this.index = new WordIndex('binding', source, tracker, bindingsIn, aspectsOf, previous?.index);
  }

  /** Every binding of `name` in the file. */
  all(name: string): readonly Binding[] {
    this.index.note(anywhere(name));
    return this.index.look(name);
  }

  /** The bindings of `name` as a method or a field, in the body of whatever class. */
  ofClasses(name: string): readonly Binding[] {
    this.index.note(inClass(name));
    return this.index.look(name).filter(isInClass);
  }

  /** The bindings that a use of `name` at `node` may mean: those of the innermost scope that has any. */
  of(name: string, node: Node): readonly Binding[] {
    const local = this.local(name, node).filter(({ scope }) => scope !== MODULE);
    spend(local.length);
    if (local.length > 0) {
      for (const scope of scopesOf(node)) {
        spend(local.length);
        const here = local.filter((binding) => binding.scope === scope);
        if (here.length > 0) return here;
      }
    }
    return this.ofModule(name);
  }

  /** The binding whose name is `node` itself, and all of the same name in the same scope. */
  at(node: Node): { readonly binding: Binding; readonly alike: readonly Binding[] } | undefined {
    const name = textOf(node);
    const local = this.local(name, node);
    const binding = local.find((one) => one.name === node);
    if (!binding) return undefined;
    const { scope } = binding;
    return {
      binding,
      alike: scope === MODULE ? this.ofModule(name) : local.filter((one) => one.scope === scope),
    };
  }

  /** The bindings of `name` directly in the body of a class or function. */
  within(name: string, owner: Node): readonly Binding[] {
    return this.local(name, owner).filter(({ scope }) => scope === owner);
  }

  /** What is local stands in the same block and changes with it. */
  private local(name: string, { block }: Node): readonly Binding[] {
    return this.index.inBlock(block, name);
  }

  /** The module's names may change anywhere in the file. */
  private ofModule(name: string): readonly Binding[] {
    this.index.note(name);
    const all = this.index.look(name);
    let found = this.modules.get(all);
    if (!found) {
      found = all.filter(({ scope }) => scope === MODULE);
      this.modules.set(all, found);
    }
    spend(found.length);
    return found;
  }
}

function anywhere(name: string): string {
  return `${name} anywhere`;
}

function inClass(name: string): string {
  return `${name} in a class`;
}

function isInClass({ scope }: Binding): boolean {
  return scope !== MODULE && scope.type === 'class_definition';
}

/** From where a binding is seen outside of its block. */
function aspectsOf(binding: Binding, name: string): readonly string[] {
  if (binding.scope === MODULE) return [name, anywhere(name)];
  return isInClass(binding) ? [inClass(name), anywhere(name)] : [anywhere(name)];
}

/** What in a block binds `name`. */
function bindingsIn(block: Block, name: string): Binding[] {
  const found: Binding[] = [];
  const moved = new Map<Scope, Scope>();
  for (const offset of block.offsetsOf(name)) {
    if (!mayBind(block.text, offset, name.length)) continue;
    const node = block.nodeAt(offset);
    const binding = node.type === 'identifier' ? bindingAt(node) : undefined;
    if (binding) found.push(binding);
    else declareElsewhere(node, moved);
  }
  if (moved.size === 0) return found;
  return found.map((binding) => ({ ...binding, scope: moved.get(binding.scope) ?? binding.scope }));
}

/** `global name` and `nonlocal name`: what their scope binds belongs to another. */
function declareElsewhere(node: Node, moved: Map<Scope, Scope>): void {
  const type = node.parent?.type;
  if (type !== 'global_statement' && type !== 'nonlocal_statement') return;
  const scope = scopeOfStatement(node, false);
  const outer = type === 'global_statement' || scope === MODULE ? MODULE : scopeOfStatement(scope, false);
  moved.set(scope, outer);
}

/** So many characters before a name are looked at; on a longer line the tree decides. */
const FAR = 1000;

const definitionBefore = /(?:\bdef|\bclass|\bimport)\s*$/;

/** A look at the text around, before the tree is asked: `name.attribute`, `name(…)`, `class A(name)` bind nothing. */
function mayBind(text: string, offset: number, length: number): boolean {
  let after = offset + length;
  while (text[after] === ' ') after++;
  let before = offset - 1;
  while (text[before] === ' ') before--;
  if (text[before] === '.') return false;
  if (!'.([+-/)'.includes(text[after] ?? ' ')) return true;
  spend(FAR >> 5);
  const near = text.slice(Math.max(0, offset - FAR), offset);
  const line = near.slice(near.lastIndexOf('\n') + 1);
  if (line.length === FAR) return true;
  if (text[before] === ',' && /\bimport\b/.test(line)) return true;
  if (text[after] === ')') return !/^\s*(?:class\b|return\b|super\b)/.test(line);
  return text[after + 1] === '=' || definitionBefore.test(line);
}

function bindingAt(name: Node): Binding | undefined {
  const path: number[] = [];
  let node = name;
  let parent = node.parent;
  while (parent && patterns.has(parent.type)) {
    path.unshift(indexIn(parent, node));
    node = parent;
    parent = node.parent;
  }
  if (!parent) return undefined;
  return bindingOf(name, node, parent, path);
}

function indexIn(parent: Node, node: Node): number {
  return parent.namedChildren.findIndex((child) => same(child, node));
}

/** The field of a statement that holds the names that it binds; `null`: all of it. */
const boundFields: Readonly<Record<string, string | null>> = {
  assignment: 'left',
  augmented_assignment: 'left',
  named_expression: 'name',
  for_statement: 'left',
  for_in_clause: 'left',
  as_pattern_target: null,
  function_definition: 'name',
  class_definition: 'name',
};

function bindingOf(name: Node, node: Node, parent: Node, path: readonly number[]): Binding | undefined {
  const make = (kind: Binding['kind'], value: Node | null = null, comprehension = false): Binding => ({
    kind,
    name,
    owner: parent,
    scope: scopeOfStatement(parent, comprehension),
    value,
    qualified: null,
  });
  const field = boundFields[parent.type];
  if (field === undefined) return parameterBinding(name, node, parent) ?? importBinding(name, make);
  if (field !== null && !same(parent.childForFieldName(field), node)) return undefined;
  switch (parent.type) {
    case 'assignment':
      return parent.childForFieldName('right') ? make('assign', assignedValue(parent, path)) : undefined;
    case 'augmented_assignment':
      return make('augment');
    case 'named_expression':
      return make('assign', parent.childForFieldName('value'));
    case 'for_statement':
    case 'for_in_clause':
      return make('loop', null, true);
    case 'function_definition':
      return make('function', parent);
    case 'class_definition':
      return make('class', parent);
    default:
      return make('other');
  }
}

function parameterBinding(name: Node, node: Node, parent: Node): Binding | undefined {
  let parameter = node;
  let list: Node | null = parent;
  let value: Node | null = null;
  while (list && parameterWraps.has(list.type)) {
    if (list.type.includes('default')) {
      if (!same(list.childForFieldName('name'), parameter)) return undefined;
      value = list.childForFieldName('value');
    } else if (!same(list.firstNamedChild, parameter)) return undefined;
    parameter = list;
    list = list.parent;
  }
  if (list?.type !== 'parameters' && list?.type !== 'lambda_parameters') return undefined;
  const owner = list.parent;
  if (!owner) return undefined;
  const kind = parameter.type.includes('splat') ? 'other' : 'parameter';
  return { kind, name, owner, scope: owner, value, qualified: null };
}

function importBinding(name: Node, make: (kind: Binding['kind']) => Binding): Binding | undefined {
  const qualified = importedName(name);
  return qualified === undefined ? undefined : { ...make('import'), qualified };
}
