import * as l10n from '@vscode/l10n';
import { spreadOf } from '../core/analysis/spread';
import { roleWords } from '../experiment/role-words';
import type { TryRole, TryState, TryTrial } from '../protocol';
import { type PlotPoint, type PlotSeries, type PlotSpec, robustAxis } from './plot-spec';
import { colorAt } from './side-color';

type TryCurve = TryTrial['curves'][number];
export type TryMeasure = 'Loss' | 'Score';

/**
 * The losses of each value, or its scores, in a colour of its own: the mean of its seeds, with a band of one standard
 * deviation. What validates is solid, what trains dashed. Undefined where there are none.
 */
export function tryPlot({ sides, trials }: TryState, measure: TryMeasure = 'Loss'): PlotSpec | undefined {
  const has = (role: TryRole) => trials.some(({ curves }) => curves.some((curve) => curve.role === role));
  const main: TryRole = has(`validation${measure}`) ? `validation${measure}` : `test${measure}`;
  const series = sides.flatMap(({ name }, side): PlotSeries[] =>
    ([`train${measure}`, main] as const).flatMap((role) => {
      const curves = trials
        .filter((trial) => trial.side === side)
        .flatMap((trial) => trial.curves.find((curve) => curve.role === role) ?? []);
      if (curves.length === 0) return [];
      const label = `${name} · ${roleWords(role)}`;
      const style = role.startsWith('train') ? 'dashed' : 'solid';
      return [{ label, color: colorAt(side), style, area: true, points: meanOf(curves) }];
    }),
  );
  const shown = series
    .flatMap(({ points }) => points.flatMap(({ y, low = y, high = y }) => [low, y, high]))
    .filter((y) => Number.isFinite(y));
  if (shown.length === 0) return undefined;
  const x = l10n.t('epoch or step');
  const y = measure === 'Loss' ? l10n.t('loss') : l10n.t('score');
  return {
    label: l10n.t('{0} against {1}', y, x),
    x: { title: x },
    y: robustAxis(y, shown, measure === 'Loss' ? 'low' : 'high'),
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
