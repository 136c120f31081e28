import { oneLine } from '../../lines';
import type { Node } from '../../syntax/tree';
import type { Context } from '../context';

/** As it is written, a call without the module that it comes from. */
export function quoted(context: Context, node: Node): string {
  if (node.type !== 'call' || node.callee.type !== 'member') return context.evaluator.quote(node);
  const { callee, end } = node;
  return oneLine(context.slice({ start: callee.end - callee.name.length, end }), 40);
}
