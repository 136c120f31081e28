import type { Binding } from './bindings';
import { declaredDefault } from './defaults';
import type { PythonFile } from './file';
import type { Formal } from './formals';
import type { Node } from './node';
import { classOf } from './scopes';

/** The field `name` in the body of a class: `name: float = 0.5`, `name = 0.5`, or `name: float` without a value. */
export function fieldOf(file: PythonFile, owner: Node, name: string): Binding | undefined {
  const fields = file.bindings.within(name, owner).filter(({ kind }) => kind === 'assign');
  const [field, ...more] = fields;
  if (!field || more.length > 0) return declared(file, owner, name);
  return { ...field, value: declaredDefault(field.value) };
}

/** The field `name` of a class without an `__init__` as what its calls may give. */
export function formalOfField(file: PythonFile, owner: Node, name: string): Formal | undefined {
  const field = fieldOf(file, owner, name);
  if (!field) return undefined;
  const hasInit = file.bindings.within('__init__', owner).length > 0;
  const position = positionOf(file, owner, name);
  return {
    name,
    default: field.value,
    calls: hasInit ? [] : file.callsOf(owner),
    isField: true,
    ...(position === undefined ? {} : { position }),
  };
}

/** As {@link formalOfField}, for a field of a class or of one that it derives from within the file. */
export function formalOfInherited(file: PythonFile, owner: Node, name: string): Formal | undefined {
  let base: Node | undefined = owner;
  for (let hops = 0; base && hops < 8; hops++, base = file.baseOf(base)) {
    const formal = formalOfField(file, base, name);
    if (!formal || base === owner) {
      if (formal) return formal;
      continue;
    }
    const hasInit = file.bindings.within('__init__', owner).length > 0;
    return { name, default: formal.default, calls: hasInit ? [] : file.callsOf(owner), isField: true };
  }
  return undefined;
}

/** The place of a field among those of its class, which `Config(0.1, 20)` gives in their order. */
function positionOf(file: PythonFile, owner: Node, name: string): number | undefined {
  if (file.baseOf(owner)) return undefined;
  const fields = (owner.childForFieldName('body')?.namedChildren ?? []).flatMap((statement) => {
    const assignment = statement.type === 'expression_statement' ? statement.firstNamedChild : null;
    const left = assignment?.childForFieldName('type') ? assignment.childForFieldName('left') : null;
    return left ? [file.text(left)] : [];
  });
  const position = fields.indexOf(name);
  return position < 0 ? undefined : position;
}

/** `name: float` alone: a field that every call gives. */
function declared(file: PythonFile, owner: Node, name: string): Binding | undefined {
  const body = owner.childForFieldName('body');
  for (const statement of body?.namedChildren ?? []) {
    const assignment = statement?.type === 'expression_statement' ? statement.firstNamedChild : null;
    const left = assignment?.type === 'assignment' ? assignment.childForFieldName('left') : null;
    if (left && file.text(left) === name) {
      return { kind: 'assign', name: left, owner: assignment!, scope: owner, value: null, qualified: null };
    }
  }
  return undefined;
}

/** The class of this file that a parameter is annotated with: `config: TrainConfig`. */
export function typeOfParameter(file: PythonFile, node: Node): Node | undefined {
  if (node.type !== 'identifier') return undefined;
  const [binding, ...more] = file.bindings.of(file.text(node), node);
  if (!binding || more.length > 0 || binding.kind !== 'parameter') return undefined;
  const typed = binding.name.parent?.type.startsWith('typed') ? binding.name.parent : null;
  const type = typed?.childForFieldName('type')?.firstNamedChild;
  const definition = type ? file.definitionOf(type) : undefined;
  return definition?.type === 'class_definition' ? definition : undefined;
}

const configClass = /conf|cfg|args|param|setting|option|hyper|default/i;

/** The field with a literal default in the only configuration class or dataclass of the file that has it. */
export function uniqueConfigField(file: PythonFile, name: string): Binding | undefined {
  const fields = file.bindings.ofClasses(name).filter((binding) => {
    const owner = binding.kind === 'assign' ? classOf(binding.name) : null;
    return owner !== null && isConfiguration(file, owner);
  });
  return fields.length === 1 ? fields[0] : undefined;
}

function isConfiguration(file: PythonFile, owner: Node): boolean {
  const name = owner.childForFieldName('name');
  if (name && configClass.test(file.text(name))) return true;
  const decorated = owner.parent?.type === 'decorated_definition' ? owner.parent : null;
  return (decorated?.namedChildren ?? []).some(
    (child) => child?.type === 'decorator' && /dataclass/.test(file.text(child)),
  );
}

/** What the only configuration class of the file that has `self.name = …` assigns there. */
export function ownOfConfigurations(file: PythonFile, name: string): Node | undefined {
  const [sole, ...more] = file.assigned.ofSelves(name).filter(({ target }) => {
    const owner = classOf(target);
    return owner !== null && isConfiguration(file, owner);
  });
  return more.length === 0 ? sole?.value : undefined;
}
