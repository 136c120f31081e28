import type { Binding } from './bindings';
import type { PythonFile } from './file';
import type { Node } from './node';
import { classOf } from './scopes';

/** The field `name` in the body of a class: `name: float = 0.5`, `name = 0.5`, or `name: float` without a value. */
export function fieldOf(file: PythonFile, owner: Node, name: string): Binding | undefined {
  const fields = file.bindings.within(name, owner).filter(({ kind }) => kind === 'assign');
  return fields.length === 1 ? unwrapped(file, fields[0]!) : declared(file, owner, name);
}

/** `field(default=0.5)` of dataclasses, `Field(0.5)` of pydantic. */
function unwrapped(file: PythonFile, field: Binding): Binding {
  if (field.value?.type !== 'call') return field;
  const callee = field.value.childForFieldName('function');
  if (!callee || !/(?:^|\.)[fF]ield$/.test(file.text(callee))) return field;
  for (const child of field.value.childForFieldName('arguments')?.namedChildren ?? []) {
    if (child?.type === 'keyword_argument' && file.text(child).startsWith('default=')) {
      return { ...field, value: child.childForFieldName('value') };
    }
    if (child && child.type !== 'keyword_argument' && /Field$/.test(file.text(callee))) {
      return { ...field, value: child };
    }
  }
  return { ...field, value: null };
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
