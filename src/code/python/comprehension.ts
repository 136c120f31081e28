import { append } from '../../core/lists';
import { inTurn, truth, type Value } from './known-value';
import type { Node } from './node';
import type { Values } from './written-values';

/** More items are no one's layers. */
const MAX_ITEMS = 500;

/** `[nn.Linear(a, b) for a, b in zip(widths, widths[1:])]`; `undefined`: it cannot be told. */
export function comprehension(values: Values, node: Node): Value {
  const body = node.childForFieldName('body');
  const clauses = node.namedChildren.filter(({ type }) => type === 'for_in_clause' || type === 'if_clause');
  const found: Value[] = [];
  return body && walk(values, clauses, body, found) ? found : undefined;
}

/** Adds what the body is in each turn of the clauses; false: it cannot be told. */
function walk(values: Values, clauses: readonly Node[], body: Node, found: Value[]): boolean {
  const [clause, ...inner] = clauses;
  if (!clause) {
    const items = values.members([body]);
    append(found, items ?? []);
    return items !== undefined && found.length <= MAX_ITEMS;
  }
  if (clause.type === 'if_clause') {
    const test = clause.firstNamedChild;
    const holds = test ? truth(values.evaluate(test)) : undefined;
    return holds ? walk(values, inner, body, found) : holds === false;
  }
  const target = clause.childForFieldName('left');
  const turns = values.turns(clause);
  if (!target || !turns) return false;
  return turns.every((turn) =>
    values.within(inTurn(values.known, target, turn), () => walk(values, inner, body, found)),
  );
}
