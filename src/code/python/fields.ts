import type { Node } from '@vscode/tree-sitter-wasm';
import type { Binding } from './bindings';
import type { PythonFile } from './file';
import { classOf, same } from './scopes';

/** What is assigned to `self.name` in the methods of a class, augmented assignments included. */
export function selfAssignments(file: PythonFile, owner: Node, name: string): Node[] {
  const { start, end } = file.source.span(owner);
  return file.source.occurrences(name).flatMap((offset) => {
    if (offset < start || offset >= end || file.source.text[offset - 1] !== '.') return [];
    if (!/^\s*(?:[:,=+*/)-]|$)/.test(file.source.text.slice(offset + name.length, offset + name.length + 8)))
      return [];
    const node = file.source.nodeAt(offset);
    const attribute = node.parent;
    if (attribute?.type !== 'attribute' || !same(classOf(attribute), owner)) return [];
    const object = attribute.childForFieldName('object');
    if (!object || file.text(object) !== 'self') return [];
    return assignedTo(attribute);
  });
}

function assignedTo(target: Node): Node[] {
  const owner = target.parent;
  if (owner?.type === 'pattern_list') return tupleElement(owner, target);
  if (owner?.type !== 'assignment' && owner?.type !== 'augmented_assignment') return [];
  if (!same(owner.childForFieldName('left'), target)) return [];
  let value = owner.childForFieldName('right');
  while (value?.type === 'assignment') value = value.childForFieldName('right');
  return value ? [value] : [];
}

/** `self.a, self.b = 1, 2`; where the right side is no tuple, itself stands for the element. */
function tupleElement(targets: Node, target: Node): Node[] {
  const statement = targets.parent;
  if (statement?.type !== 'assignment' || !same(statement.childForFieldName('left'), targets)) return [];
  const value = statement.childForFieldName('right');
  if (!value) return [];
  const index = targets.namedChildren.findIndex((child) => same(child, target));
  const element =
    value.type === 'expression_list' || value.type === 'tuple' ? value.namedChildren[index] : value;
  return element ? [element] : [];
}

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
      return { kind: 'assign', name: left, owner: assignment!, scope: '', value: null, qualified: null };
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
  const fields = file.bindings.all(name).filter((binding) => {
    const owner = binding.kind === 'assign' ? classOf(binding.name) : null;
    return owner !== null && binding.scope.startsWith('class_definition') && isConfiguration(file, owner);
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
