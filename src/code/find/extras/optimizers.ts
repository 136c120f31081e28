import * as l10n from '@vscode/l10n';
import { optimizers } from '../../../core/optimizers/index';
import type { Extra, Finding } from '../../finding';
import { knownOfOptimizers, momentsOfOptimizers } from '../../frameworks/extras';
import type { Entry, Expression, Node } from '../../syntax/tree';
import type { Context } from '../context';
import { isConstant, numberAt } from '../given';
import { noted, type ReadExtra, taken } from './types';

/** What an optimizer is given beside its rate, momentum and decay: betas are taken over, anything else is named. */
export function ofOptimizer(findings: readonly Finding[]) {
  const made = findings.filter(({ kind, spelling }) => kind === 'optimizer' && spelling.includes('.'));
  const names = new Map(made.map(({ start, end, name }) => [`${start} ${end}`, name]));
  return (context: Context, node: Node): ReadExtra | undefined => {
    const call = node.type === 'entry' && node.key !== null ? node.up : null;
    const optimizer = call?.type === 'call' ? names.get(`${call.start} ${call.end}`) : undefined;
    return optimizer === undefined ? undefined : ofArgument(context, node as Entry, optimizer);
  };
}

function ofArgument(context: Context, argument: Entry, optimizer: string | null): ReadExtra | undefined {
  const name = argument.key!;
  const { value } = argument;
  if (name === 'nesterov' || name === 'use_nesterov') return nesterov(context, value);
  if (knownOfOptimizers.has(name)) return undefined;
  const training = momentsOf(context, name, value, optimizer);
  if (training) return taken(training);
  const isOff = isConstant(context.evaluator.follow(value).expression, null, false);
  if (isOff || numberAt(context, value) === 0) return undefined;
  return noted(l10n.t('{0}: left out', context.slice(argument).slice(0, 60)));
}

/** `nesterov=NESTEROV`; one that is written stands in the text of the finding. */
function nesterov(context: Context, value: Expression): ReadExtra | undefined {
  const { expression } = context.evaluator.follow(value);
  if (isConstant(expression, false) || isConstant(value, true)) return undefined;
  if (isConstant(expression, true)) return taken({ optimizer: 'nesterov' });
  return noted(l10n.t('{0}: left out', `nesterov=${context.slice(value).slice(0, 50)}`));
}

/** Whether an optimizer has a parameter; `both`: β₁ and β₂. */
const hasParam = (name: string | null, param: string) =>
  optimizers.some(({ id, params }) => id === name && (param === 'both' ? 'beta1' : param) in params);

function momentsOf(
  context: Context,
  name: string,
  value: Expression,
  optimizer: string | null,
): Extra['training'] | undefined {
  const kind = Object.hasOwn(momentsOfOptimizers, name) ? momentsOfOptimizers[name] : undefined;
  if (!kind || !hasParam(optimizer, kind)) return undefined;
  const { expression } = context.evaluator.follow(value);
  const parts = kind !== 'both' ? [value] : expression?.type === 'list' ? expression.items : [];
  const numbers = parts.map((part) => numberAt(context, part));
  const isDecay = (number: number | undefined) => number !== undefined && number >= 0 && number < 1;
  if (numbers.length === 0 || !numbers.every(isDecay)) return undefined;
  const [first, second] = numbers as number[];
  if (kind !== 'both') return { [kind]: first! };
  return second === undefined ? undefined : { beta1: first!, beta2: second };
}
