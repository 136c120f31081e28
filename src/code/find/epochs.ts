import * as l10n from '@vscode/l10n';
import { numberOf } from '../evaluate/arithmetic';
import type { Finding } from '../finding';
import { type Branch, type Call, type Expression, pathOf } from '../syntax/tree';
import { traced } from './call-findings';
import type { Context } from './context';

const counter =
  /^(?:i_?|n_?|cur(?:rent)?_?|this_?)?epochs?(?:_?(?:i|idx|index|num|number|count|counter|no|id|nb))?$/i;
const wrappers =
  /(?:^|\.)(?:tqdm|trange|range|xrange|track|progress_bar|master_bar|tnrange|prange|notebook)$/;

/** `for epoch in range(10)`: the epochs of a hand-written training loop. */
export function epochsOf(context: Context): Finding[] {
  return context.program.loops.flatMap((loop) => (countsEpochs(loop) ? (countOf(context, loop) ?? []) : []));
}

function countsEpochs({ parts: [first] }: Branch): boolean {
  return first?.type === 'declaration' && first.target.type === 'name' && counter.test(first.target.name);
}

/** The `range(…)` call in `tqdm(range(…))`, `trange(…)`, `range(…)`. */
function rangeOf(expression: Expression | null | undefined): Call | undefined {
  if (expression?.type !== 'call') return undefined;
  const path = pathOf(expression.callee) ?? '';
  if (!wrappers.test(path)) return undefined;
  return /range$/.test(path) ? expression : rangeOf(expression.args[0]);
}

function countOf(context: Context, { over }: Branch): Finding | undefined {
  const range = rangeOf(over);
  const [first, second, ...more] = range?.args ?? [];
  if (!range || !first || more.length > 0) return undefined;
  return second ? spanned(context, range, first, second) : counted(context, range, first);
}

function counted(context: Context, range: Call, count: Expression): Finding | undefined {
  const finding = traced(context, range, count, {
    ...{ kind: 'epochs', keep: false, spelling: 'range' },
    ...{ framework: context.framework ?? 'python', confidence: 'medium' },
  });
  // `range(len(history))` goes over what was recorded, and is no training.
  const isComputed = finding?.value === null && context.evaluator.follow(count).expression?.type === 'call';
  return isComputed ? undefined : finding;
}

/** `range(1, epochs + 1)` runs `epochs` times; `range(1, 11)` ten times, though 11 is written. */
function spanned(context: Context, range: Call, first: Expression, end: Expression): Finding | undefined {
  const [start, last] = [numberOf(first), numberOf(end)];
  const reason = (written: number) => l10n.t('the loop counts from {0}, so {1} is written', start!, written);
  if (start !== undefined && last !== undefined && start !== 0) {
    const rest = { value: last - start, spelling: 'range', reason: reason(last) };
    return context.finding(range, 'epochs', { ...rest, confidence: 'medium' });
  }
  const sum = end.type === 'binary' && end.operator === '+' ? end : undefined;
  if (sum && start === 1 && numberOf(sum.right) === 1) return counted(context, range, sum.left);
  // `range(start, start + 200)` runs 200 times wherever it starts.
  const isFromAnywhere = sum && context.slice(sum.left) === context.slice(first);
  const found = counted(context, range, isFromAnywhere ? sum.right : end);
  if (isFromAnywhere || !start || !found || found.value === null) return found;
  return { ...found, value: found.value - start, edit: null, reason: reason(found.value) };
}
