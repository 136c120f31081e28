import * as l10n from '@vscode/l10n';
import { argumentsOf } from './arguments';
import type { Binding } from './bindings';
import { constructionsOf } from './constructions';
import { declaredDefault } from './defaults';
import type { PythonFile } from './file';
import { type Formal, followFormal } from './formals';
import type { Node } from './node';
import { optionOfParameter } from './options';
import { classOf, enclosing, same } from './scopes';
import { lost, type Outcome, type Route, type Tracer } from './trace';

/** Follows parameters: to the default, or to the one value that the calls in the file give. */
export class Parameters {
  constructor(private readonly tracer: Tracer) {}

  follow(name: string, binding: Binding, route: Route): Outcome {
    const definition = binding.owner;
    if (definition.type !== 'function_definition') {
      return lost(route, l10n.t('{0} is the parameter of a lambda', name));
    }
    const option = optionOfParameter(definition, name);
    if (option?.default) return this.tracer.trace(option.default, this.tracer.step(route, option.call));
    return followFormal(this.tracer, route, this.formalOf(binding));
  }

  /** A parameter of a function, and the calls that may give it. */
  formalOf(binding: Binding): Formal {
    const position = this.positionOf(binding);
    const method = this.methodOf(binding.owner);
    const name = this.tracer.file.text(binding.name);
    return {
      name,
      default: declaredDefault(binding.value),
      ...(method === undefined
        ? { calls: this.callsOf(binding.owner), givenOn: this.givenOn(binding.owner, name) }
        : methodCalls(this.tracer, method, ownerOf(binding.owner)!)),
      ...(position === undefined ? {} : { position }),
    };
  }

  /** The name of a method that is called by it, unlike `__init__`. */
  private methodOf(definition: Node): string | undefined {
    const name = ownerOf(definition) && definition.childForFieldName('name');
    const text = name ? this.tracer.file.text(name) : '__';
    return text.startsWith('__') ? undefined : text;
  }

  private callsOf(definition: Node): readonly Node[] {
    const { file } = this.tracer;
    const owner = ownerOf(definition);
    const name = definition.childForFieldName('name');
    if (!owner || !name) return file.callsOf(definition);
    return file.text(name) === '__init__' ? constructionsOf(file, owner) : [];
  }

  /** The calls that are given a function of the module. */
  private givenOn(definition: Node, key: string): readonly Node[] {
    const { file } = this.tracer;
    const owner = ownerOf(definition);
    if (owner) return this.wrappedWith(owner, key);
    const name = definition.childForFieldName('name');
    if (!name) return [];
    return file.given.get(file.text(name)).flatMap((argument) => {
      const call = same(file.definitionOf(argument), definition) ? enclosing(argument, 'call') : null;
      return call ?? [];
    });
  }

  /** skorch's `NeuralNetClassifier(Net, module__dropout=0.3)`. */
  private wrappedWith(owner: Node, key: string): readonly Node[] {
    const { file } = this.tracer;
    const name = owner.childForFieldName('name');
    return (name ? file.given.get(file.text(name)) : []).flatMap((argument) => {
      const call = same(file.definitionOf(argument), owner) ? enclosing(argument, 'call') : null;
      return call && argumentsOf(call)?.keywords.has(`module__${key}`) ? [call] : [];
    });
  }

  private positionOf({ owner, name }: Binding): number | undefined {
    const { file } = this.tracer;
    const parameters = owner.childForFieldName('parameters')?.namedChildren ?? [];
    const method = ownerOf(owner) !== null && !isStatic(this.tracer, owner);
    let position = method ? -1 : 0;
    for (const parameter of parameters) {
      if (!parameter || parameter.type === 'comment' || parameter.type === 'positional_separator') continue;
      if (parameter.type.includes('splat') || parameter.type === 'keyword_separator') return undefined;
      if (parameter.startIndex <= name.startIndex && name.endIndex <= parameter.endIndex) return position;
      if (file.text(parameter) === '*') return undefined;
      position++;
    }
    return undefined;
  }
}

/** The class that a function is a method of; a function within a method is none. */
function ownerOf(definition: Node): Node | null {
  const owner = enclosing(definition, 'class_definition', 'function_definition', 'lambda');
  return owner?.type === 'class_definition' ? owner : null;
}

function isStatic(tracer: Tracer, definition: Node): boolean {
  const decorated = definition.parent?.type === 'decorated_definition' ? definition.parent : null;
  return (decorated?.namedChildren ?? []).some(
    (child) => child?.type === 'decorator' && /staticmethod/.test(tracer.file.text(child)),
  );
}

/** The calls `anything.method(…)` in a file, of objects of a class, and of what may be one. */
function methodCalls(tracer: Tracer, method: string, owner: Node): { calls: Node[]; maybe: Node[] } {
  const found = { calls: [] as Node[], maybe: [] as Node[] };
  for (const call of tracer.file.calls.get(method)) {
    const callee = call.childForFieldName('function');
    const object = callee?.type === 'attribute' ? callee.childForFieldName('object') : null;
    const isOwn = object ? isOfClass(tracer, object, owner) : false;
    if (isOwn) found.calls.push(call);
    else if (isOwn === undefined) found.maybe.push(call);
  }
  return found;
}

/** Whether an object is of a class or one that derives from it; `undefined`: it cannot be told. */
function isOfClass(tracer: Tracer, object: Node, owner: Node): boolean | undefined {
  const { file } = tracer;
  const text = file.text(object);
  if (text === 'self' || text === 'cls') return isInFamily(file, classOf(object), owner);
  if (file.qualify(object) !== undefined) return false;
  const { node } = tracer.trace(object);
  if (!node) return undefined;
  if (node.type === 'class_definition') return isInFamily(file, node, owner);
  const callee = node.type === 'call' ? node.childForFieldName('function') : null;
  if (!callee) return node.type === 'attribute' || node.type === 'subscript' ? undefined : false;
  const definition = file.definitionOf(callee);
  if (definition?.type === 'class_definition') return isInFamily(file, definition, owner);
  return definition === undefined && callee.type !== 'attribute' ? false : undefined;
}

/** Whether one class derives from the other. */
function isInFamily(file: PythonFile, one: Node | null, owner: Node): boolean {
  const above = (from: Node | null | undefined, to: Node) => {
    for (let hops = 0; from && hops < 8; hops++, from = file.baseOf(from)) if (same(from, to)) return true;
    return false;
  };
  return above(one, owner) || (one !== null && above(owner, one));
}
