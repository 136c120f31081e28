import { append } from '../../core/lists';
import type { Block } from './block';
import type { PythonFile } from './file';
import { type Node, textOf } from './node';
import { enclosing, MODULE } from './scopes';

/** Methods that change a list. */
export const growing = ['append', 'extend', 'insert', 'pop', 'remove', 'clear', 'reverse', 'sort'];

/** What is defined at the top of a file is not run there. */
const definitions = new Set(['function_definition', 'class_definition', 'decorated_definition']);

/**
 * The statements at the top of a file that may have to do with the list that `written` names there, in the order of
 * the file: those of the blocks in which it stands, or in which what they assign does. `undefined`: a function of the
 * file changes the list, and no one can tell when.
 */
export function topStatements(file: PythonFile, written: Node): Node[] | undefined {
  const name = textOf(written);
  if (isChangedInFunction(file, written)) return undefined;
  const blocks = new Set<Block>(file.source.blocksWith(name));
  for (const other of [...blocks].flatMap((block) => assignedIn(block.statements)))
    for (const { owner } of file.bindings.of(other, written)) blocks.add(owner.block);
  return [...blocks]
    .sort((a, b) => a.start - b.start)
    .flatMap(({ statements }) => statements.filter(({ type }) => !definitions.has(type)));
}

function isChangedInFunction(file: PythonFile, written: Node): boolean {
  const name = textOf(written);
  const isGlobal = file.bindings
    .of(name, written)
    .some(({ owner }) => enclosing(owner, 'function_definition'));
  return (
    isGlobal ||
    growing
      .flatMap((method) => file.calls.get(method))
      .some((call) => {
        const object = objectOf(call);
        const isNamed = object !== null && textOf(object) === name;
        return (
          isNamed && enclosing(call, 'function_definition', 'lambda') !== null && isOfModule(file, object)
        );
      })
  );
}

/** What a method is called on. */
export function objectOf(call: Node): Node | null {
  return call.childForFieldName('function')?.childForFieldName('object') ?? null;
}

/** Functions that leave a list as it is. */
const harmless =
  /^(?:(?:len|list|tuple|enumerate|zip|range|reversed|sorted|sum|map|any|all|isinstance|str|repr|type|id)$|(?:print|show|log|summar|count|check|plot|save|draw|describe|report|init))/;

/** What changes a list, or hands it on to what may. */
const changing = /\.(?:append|extend|insert|pop|remove|clear|reverse|sort)\b|[-+*]=|\]\s*=(?!=)|\bdel\b/;

/** The calls that may change the list that `written` names, which they are given: of functions, not of libraries. */
export function mayFill(file: PythonFile, written: Node): Node[] {
  const name = textOf(written);
  const scopeOf = (node: Node) => file.bindings.of(name, node)[0]?.scope;
  return file.given.get(name).flatMap((argument) => {
    const call = enclosing(argument, 'call');
    const callee = call?.childForFieldName('function');
    if (!call || callee?.type !== 'identifier' || harmless.test(textOf(callee))) return [];
    // What comes after does not matter.
    if (file.source.start(call) > file.source.start(written)) return [];
    if (file.qualify(callee) !== undefined || leavesAsIs(file, callee)) return [];
    return scopeOf(argument) === scopeOf(written) ? [call] : [];
  });
}

/** A class, and a function of the file that changes nothing. */
function leavesAsIs(file: PythonFile, callee: Node): boolean {
  const definition = file.definitionOf(callee);
  if (definition?.type === 'class_definition') return true;
  return definition?.type === 'function_definition' && !changing.test(textOf(definition));
}

/** Whether a name stands for one of the module. */
export function isOfModule(file: PythonFile, name: Node | null): boolean {
  return name?.type === 'identifier' && file.bindings.of(textOf(name), name)[0]?.scope === MODULE;
}

/** The names that loops and branches assign. */
function assignedIn(statements: readonly Node[]): string[] {
  const found = new Set<string>();
  const open = statements.filter(({ type }) => /^(?:for|while|if|with)_statement$/.test(type));
  for (let node = open.pop(); node; node = open.pop()) {
    const left = /assignment$/.test(node.type) ? node.childForFieldName('left') : null;
    if (left?.type === 'identifier') found.add(textOf(left));
    else append(open, node.namedChildren);
  }
  return [...found];
}
