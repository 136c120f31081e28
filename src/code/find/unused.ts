import { isLooped, lastOf } from '../program/order';
import { around, type Call, contains, type Name } from '../syntax/tree';
import { isStatement } from '../syntax/walk';
import type { Context } from './context';

/** Whether nothing is done with the result of a call in a function. */
export function isUnused({ program }: Context, call: Call): boolean {
  const definition = around(call, 'callable');
  const { up } = call;
  if (!definition || isStatement(call)) return definition !== null;
  if (up?.type !== 'declaration' || up.value !== call || up.target.type !== 'name') return false;
  const from = isLooped(call) ? definition.start : up.end;
  const { name } = up.target;
  const means = (use: Name) => (lastOf(program.scopes.find(name, use), use)?.value ?? call) === call;
  return !program.usesOf(name).some((use) => use.start >= from && contains(definition, use) && means(use));
}
