import * as l10n from '@vscode/l10n';
import { html } from 'lit';
import { formatNumber } from '../../../src/experiment/words';
import { type Idea, SRIVASTAVA } from '../idea';
import type { PlotSpec } from '../plot-spec';
import '../plot-view';

/** Train against test: the generalization gap over the epochs. */
export const overfitting: Idea = {
  id: 'overfitting',
  title: () => l10n.t('Overfitting'),
  text: () =>
    l10n.t(
      'The gap is test loss minus training loss. Without dropout it grows: the network learns its hundred points by heart, noise included, and its boundary winds around single points. Both losses high is something else: that is underfitting.',
    ),
  source: { label: 'Srivastava et al. 2014', url: SRIVASTAVA },
  scenario: 'overfitting',
  view(store) {
    const gaps = (['baseline', 'dropout'] as const).flatMap((variant) => {
      const leader = store.leader(variant);
      const rows = leader && store.series.get(leader.key);
      if (!rows || rows.count === 0) return [];
      const [epochs, train, test] = (['epoch', 'trainLoss', 'testLoss'] as const).map((column) =>
        rows.column(column),
      );
      const step = Math.max(1, Math.floor(epochs.length / 200));
      const points = Array.from({ length: Math.ceil(epochs.length / step) }, (_, i) => i * step).map((i) => ({
        x: epochs[i],
        y: test[i] - train[i],
      }));
      return [{ variant, points }];
    });
    if (gaps.length === 0) return undefined;
    const spec: PlotSpec = {
      label: l10n.t('Generalization gap by epoch'),
      x: { title: l10n.t('epoch') },
      y: { title: l10n.t('test loss − training loss') },
      series: gaps.map(({ variant, points }) => ({
        label: `${variant === 'dropout' ? l10n.t('dropout') : l10n.t('baseline')}: ${formatNumber(points[points.length - 1].y)}`,
        color: variant,
        style: 'solid',
        points,
      })),
    };
    return html`<dp-plot .spec=${spec}></dp-plot>`;
  },
};
