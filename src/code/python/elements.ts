import { numberOf } from './literals';
import type { Node } from './node';
import type { Outcome, Route, Tracer } from './trace';

const sequences = new Set(['list', 'tuple', 'expression_list']);

/** `ratios[0]` of a list or tuple that is written out; `undefined`: the subscript is no number, or it is none. */
export function elementAt(tracer: Tracer, node: Node, route: Route): Outcome | undefined {
  const object = node.type === 'subscript' ? node.childForFieldName('value') : null;
  const [key, ...more] = node.childrenForFieldName('subscript');
  const index = key && more.length === 0 ? numberOf(key) : undefined;
  if (!object || index === undefined || !Number.isInteger(index)) return undefined;
  const whole = tracer.trace(object, route);
  if (!whole.node || !sequences.has(whole.node.type)) return undefined;
  const items = whole.node.namedChildren.filter(({ type }) => type !== 'comment');
  const item = items.some(({ type }) => type === 'list_splat') ? undefined : items.at(index);
  return item && tracer.trace(item, tracer.step(whole, item));
}
