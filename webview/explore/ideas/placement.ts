import * as l10n from '@vscode/l10n';
import { html, nothing } from 'lit';
import { siteRatio } from '../../../src/experiment/sites';
import { formatNumber } from '../../../src/experiment/words';
import { formatRatio } from '../../format';
import type { ViewStore } from '../../store';
import { logitCost } from '../feature-subsets';
import type { Idea } from '../idea';
import { appendix, BREIMAN, type Source, SRIVASTAVA, section } from '../sources';
import '../subsets-view';

const LI: Source = {
  name: 'Li et al. 2018, arXiv 1801.05134',
  url: 'https://arxiv.org/abs/1801.05134',
};

/** How sure the network of the table is of the true class. */
const SURE = 0.99;

/** Where dropout stands. */
export const placement: Idea = {
  id: 'placement',
  title: () => l10n.t('Where to drop'),
  claims: () => [
    {
      text: l10n.t('Hidden layers are the usual place. At the input 0.2 is usual.'),
      source: appendix(SRIVASTAVA, 'A.4'),
    },
    {
      text: l10n.t(
        'At the input, dropout hides a random subset of the features from every sample. It is likened to the bagging of random forests; strictly it is like their choice of features for each split, as bagging draws rows.',
      ),
      source: section(BREIMAN, '4'),
    },
    {
      text: l10n.t(
        'At the output it sets logits to zero. When it is the true class’s, the network is left with a guess: the table shows what that costs.',
      ),
    },
    {
      text: l10n.t(
        'In front of batch normalization it shifts the variance: for a neuron of mean c and variance v, training normalizes by (c² + v) / (1 − p) − c² and evaluation meets v. The sweep of the place of normalization shows what that costs, and what moving dropout behind it does.',
      ),
      source: LI,
    },
  ],
  sweeps: ['placement', 'normalizationPlace'],
  analyses: ['shift'],
  view(store) {
    if (!store.run?.info) return undefined;
    return html`<dp-subsets .store=${store}></dp-subsets>${shiftTable(store)}${logitTable(store)}`;
  },
};

/** How far the variance that batch normalization has learned is from the one that evaluation meets, with the formula. */
function shiftTable(store: ViewStore) {
  const variants = (['dropout', 'baseline'] as const).flatMap((variant) => {
    const layers = store.analysis(variant, 'shift')?.layers ?? [];
    return layers.length > 0 ? [{ variant, layers }] : [];
  });
  if (variants.length === 0) return nothing;
  const title = l10n.t('Running variance ÷ variance in evaluation, by layer');
  const times = (value: number | undefined) =>
    value === undefined || Number.isNaN(value) ? '–' : `× ${value.toFixed(2)}`;
  return html`<h3>${title}</h3>
  <div class="scroller" tabindex="0" role="region" aria-label=${title}>
    <table>
      <thead>
        <tr>
          <th scope="col">${l10n.t('hidden layer')}</th>
          ${variants.map(({ variant }) =>
            variant === 'dropout'
              ? html`<th scope="col">${l10n.t('dropout, measured')}</th>
                  <th scope="col">${l10n.t('by the formula')}</th>`
              : html`<th scope="col">${l10n.t('no dropout, measured')}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${variants[0]!.layers.map(
          (_, l) =>
            html`<tr>
              <th scope="row">${l + 1}</th>
              ${variants.map(({ variant, layers }) =>
                variant === 'dropout'
                  ? html`<td class="figure">${times(layers[l]?.measured)}</td>
                      <td>${times(layers[l]?.predicted)}</td>`
                  : html`<td>${times(layers[l]?.measured)}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="muted">
      ${l10n.t(
        'Geometric means over neurons. The formula counts the dropout directly in front of the normalization; what shifts in one layer goes on into the next. Where dropout stands behind all normalization, each is × 1.',
      )}
    </p>
  </div>`;
}

/** What dropping logits costs, in numbers. */
function logitTable(store: ViewStore) {
  const { experiment, run } = store;
  if (!experiment || !run?.info) return '';
  const { task, outputs } = run.info;
  if (task === 'regression')
    return html`<p class="muted">
      ${l10n.t(
        'For a regression, a dropped output says 0, the mean of the standardized target: such a sample’s loss is its squared target, 1 on average.',
      )}
    </p>`;
  const { placement: places, ratio: shared } = experiment.dropout;
  const ratio = siteRatio(places, 'output', shared) || shared || 0.5;
  const rows = [...new Set([2, outputs, 10])]
    .filter((classes) => classes > 1)
    .sort((a, b) => a - b)
    .map((classes) => logitCost(classes, ratio, SURE));
  return html`<h3>${l10n.t('Loss of a sample that the network is 99 % sure of, logits dropped at {0}', formatRatio(ratio))}</h3>
  <div class="scroller" tabindex="0" role="region" aria-label=${l10n.t('What dropped logits cost')}>
    <table>
      <thead>
        <tr>
          <th scope="col">${l10n.t('classes')}</th>
          <th scope="col">${l10n.t('no dropout')}</th>
          <th scope="col">${l10n.t('true logit kept')}</th>
          <th scope="col">${l10n.t('true logit dropped')}</th>
          <th scope="col">${l10n.t('mean')}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ classes, sure, kept, dropped, mean }) =>
            html`<tr>
              <th scope="row">${classes}</th>
              <td>${formatNumber(sure)}</td>
              <td>${formatNumber(kept)}</td>
              <td>${formatNumber(dropped)} = ln ${classes}</td>
              <td class="figure">${formatNumber(mean)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="muted">
      ${l10n.t('The other logits are equal, so dropping them changes nothing: all of it is the true class’s own.')}
    </p>
  </div>`;
}
