import type { Call } from '../syntax/tree';
import { argumentsOf, pick } from './arguments';
import type { Context } from './context';

/** How a function of dropout is told whether it trains: where the argument stands, and what it is where it is left out. */
export interface ModeArgument {
  readonly names: readonly string[];
  readonly position: number;
  readonly isOn: boolean;
}

const names = ['training', 'train', 'is_training'];

const table: readonly (readonly [RegExp, number, boolean])[] = [
  [/^torch\.nn\.functional\.dropout\d?d?$/, 2, true],
  [/^torch\.dropout$/, 2, true],
  [/^torch\.nn\.functional\.(?:feature_)?alpha_dropout$/, 2, false],
  [/^paddle\.nn\.functional\.dropout$/, 3, true],
  [/^paddle\.nn\.functional\.(?:dropout[23]d|alpha_dropout)$/, 2, true],
  [/^tensorflow\.layers\.dropout$/, 4, false],
];

/** The argument of a function by its qualified name; `undefined`: it has none. */
export function modeArgumentOf(name: string): ModeArgument | undefined {
  const row = table.find(([pattern]) => pattern.test(name));
  return row && { names, position: row[1], isOn: row[2] };
}

/** Whether a call of a function of dropout drops nothing, in training neither. */
export function isSwitchedOff(context: Context, call: Call): boolean {
  const argument = modeArgumentOf(context.qualify(call.callee) ?? '');
  const args = argumentsOf(call);
  if (!argument || args.splats.length > 0) return false;
  const given = pick(args, argument.names, argument.position);
  if (!given) return !argument.isOn;
  const { expression } = context.evaluator.follow(given.value);
  return expression?.type === 'constant' && expression.value === false;
}
