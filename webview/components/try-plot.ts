import * as l10n from '@vscode/l10n';
import type { TryState } from '../../src/protocol';
import { type PlotSeries, type PlotSpec, robustAxis } from '../explore/plot-spec';

const COLORS = [
  'dropout',
  'baseline',
  'compared',
  'compared2',
  'compared3',
  'compared4',
  'compared5',
] as const;
/** The colour of a value, by its place. */
export const colorAt = (side: number) => COLORS[side % COLORS.length]!;

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

/** The losses of all trials, a colour for each value: what validates solid, what trains dashed. */
export function tryPlot({ sides, trials }: TryState): PlotSpec | undefined {
  const main: Loss = trials.some(({ curves }) => curves.some(({ role }) => role === 'validationLoss'))
    ? 'validationLoss'
    : 'testLoss';
  const series = trials.flatMap(({ side, seed, curves }): PlotSeries[] => {
    const of = trials.filter((one) => one.side === side && one.curves.length > 0).length;
    return curves
      .filter(({ role }) => role === 'trainLoss' || role === main)
      .map(({ role, steps, values }) => {
        const words = `${sides[side]!.name} · ${lossWords(role)}`;
        return {
          label: of > 1 ? `${words} · ${l10n.t('seed {0}', seed)}` : words,
          ...(of > 1 && { group: words }),
          color: colorAt(side),
          style: role === 'trainLoss' ? 'dashed' : 'solid',
          points: Array.from(steps, (x, i) => ({ x, y: values[i]! })),
        };
      });
  });
  const finite = series.flatMap(({ points }) => points.map(({ y }) => y)).filter((y) => Number.isFinite(y));
  if (finite.length === 0) return undefined;
  const x = l10n.t('epoch or step');
  const y = l10n.t('loss');
  return {
    label: l10n.t('{0} against {1}', y, x),
    x: { title: x },
    y: robustAxis(y, finite, 'low'),
    series,
  };
}
