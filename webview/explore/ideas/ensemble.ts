import * as l10n from '@vscode/l10n';
import { html } from 'lit';
import { finiteMarks, type PlotSpec } from '../../../src/charts/plot-spec';
import type { EnsembleResult } from '../../../src/core/analysis/ensemble';
import { formatNumber } from '../../../src/experiment/words';
import type { Idea } from '../idea';
import '../plot-view';
import '../single-point-view';
import { figure, type Source, SRIVASTAVA, section } from '../sources';

const WARDE_FARLEY: Source = {
  name: 'Warde-Farley et al. 2014, arXiv 1312.6197',
  url: 'https://arxiv.org/abs/1312.6197',
};
const GAL: Source = {
  name: 'Gal and Ghahramani 2016, arXiv 1506.02142',
  url: 'https://arxiv.org/abs/1506.02142',
};

/** The ensemble of thinned nets and its average. */
export const ensemble: Idea = {
  id: 'ensemble',
  title: () => l10n.t('An ensemble'),
  claims: () => [
    {
      text: l10n.t(
        'Each mask makes a realization: a thinned net of its own. All realizations share weights, and each learns to do with some of the neurons.',
      ),
      source: section(SRIVASTAVA, '4'),
    },
    {
      text: l10n.t(
        'Averaging the predictions of k thinned nets comes close to what one pass with all neurons and scaled weights gives at once.',
      ),
      source: figure(SRIVASTAVA, 11),
    },
    {
      text: l10n.t(
        'For one linear layer with a softmax that pass is the normalized geometric mean of all thinned nets exactly; with hidden layers it is a good approximation. Where a dozen neurons or fewer can be dropped, all thinned nets are counted out here.',
      ),
      source: WARDE_FARLEY,
    },
    {
      text: l10n.t(
        'How far thinned nets disagree is read as uncertainty, though it also grows with the drop ratio: click on the map to look at a test point there.',
      ),
      source: GAL,
    },
  ],
  analyses: ['ensemble', 'uncertainty'],
  hasFigure: true,
  view(store) {
    const result = store.analysis('dropout', 'ensemble');
    const map = store.analysis('dropout', 'uncertainty');
    if (!result || result.points.length === 0) return undefined;
    return html`
      <dp-plot .spec=${ensembleSpec(result)}></dp-plot>
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
      <dp-single-point .result=${result} .map=${map} .info=${store.run?.info}></dp-single-point>
    `;
  },
};

/** Loss of the average against k, with the one scaled pass as a line across. */
export function ensembleSpec({ points, weightScaling, exact }: EnsembleResult): PlotSpec {
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
    marks: finiteMarks([
      { y: weightScaling.loss, label: l10n.t('all neurons, scaled'), color: 'good' },
      ...(exact
        ? [
            {
              y: exact.arithmetic.loss,
              label: l10n.t('all thinned nets'),
              color: 'foreground' as const,
              side: 'left' as const,
            },
          ]
        : []),
    ]),
  };
}
