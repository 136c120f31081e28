import * as l10n from '@vscode/l10n';
import {
  type Assignment,
  around,
  type Branch,
  type Call,
  type Expression,
  lastName,
  type Node,
  pathOf,
} from '../../syntax/tree';
import { inside } from '../../syntax/walk';
import type { Context } from '../context';
import { isConstant } from '../given';
import { noted, type ReadExtra } from './types';

/** What people write themselves: rates that are set, penalties that are added, loops that are left. */
export function byHand(context: Context, node: Node): ReadExtra | undefined {
  switch (node.type) {
    case 'assignment':
      return rateSet(context, node) ?? stopSet(context, node);
    case 'branch':
      return node.isLoop ? loopLeft(context, node) : undefined;
    case 'call':
      return penalty(context, node) ?? rateGiven(context, node);
    default:
      return undefined;
  }
}

const ofOptimizer = /group|^p?g$|opt/i;
const ofOptions = /^self\.(?:opt|option)s?$|^opts?$/;

/** `for group in optimizer.param_groups: group['lr'] = …`, `optimizer.learning_rate = …` */
function rateSet(context: Context, assignment: Assignment): ReadExtra | undefined {
  return isRate(context, assignment.target) ? rateChanged(context, assignment) : undefined;
}

/** `K.set_value(self.model.optimizer.lr, …)` */
function rateGiven(context: Context, call: Call): ReadExtra | undefined {
  const [first] = call.args;
  const isSet = lastName(call.callee) === 'set_value' && first && isRate(context, first);
  return isSet ? rateChanged(context, call) : undefined;
}

function isRate(context: Context, target: Expression): boolean {
  if (target.type !== 'member' || !/^(?:lr|learning_rate)$/.test(target.name)) return false;
  const object = context.slice(target.object);
  return ofOptimizer.test(object) && !ofOptions.test(object);
}

const rateChanged = (context: Context, node: Node) =>
  noted(l10n.t('the learning rate is changed while it trains: {0}', context.evaluator.quote(node)));

const stopped = (context: Context, node: Node) =>
  noted(l10n.t('early stopping is left out: {0}', context.evaluator.quote(node)));

/** `self.model.stop_training = True` in a callback */
function stopSet(context: Context, assignment: Assignment): ReadExtra | undefined {
  const { target, value } = assignment;
  const isSet = target.type === 'member' && target.name === 'stop_training' && isConstant(value, true);
  return isSet ? stopped(context, assignment) : undefined;
}

const patience = /patien|early|no_?improv|not_?improv|bad_?epoch|wait|stop/i;
const result = /loss|acc|err|cost|score/i;

/** `if epochs_without_improvement > patience`, `if validation_loss < 0.01` */
const stops = (condition: string) =>
  patience.test(condition) || (result.test(condition) && /[<>]/.test(condition));

/** `if … : break` in a loop over epochs. */
function loopLeft(context: Context, loop: Branch): ReadExtra | undefined {
  const [counter] = loop.parts;
  if (!counter || !/ep/i.test(context.slice(counter))) return undefined;
  for (const node of inside(loop, (one) => one.type === 'branch' && one.isLoop)) {
    if (node.type !== 'other' || node.word !== 'break_statement') continue;
    const branch = around(node, 'branch');
    const [condition] = branch?.word === 'if_statement' ? branch.parts : [];
    if (condition && stops(context.slice(condition))) return stopped(context, condition);
  }
  return undefined;
}

const norms = /^(?:abs|pow|square|norm)$|l2_loss|l1_loss/;
const others = /grad|numel|print|log|clip/;

/** `l1 = sum(p.abs().sum() for p in model.parameters())` */
function penalty(context: Context, call: Call): ReadExtra | undefined {
  if (!/^(?:named_)?parameters$/.test(lastName(call.callee) ?? '')) return undefined;
  const holder = holderOf(call);
  if (!holder || holder.end - holder.start >= 300 || others.test(context.slice(holder))) return undefined;
  const isNorm = [...inside(holder)].some(
    (one) =>
      (one.type === 'call' && norms.test(lastName(one.callee) ?? pathOf(one.callee) ?? '')) ||
      (one.type === 'binary' && one.operator === '**'),
  );
  return isNorm
    ? noted(l10n.t('a penalty on weights is left out: {0}', context.evaluator.quote(holder)))
    : undefined;
}

/** The comprehension or loop over what a call gives. */
function holderOf(call: Call): Node | undefined {
  let holder = call.up;
  while (holder && !isLoop(holder)) holder = holder.up;
  return holder ?? undefined;
}

function isLoop(node: Node): boolean {
  if (node.type === 'branch') return node.over !== null;
  return node.type === 'other' && /^(?:generator_expression|list_comprehension)$/.test(node.word);
}
