import * as l10n from '@vscode/l10n';
import { html } from 'lit';
import type { EnsembleResult } from '../../../src/core/analysis/ensemble';
import { formatNumber } from '../../../src/experiment/words';
import { type Idea, SRIVASTAVA } from '../idea';
import type { PlotSpec } from '../plot-spec';
import '../plot-view';
import '../uncertainty-map';

/** The ensemble of thinned nets and its average. */
export const ensemble: Idea = {
  id: 'ensemble',
  title: () => l10n.t('An ensemble'),
  text: () =>
    l10n.t(
      'Each mask is a network of its own; all of them share weights. Averaging the predictions of k thinned nets comes close to what one pass with all neurons and scaled weights gives at once. That is exact only for one linear layer with a softmax; with hidden layers it is a good approximation, and for a network with a dozen droppable neurons all thinned nets can be counted out. Where they disagree the network is unsure.',
    ),
  source: { label: 'Srivastava et al. 2014, fig. 11', url: SRIVASTAVA },
  analyses: ['ensemble', 'uncertainty'],
  view(store) {
    const result = store.analysis('dropout', 'ensemble');
    const map = store.analysis('dropout', 'uncertainty');
    if (!result || result.points.length === 0) return undefined;
    return html`
      <dp-plot .spec=${ensembleSpec(result)}></dp-plot>
      ${map ? html`<dp-uncertainty .result=${map}></dp-uncertainty>` : ''}
      <p class="muted">
        ${l10n.t(
          '{0} test samples, {1} repetitions, ± one standard error. All neurons, scaled: loss {2}.',
          result.samples,
          result.repetitions,
          formatNumber(result.weightScaling.loss),
        )}
        ${
          result.exact
            ? l10n.t(
                'All 2^{0} thinned nets: arithmetic mean {1}, geometric mean {2}.',
                result.exact.units,
                formatNumber(result.exact.arithmetic.loss),
                formatNumber(result.exact.geometric.loss),
              )
            : ''
        }
      </p>
    `;
  },
};

/** Loss of the average against k, with the one scaled pass as a line across. */
export function ensembleSpec({ points, weightScaling }: EnsembleResult): PlotSpec {
  return {
    label: l10n.t('Test loss of the average of k thinned nets'),
    x: { title: l10n.t('thinned nets averaged, k'), logarithmic: true },
    y: { title: l10n.t('test loss') },
    series: [
      {
        label: l10n.t('average of k masks'),
        color: 'dropout',
        style: 'solid',
        points: points.map(({ k, loss, lossStandardError: error }) => ({
          x: k,
          y: loss,
          low: loss - error,
          high: loss + error,
        })),
      },
    ],
    marks: [{ y: weightScaling.loss, label: l10n.t('all neurons, scaled'), color: 'good' }],
  };
}
