import { isLooped } from '../program/order';
import { around, type Call, contains } from '../syntax/tree';
import { isStatement } from '../syntax/walk';
import type { Context } from './context';

/** Whether nothing is done with the result of a call in a function. */
export function isUnused({ program }: Context, call: Call): boolean {
  const definition = around(call, 'callable');
  const { up } = call;
  if (!definition || isStatement(call)) return definition !== null;
  if (up?.type !== 'declaration' || up.value !== call || up.target.type !== 'name') return false;
  const from = isLooped(call) ? definition.start : up.end;
  return !program.usesOf(up.target.name).some((use) => contains(definition, use) && use.start >= from);
}
