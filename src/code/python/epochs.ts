import * as l10n from '@vscode/l10n';
import type { Finding } from '../finding';
import { argumentsOf } from './arguments';
import { traced } from './call-findings';
import type { Context } from './context';
import { numberOf } from './literals';
import { type Node, textOf } from './node';
import { enclosing, same } from './scopes';

const counter =
  /^(?:i_?|n_?|cur(?:rent)?_?|this_?)?epochs?(?:_?(?:i|idx|index|num|number|count|counter|no|id|nb))?$/i;
const wrappers =
  /(?:^|\.)(?:tqdm|trange|range|xrange|track|progress_bar|master_bar|tnrange|prange|notebook)$/;

/** Whether a name may count epochs in a loop. */
export function mayCountEpochs(word: string): boolean {
  return counter.test(word);
}

/** `for epoch in range(10)`: the epochs of a hand-written training loop. */
export function epochLoopAt(context: Context, name: Node): Finding | undefined {
  const loop = name.type === 'identifier' ? enclosing(name, 'for_statement') : null;
  return loop && same(loop.childForFieldName('left'), name) ? countOf(context, loop) : undefined;
}

/** The `range(…)` call in `tqdm(range(…))`, `trange(…)`, `range(…)`. */
function rangeOf(context: Context, node: Node | null): Node | undefined {
  if (node?.type !== 'call') return undefined;
  const callee = node.childForFieldName('function');
  const name = callee ? context.file.text(callee) : '';
  if (!wrappers.test(name)) return undefined;
  if (/range$/.test(name)) return node;
  return rangeOf(context, argumentsOf(node)?.positional[0] ?? null);
}

function countOf(context: Context, loop: Node): Finding | undefined {
  const range = rangeOf(context, loop.childForFieldName('right'));
  const positional = range && argumentsOf(range)?.positional;
  if (!range || !positional || positional.length > 2) return undefined;
  const [first, second] = positional;
  if (!first) return undefined;
  if (!second) return counted(context, range, first);
  return spanned(context, range, first, second);
}

function counted(context: Context, range: Node, count: Node): Finding | undefined {
  const finding = traced(context, range, count, {
    kind: 'epochs',
    keep: false,
    spelling: 'range',
    framework: context.framework ?? 'python',
    confidence: 'medium',
  });
  // `range(len(history))` goes over what was recorded, and is no training.
  if (!finding || (finding.value === null && context.tracer.trace(count).node?.type === 'call'))
    return undefined;
  return finding;
}

/** `range(1, epochs + 1)` runs `epochs` times; `range(1, 11)` ten times, though 11 is written. */
function spanned(context: Context, range: Node, first: Node, end: Node): Finding | undefined {
  const { file } = context;
  const start = numberOf(first);
  const last = numberOf(end);
  if (start !== undefined && last !== undefined && start !== 0) {
    return context.finding(range, 'epochs', {
      value: last - start,
      spelling: 'range',
      confidence: 'medium',
      reason: l10n.t('the loop counts from {0}, so {1} is written', start, last),
    });
  }
  if (end.type === 'binary_operator' && start === 1) {
    const [left, right] = end.namedChildren;
    const isNext = right && numberOf(right) === 1 && /\+/.test(file.text(end));
    if (left && isNext) return counted(context, range, left);
  }
  const sum = startingAnywhere(first, end);
  const found = counted(context, range, sum ?? end);
  if (sum || !start || !found || found.value === null) return found;
  const reason = l10n.t('the loop counts from {0}, so {1} is written', start, found.value);
  return { ...found, value: found.value - start, edit: null, reason };
}

/** `range(start, start + 200)` runs 200 times wherever it starts. */
function startingAnywhere(first: Node, end: Node): Node | undefined {
  const [left, right] = end.type === 'binary_operator' ? end.namedChildren : [];
  const isSum = left && right && /\+/.test(textOf(end));
  return isSum && textOf(left) === textOf(first) ? right : undefined;
}
