import * as l10n from '@vscode/l10n';
import type { Placement, RecordedChange } from '../core/spec';
import { siteRatio, sitesOf, siteTitle } from '../experiment/sites';
import { formatLearningRate, formatRatio } from './format';

/** A vertical line that marks an event. */
export interface Mark {
  readonly epoch: number;
  /** Start, if it lasted longer than a step. */
  readonly since?: number;
  readonly text: string;
}

/** Initial values of the settings that can change. */
export interface ChangeableValues {
  readonly ratio: number;
  readonly learningRate: number;
  readonly placement: Placement;
}

type Parameter = keyof ChangeableValues;

interface Stretch {
  readonly parameter: Parameter;
  readonly from: unknown;
  readonly first: number;
  to: unknown;
  step: number;
}

/**
 * Marks for the changes of a run, in order of their steps. Since dragging a slider records many changes, those of one
 * parameter within `nearby` steps of each other are merged into one mark at the last of them.
 */
export function changeMarks(
  changes: readonly RecordedChange[],
  start: ChangeableValues,
  hiddenLayers: number,
  stepsPerEpoch: number,
  nearby: number,
): readonly Mark[] {
  const now: Record<Parameter, unknown> = { ...start };
  const stretches: Stretch[] = [];
  for (const change of changes) {
    for (const parameter of ['ratio', 'learningRate', 'placement'] as const) {
      const to = change[parameter];
      if (to === undefined) continue;
      const last = stretches.findLast((stretch) => stretch.parameter === parameter);
      if (last && change.step - last.step <= nearby) Object.assign(last, { to, step: change.step });
      else stretches.push({ parameter, from: now[parameter], first: change.step, to, step: change.step });
      now[parameter] = to;
    }
  }
  return stretches
    .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to))
    .map(({ parameter, from, first, to, step }) => ({
      epoch: (step - 1) / stepsPerEpoch,
      ...(first < step && { since: (first - 1) / stepsPerEpoch }),
      text: describe(parameter, from, to, hiddenLayers),
    }));
}

function describe(parameter: Parameter, from: unknown, to: unknown, hiddenLayers: number): string {
  if (parameter === 'ratio') {
    return l10n.t('drop {0} → {1}', formatRatio(from as number), formatRatio(to as number));
  }
  if (parameter === 'learningRate') {
    return l10n.t('lr {0} → {1}', formatLearningRate(from as number), formatLearningRate(to as number));
  }
  return describePlacement(from as Placement, to as Placement, hiddenLayers);
}

/** Names the changed sites; more than two are summarized as “placement”. */
function describePlacement(from: Placement, to: Placement, hiddenLayers: number): string {
  // NaN as the shared ratio, so that only own ratios and on or off are compared.
  const shared = Number.NaN;
  const changed = sitesOf(hiddenLayers).filter(
    (site) => !Object.is(siteRatio(from, site, shared), siteRatio(to, site, shared)),
  );
  if (changed.length === 0 || changed.length > 2) return l10n.t('placement');
  return changed
    .map((site) => {
      const ratio = siteRatio(to, site, shared);
      if (ratio === 0) return l10n.t('{0} off', siteTitle(site));
      return Number.isNaN(ratio)
        ? l10n.t('{0} on', siteTitle(site))
        : l10n.t('{0}: {1}', siteTitle(site), formatRatio(ratio));
    })
    .join(', ');
}
