import * as l10n from '@vscode/l10n';
import { argumentsOf, pick } from './arguments';
import type { Binding } from './bindings';
import { valueInDict } from './dicts';
import type { Node } from './node';
import { optionOfParameter } from './options';
import { classOf, same } from './scopes';
import { less, lost, type Outcome, type Route, type Tracer } from './trace';

/** Something that is called with arguments: a function, or a class through `__init__` or its fields. */
export interface Formal {
  readonly name: string;
  /** 0-based, without `self`; absent: by keyword only. */
  readonly position?: number;
  readonly default: Node | null;
  /** What the file calls. */
  readonly calls: readonly Node[];
}

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
    const position = this.positionOf(binding);
    return followFormal(this.tracer, route, {
      name,
      default: binding.value,
      calls: this.callsOf(definition),
      ...(position === undefined ? {} : { position }),
    });
  }

  private callsOf(definition: Node): readonly Node[] {
    const { file } = this.tracer;
    const owner = classOf(definition);
    const name = definition.childForFieldName('name');
    if (!owner || !name) return file.callsOf(definition);
    const method = file.text(name);
    if (method === '__init__') return file.callsOf(owner);
    if (method.startsWith('__') || file.bindings.ofClasses(method).length !== 1) return [];
    return methodCalls(this.tracer, method);
  }

  private positionOf({ owner, name }: Binding): number | undefined {
    const { file } = this.tracer;
    const parameters = owner.childForFieldName('parameters')?.namedChildren ?? [];
    const method = classOf(owner) !== null && !isStatic(this.tracer, owner);
    let position = method ? -1 : 0;
    for (const parameter of parameters) {
      if (!parameter || parameter.type === 'comment') continue;
      if (parameter.type.includes('splat') || parameter.type === 'keyword_separator') return undefined;
      if (parameter.startIndex <= name.startIndex && name.endIndex <= parameter.endIndex) return position;
      if (file.text(parameter) === '*') return undefined;
      position++;
    }
    return undefined;
  }
}

function isStatic(tracer: Tracer, definition: Node): boolean {
  const decorated = definition.parent?.type === 'decorated_definition' ? definition.parent : null;
  return (decorated?.namedChildren ?? []).some(
    (child) => child?.type === 'decorator' && /staticmethod/.test(tracer.file.text(child)),
  );
}

/** The calls `anything.method(…)` in a file. */
function methodCalls(tracer: Tracer, method: string): Node[] {
  return tracer.file.calls
    .get(method)
    .filter((call) => call.childForFieldName('function')?.type === 'attribute');
}

/** The value of a formal parameter or field: what all calls give, else the default, else no one can tell. */
export function followFormal(tracer: Tracer, route: Route, formal: Formal): Outcome {
  const given: Node[] = [];
  let silent = 0;
  let unknown = false;
  for (const call of formal.calls) {
    const args = argumentsOf(call);
    const found = args && pick(args, [formal.name], formal.position);
    const unpacked = args?.splats.map((splat) => valueInDict(tracer, splat.firstNamedChild, formal.name));
    const value = found?.value ?? unpacked?.find((node) => node !== undefined);
    if (value) given.push(value);
    else if (args && args.splats.length > 0) unknown = true;
    else silent++;
  }
  if (given.length === 0) return byDefault(tracer, route, formal, unknown);
  if (silent > 0 && formal.default) {
    return lost(route, l10n.t('{0} has a default and is given in some calls', formal.name));
  }
  return agreeing(tracer, route, formal.name, given);
}

function byDefault(tracer: Tracer, route: Route, formal: Formal, unknown: boolean): Outcome {
  if (!formal.default) return lost(route, l10n.t('{0} is a parameter without a default', formal.name));
  const next = tracer.step(route, formal.default.parent ?? formal.default);
  return tracer.trace(formal.default, unknown ? less('medium', next) : next);
}

function agreeing(tracer: Tracer, route: Route, name: string, given: readonly Node[]): Outcome {
  const outcomes = given.map((node) => tracer.trace(node, tracer.step(route, node.parent ?? node)));
  const [first] = outcomes;
  const failed = outcomes.find(({ node }) => node === null);
  if (failed) return failed;
  const agree = outcomes.every(
    ({ node, complement }) => same(node, first!.node) && complement === first!.complement,
  );
  return agree
    ? first!
    : lost(route, l10n.t('{0} is given different values in {1} calls', name, given.length));
}
