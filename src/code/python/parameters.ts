import * as l10n from '@vscode/l10n';
import type { Binding } from './bindings';
import { constructionsOf } from './constructions';
import { declaredDefault } from './defaults';
import { type Formal, followFormal } from './formals';
import type { Node } from './node';
import { optionOfParameter } from './options';
import { enclosing } from './scopes';
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
    const isAmbiguous = method !== undefined && this.tracer.file.bindings.ofClasses(method).length !== 1;
    return {
      name: this.tracer.file.text(binding.name),
      default: declaredDefault(binding.value),
      calls: method === undefined ? this.callsOf(binding.owner) : methodCalls(this.tracer, method),
      isAmbiguous,
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

/** The calls `anything.method(…)` in a file; not those of what another library makes. */
function methodCalls(tracer: Tracer, method: string): Node[] {
  return tracer.file.calls.get(method).filter((call) => {
    const callee = call.childForFieldName('function');
    const object = callee?.type === 'attribute' ? callee.childForFieldName('object') : null;
    return object !== null && object !== undefined && !isOfLibrary(tracer, object);
  });
}

/** An imported module, or what it makes: `bar = tqdm(total=9)`. */
function isOfLibrary(tracer: Tracer, object: Node): boolean {
  const { file } = tracer;
  if (file.text(object) === 'self') return false;
  if (file.qualify(object) !== undefined) return true;
  const { node } = tracer.trace(object);
  const callee = node?.type === 'call' ? node.childForFieldName('function') : null;
  return callee ? file.qualify(callee) !== undefined : false;
}
