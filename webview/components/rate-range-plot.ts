import * as l10n from '@vscode/l10n';
import { finiteMarks, type PlotMark, type PlotSpec } from '../../src/charts/plot-spec';
import { DIVERGED } from '../../src/core/analysis/diverged';
import type { RateFindings } from '../../src/core/analysis/rate-findings';
import { greatest } from '../../src/core/lists';
import { rateText } from '../../src/experiment/number-text';
import type { RateRangeState } from '../../src/protocol';

/** The loss after each step against its rate, as measured; beyond the axis the training has diverged. */
export function rangePlot({ seeds, answer, limit }: RateRangeState, now: number | undefined): PlotSpec {
  const x = l10n.t('learning rate');
  const y = l10n.t('training loss');
  const to = DIVERGED * greatest([0, ...seeds.map(({ start }) => start).filter(Number.isFinite)]);
  const found = seeds.flatMap(({ findings }) => findings ?? []);
  const all = found.length === seeds.length && answer ? found : [];
  const median = (key: keyof RateFindings) => medianOf(all.flatMap((one) => one[key] ?? []));
  const mark = (rate: number | undefined, label: string, color: PlotMark['color']): PlotMark => ({
    ...{ x: rate ?? Number.NaN, label, color },
  });
  return {
    label: l10n.t('{0} against {1}', y, x),
    x: { title: x, logarithmic: true },
    y: { title: y, logarithmic: true, ...(to > 0 && { to }) },
    series: seeds.map(({ seed, rates, losses }) => ({
      label: l10n.t('seed {0}', seed),
      group: l10n.t('training loss, a line for each seed'),
      color: 'dropout',
      style: 'solid',
      points: Array.from(rates, (rate, i) => ({ x: rate, y: losses[i]! })).filter((point) => point.y <= to),
    })),
    marks: finiteMarks([
      mark(now, l10n.t('now {0}', rateText(now ?? Number.NaN)), 'foreground'),
      mark(median('steepest'), l10n.t('steepest'), 'muted'),
      mark(median('turn'), l10n.t('lowest'), 'muted'),
      mark(median('diverges'), l10n.t('diverges'), 'error'),
      mark(limit?.limit, limit?.formula ?? '', 'warning'),
      mark(answer?.suggestion?.rate, l10n.t('suggested'), 'good'),
    ]),
  };
}

function medianOf(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  // Rates lie evenly on a logarithmic axis.
  return low === undefined || high === undefined ? undefined : Math.sqrt(low * high);
}
