import * as l10n from '@vscode/l10n';
import { isDistinct, spreadOf } from '../../core/analysis/spread';
import { formatSpread } from '../../experiment/words';
import { standInTitle } from './lens-words';
import type { Evidence, RunResult } from './results';
import type { StandIn } from './stand-in';

/**
 * What the runs say for or against writing a value: `test loss 0.37 ± 0.20 → 0.76 ± 0.40: higher`. Told apart seed by
 * seed, as the verdict does; `undefined`: the value itself was not run. What of it is not the code's own is said, too.
 */
export function evidenceWords(
  { before, after }: Evidence,
  { standIn, own }: EvidenceContext = NO_CONTEXT,
): string | undefined {
  const measured = measuredWords(before, after);
  if (measured === undefined) return undefined;
  const on = standIn === null ? [] : [standInTitle(standIn)];
  const beside = own.length === 0 ? [] : [l10n.t('the playground’s own: {0}', own.join(', '))];
  return [measured, ...on, ...beside].join(' · ');
}

/** What of the runs is not of the code that the value would be written into. */
export interface EvidenceContext {
  readonly standIn: StandIn | null;
  /** Values of the playground's own, in words. */
  readonly own: readonly string[];
}

const NO_CONTEXT: EvidenceContext = { standIn: null, own: [] };

function measuredWords(before: RunResult | undefined, after: RunResult | undefined): string | undefined {
  if (after === undefined) return undefined;
  if (before === undefined) return l10n.t('measured test loss {0}', lossWords(after));
  const [from, to] = [lossWords(before), lossWords(after)];
  const difference = differenceWords(before, after);
  return difference === undefined
    ? l10n.t('measured test loss {0} → {1}', from, to)
    : l10n.t('measured test loss {0} → {1}: {2}', from, to, difference);
}

function lossWords({ testLoss, seedLosses, diverged }: RunResult): string {
  if (testLoss === null || seedLosses.size === 0) return l10n.t('diverged');
  const loss = formatSpread(spreadOf([...seedLosses.values()]));
  return diverged > 0
    ? l10n.t('{0} ({1} of {2} seeds diverged)', loss, diverged, seedLosses.size + diverged)
    : loss;
}

/** `undefined`: some diverged, and that has been said; the rest is no fair sample. */
function differenceWords(before: RunResult, after: RunResult): string | undefined {
  if (before.diverged + after.diverged > 0) return undefined;
  const pairs = [...after.seedLosses].flatMap(([seed, loss]) => {
    const other = before.seedLosses.get(seed);
    return other === undefined ? [] : [loss - other];
  });
  if (pairs.length === 0) return l10n.t('no seed in common');
  if (pairs.length === 1) return l10n.t('one seed cannot tell them apart');
  const spread = spreadOf(pairs);
  if (!isDistinct(spread)) return l10n.t('no difference that {0} seeds can show', pairs.length);
  return spread.mean < 0 ? l10n.t('lower') : l10n.t('higher');
}
