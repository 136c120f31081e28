import { append } from '../../core/lists';
import { isBeside } from '../program/order';
import type { Program } from '../program/program';
import { around, contains, type Name, type Node } from '../syntax/tree';
import { isDefinition, isStatement, namesBehind } from '../syntax/walk';
import { spend } from '../work';

/** More names than a network is made of. */
const MAX_NAMES = 2000;

/**
 * The statements of a function or file that what is named in `nodes` comes from, and those that `nodes` stand in, in the
 * order of the text. Of the assignments of a name it is the last above its use, and those before one that may not run.
 */
export function statementsBehind(program: Program, place: Node, nodes: readonly Node[]): readonly Node[] {
  const found = new Set<Node>();
  let names = 0;
  const open = nodes.flatMap((node) => outermost(node, place) ?? []);
  for (let statement = open.pop(); statement; statement = open.pop()) {
    if (found.has(statement)) continue;
    found.add(statement);
    if (isDefinition(statement)) continue;
    for (const name of namesBehind(statement, MAX_NAMES))
      if (names++ < MAX_NAMES) append(open, definedBefore(program, place, name, statement));
  }
  return [...found].sort((a, b) => a.start - b.start);
}

/** What gives a name its value before a statement that uses it, and what changes that in place. */
function definedBefore(program: Program, place: Node, name: Name, user: Node): Node[] {
  const { scopes } = program;
  const bindings = scopes.find(name.name, name).filter(({ imported, formal }) => !imported && !formal);
  if (bindings.some(({ at }) => contains(user, at) && isAnew(at, name))) return [];
  const before = (at: Node) => {
    const statement = (functionAround(at) ?? program.file) === place ? outermost(at, place) : undefined;
    return statement && statement.start < user.start ? [statement] : [];
  };
  const changes = program.changesOf(name.name);
  spend(changes.length + bindings.length);
  const found = changes.flatMap(before);
  for (const { at } of bindings.toReversed())
    for (const statement of before(at)) {
      found.push(statement);
      if (statement.type !== 'branch' || statement.word === 'with_statement') return found;
    }
  return found;
}

/** Whether a name is given a value in each turn of a loop before it is used. */
function isAnew(at: Name, use: Name): boolean {
  const given = around(at, 'declaration');
  return given !== null && given.end <= use.start && (given.isFilled || isBeside(use, given));
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
