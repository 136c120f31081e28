import * as l10n from '@vscode/l10n';
import { html } from 'lit';
import { finiteMarks, type PlotSpec } from '../../../src/charts/plot-spec';
import type { NoiseResult } from '../../../src/core/analysis/noise';
import { formatNumber } from '../../../src/experiment/words';
import type { Idea } from '../idea';
import '../plot-view';
import { type Source, SRIVASTAVA, section } from '../sources';

const BISHOP: Source = {
  name: 'Bishop 1995, Neural Computation 7',
  url: 'https://doi.org/10.1162/neco.1995.7.1.108',
};

const BINS = 40;

/** Noise injection. */
export const noise: Idea = {
  id: 'noise',
  title: () => l10n.t('Noise'),
  claims: () => [
    {
      text: l10n.t('One test sample, a thousand masks: its output jumps about.'),
    },
    {
      text: l10n.t(
        'A network that trains under noise is kept from fitting its training points exactly: the noise acts as a penalty on how steeply its output changes.',
      ),
      source: BISHOP,
    },
    {
      text: l10n.t(
        'Multiplying by Gaussian noise with the mean and variance of the mask, N(1, p / (1 − p)), does nearly the same without dropping anybody.',
      ),
      source: section(SRIVASTAVA, '10'),
    },
  ],
  analyses: ['noise'],
  view(store) {
    const result = store.analysis('dropout', 'noise');
    if (!result) return undefined;
    const { masked, gaussian } = result.moments;
    return html`
      <dp-plot .spec=${noiseSpec(result)}></dp-plot>
      <p class="muted">
        ${l10n.t(
          'Masks: {0} ± {1}. Gaussian: {2} ± {3}. Without noise: {4}.',
          formatNumber(masked.mean),
          formatNumber(masked.deviation),
          formatNumber(gaussian.mean),
          formatNumber(gaussian.deviation),
          formatNumber(result.evaluation),
        )}
      </p>
    `;
  },
};

/** Densities of the output under both kinds of noise. */
export function noiseSpec({ masked, gaussian, evaluation }: NoiseResult): PlotSpec {
  let [from, to] = [evaluation, evaluation];
  for (const values of [masked, gaussian])
    for (const value of values) [from, to] = [Math.min(from, value), Math.max(to, value)];
  const width = (to - from || 1) / BINS;
  const density = (values: Float32Array) => {
    const counts = new Array<number>(BINS).fill(0);
    for (const value of values) counts[Math.min(BINS - 1, Math.floor((value - from) / width))]++;
    return counts.map((count, i) => ({ x: from + (i + 0.5) * width, y: count / values.length / width }));
  };
  return {
    label: l10n.t('Distribution of one output under the noise of dropout and under Gaussian noise'),
    x: { title: l10n.t('first output of one test sample') },
    y: { title: l10n.t('density'), from: 0 },
    series: [
      { label: l10n.t('masks'), color: 'dropout', style: 'solid', points: density(masked) },
      {
        label: l10n.t('Gaussian of the same variance'),
        color: 'good',
        style: 'dashed',
        points: density(gaussian),
      },
    ],
    marks: finiteMarks([{ x: evaluation, label: l10n.t('evaluation'), color: 'foreground' }]),
  };
}
