import type { Program } from '../program/program';
import { around, type Name, type Node } from '../syntax/tree';
import { inside, isDefinition, isStatement } from '../syntax/walk';

/** More names than a network is made of. */
const MAX_NAMES = 200;

/**
 * The statements of a function or file that what is named in `nodes` comes from, and those that `nodes` stand in, in the
 * order of the text.
 */
export function statementsBehind(program: Program, place: Node, nodes: readonly Node[]): readonly Node[] {
  const found = new Set<Node>();
  const names = new Set<string>();
  const open = [...nodes];
  const visit = (name: Name) => {
    names.add(name.name);
    for (const { at, imported, formal } of program.scopes.find(name.name, name))
      if (!imported && !formal && (functionAround(at) ?? program.file) === place) open.push(at);
  };
  for (let node = open.pop(); node; node = open.pop()) {
    const statement = outermost(node, place);
    if (!statement || found.has(statement)) continue;
    found.add(statement);
    if (isDefinition(statement)) continue;
    for (const one of inside(statement, isDefinition))
      if (one.type === 'name' && !names.has(one.name) && names.size < MAX_NAMES) visit(one);
  }
  return [...found].sort((a, b) => a.start - b.start);
}

/** The statement of a function or file that a node stands in; `undefined`: it stands elsewhere. */
function outermost(node: Node, place: Node): Node | undefined {
  let found: Node | null = node;
  while (found && !(found.up === place && isStatement(found))) found = found.up;
  return found ?? undefined;
}

/** The function that runs what stands at a node; a lambda that is called elsewhere is one. */
export function functionAround(node: Node): Node | null {
  return around(node, 'callable');
}
