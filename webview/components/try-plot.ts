import * as l10n from '@vscode/l10n';
import { type PlotPoint, type PlotSeries, type PlotSpec, robustAxis } from '../../src/charts/plot-spec';
import { spreadOf } from '../../src/core/analysis/spread';
import type { TryState, TryTrial } from '../../src/protocol';
import { colorAt } from './side-color';

type TryCurve = TryTrial['curves'][number];

/** The losses that a trial has, as columns. */
export const ROLES = ['trainLoss', 'validationLoss', 'testLoss'] as const;
export type Loss = (typeof ROLES)[number];

export function lossWords(role: Loss): string {
  switch (role) {
    case 'trainLoss':
      return l10n.t('training loss');
    case 'validationLoss':
      return l10n.t('validation loss');
    case 'testLoss':
      return l10n.t('test loss');
  }
}

/**
 * The losses of each value, in a colour of its own: the mean of its seeds, with a band of one standard deviation. What
 * validates is solid, what trains dashed.
 */
export function tryPlot({ sides, trials }: TryState): PlotSpec | undefined {
  const main: Loss = trials.some(({ curves }) => curves.some(({ role }) => role === 'validationLoss'))
    ? 'validationLoss'
    : 'testLoss';
  const series = sides.flatMap(({ name }, side): PlotSeries[] =>
    (['trainLoss', main] as const).flatMap((role) => {
      const curves = trials
        .filter((trial) => trial.side === side)
        .flatMap((trial) => trial.curves.find((curve) => curve.role === role) ?? []);
      if (curves.length === 0) return [];
      const label = `${name} · ${lossWords(role)}`;
      const style = role === 'trainLoss' ? 'dashed' : 'solid';
      return [{ label, color: colorAt(side), style, area: true, points: meanOf(curves) }];
    }),
  );
  const shown = series
    .flatMap(({ points }) => points.flatMap(({ y, low = y, high = y }) => [low, y, high]))
    .filter((y) => Number.isFinite(y));
  if (shown.length === 0) return undefined;
  const x = l10n.t('epoch or step');
  const y = l10n.t('loss');
  return {
    label: l10n.t('{0} against {1}', y, x),
    x: { title: x },
    y: robustAxis(y, shown, 'low'),
    series,
  };
}

/** The mean at each step over the seeds that have come so far, and one standard deviation on both sides of it. */
function meanOf(curves: readonly TryCurve[]): PlotPoint[] {
  const at = new Map<number, number[]>();
  for (const { steps, values } of curves)
    for (const [i, step] of steps.entries()) {
      const known = at.get(step);
      if (known) known.push(values[i]!);
      else at.set(step, [values[i]!]);
    }
  return [...at.keys()]
    .sort((a, b) => a - b)
    .map((x) => {
      const { mean, deviation, count } = spreadOf(at.get(x)!);
      return count > 1 ? { x, y: mean, low: mean - deviation, high: mean + deviation } : { x, y: mean };
    });
}
