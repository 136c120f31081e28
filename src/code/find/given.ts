import { rounded } from '../evaluate/arithmetic';
import type { Place } from '../frameworks/types';
import type { Expression } from '../syntax/tree';
import { type Arguments, pick } from './arguments';
import type { Context } from './context';

/** The number that an expression comes to, of `1 - x` what is left; `undefined`: it is not written. */
export function numberAt(context: Context, expression: Expression): number | undefined {
  const found = context.evaluator.follow(expression);
  const number = found.expression ? context.number(found)?.value : undefined;
  return number !== undefined && found.complement ? rounded(1 - number) : number;
}

/** The number that an argument is; `undefined`: it is not there or not written. */
export function givenNumber(
  context: Context,
  args: Arguments,
  { names, position }: Place,
): number | undefined {
  const given = pick(args, names, position);
  return given && numberAt(context, given.value);
}

/** Whether an argument is `True`. */
export function isTrue({ evaluator }: Context, args: Arguments, { names, position }: Place): boolean {
  const given = pick(args, names, position);
  return given !== undefined && isConstant(evaluator.follow(given.value).expression, true);
}

/** Whether an expression is one of some constants. */
export function isConstant(expression: Expression | null, ...values: readonly (boolean | null)[]): boolean {
  return expression?.type === 'constant' && values.includes(expression.value);
}
