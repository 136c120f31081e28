import * as l10n from '@vscode/l10n';
import { html } from 'lit';
import { variantTitle } from '../../../src/charts/variant';
import { formatNumber, formatSpread } from '../../../src/experiment/words';
import { type Gap, gapSpec, gapsOf, wrong } from '../gap';
import type { Idea } from '../idea';
import '../plot-view';
import { GOODFELLOW, SRIVASTAVA, section } from '../sources';

/** Train against test: the generalization gap over the epochs. */
export const overfitting: Idea = {
  id: 'overfitting',
  title: () => l10n.t('Overfitting'),
  claims: () => [
    {
      text: l10n.t('The gap is test loss minus training loss: the shaded band.'),
      source: section(GOODFELLOW, '5.2'),
    },
    {
      text: l10n.t(
        'Where it grows, the network learns its training points by heart, noise included, and its boundary winds around single points.',
      ),
      source: section(SRIVASTAVA, '1'),
    },
    {
      text: l10n.t(
        'Then hardly a training point is misclassified, and many a test point that it has never seen: the table has both shares.',
      ),
    },
    {
      text: l10n.t('Both losses high is something else: that is underfitting.'),
      source: section(GOODFELLOW, '5.2'),
    },
  ],
  scenario: 'overfitting',
  view(store) {
    const gaps = gapsOf(store.run?.members ?? [], store.series);
    if (gaps.length === 0) return undefined;
    return html`${table(gaps, store.run?.info?.task === 'classification')}<dp-plot .spec=${gapSpec(gaps)}></dp-plot>`;
  },
};

function table(gaps: readonly Gap[], classes: boolean) {
  const at = (values: Float64Array) => formatNumber(values[values.length - 1]);
  return html`<div class="scroller" tabindex="0" role="region" aria-label=${l10n.t('Generalization gap')}>
    <table>
      <thead>
        <tr>
          <td></td>
          <th scope="col">${l10n.t('gap')}</th>
          <th scope="col">${l10n.t('test loss')}</th>
          <th scope="col">${l10n.t('training loss')}</th>
          ${
            classes
              ? html`<th scope="col">${l10n.t('misclassified, training')}</th>
                  <th scope="col">${l10n.t('misclassified, test')}</th>`
              : ''
          }
          <th scope="col">${l10n.t('epoch')}</th>
          <th scope="col">${l10n.t('lowest test loss')}</th>
        </tr>
      </thead>
      <tbody>
        ${gaps.map(
          (gap) =>
            html`<tr>
              <th scope="row"><i class="key ${gap.variant}"></i>${variantTitle(gap.variant)}</th>
              <td class="figure">${formatSpread(gap.last)}</td>
              <td>${at(gap.test)}</td>
              <td>${at(gap.train)}</td>
              ${classes ? html`<td>${wrong(gap.scores.train)}</td><td>${wrong(gap.scores.test)}</td>` : ''}
              <td>${at(gap.epochs)}</td>
              <td>${l10n.t('{0} at epoch {1}', formatNumber(gap.best.test), gap.best.epoch)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
