import * as l10n from '@vscode/l10n';
import {
  type Assignment,
  around,
  type Branch,
  type Call,
  lastName,
  type Node,
  pathOf,
} from '../../syntax/tree';
import { inside } from '../../syntax/walk';
import type { Context } from '../context';
import { noted, type ReadExtra } from './types';

/** What people write themselves: rates that are set, penalties that are added, loops that are left. */
export function byHand(context: Context, node: Node): ReadExtra | undefined {
  switch (node.type) {
    case 'assignment':
      return rateSet(context, node);
    case 'branch':
      return node.isLoop ? loopLeft(context, node) : undefined;
    case 'call':
      return penalty(context, node);
    default:
      return undefined;
  }
}

const ofOptimizer = /group|^p?g$|opt/i;
const ofOptions = /^self\.(?:opt|option)s?$|^opts?$/;

/** `for group in optimizer.param_groups: group['lr'] = …`, `optimizer.learning_rate = …` */
function rateSet(context: Context, assignment: Assignment): ReadExtra | undefined {
  const { target } = assignment;
  if (target.type !== 'member' || !/^(?:lr|learning_rate)$/.test(target.name)) return undefined;
  const object = context.slice(target.object);
  if (!ofOptimizer.test(object) || ofOptions.test(object)) return undefined;
  return noted(
    l10n.t('the learning rate is changed while it trains: {0}', context.evaluator.quote(assignment)),
  );
}

const patience = /patien|early|no_?improv|not_?improv|bad_?epoch|wait|stop/i;

/** `if epochs_without_improvement > patience: break` in a loop over epochs. */
function loopLeft(context: Context, loop: Branch): ReadExtra | undefined {
  const [counter] = loop.parts;
  if (!counter || !/ep/i.test(context.slice(counter))) return undefined;
  for (const node of inside(loop, (one) => one.type === 'branch' && one.isLoop)) {
    if (node.type !== 'other' || node.word !== 'break_statement') continue;
    const branch = around(node, 'branch');
    const [condition] = branch?.word === 'if_statement' ? branch.parts : [];
    if (condition && patience.test(context.slice(condition)))
      return noted(l10n.t('early stopping is left out: {0}', context.evaluator.quote(condition)));
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
