import * as l10n from '@vscode/l10n';
import { html } from 'lit';
import { finiteMarks, type PlotMark, type PlotSpec } from '../../../src/charts/plot-spec';
import type { CurvatureResult } from '../../../src/core/analysis/curvature';
import { formatNumber } from '../../../src/experiment/words';
import type { ViewStore } from '../../store';
import type { Idea } from '../idea';
import '../plot-view';
import '../quadratic-view';
import { caveat, comparison, sharpnessOf, trainingOf } from '../rate-limit';
import { EFFICIENT_BACKPROP, figure, section } from '../sources';

/** What one update does. */
export const learningRate: Idea = {
  id: 'learning-rate',
  title: () => l10n.t('Learning rate'),
  claims: () => [
    {
      text: l10n.t(
        'The learning rate scales the update: step = learning rate × gradient. Walk from the weights along the gradient: the loss falls, and then rises again. Too small a step hardly moves; too large a one lands higher up the other side, and the next one higher still.',
      ),
      source: figure(EFFICIENT_BACKPROP, 6),
    },
    {
      text: l10n.t(
        'Plain gradient descent on a parabola diverges above 2/λmax, where λmax is the largest curvature.',
      ),
      source: section(EFFICIENT_BACKPROP, '5.1'),
    },
    {
      text: l10n.t(
        'Adaptive optimizers such as Adam divide each weight’s gradient by its running size: a step is about the learning rate, however long the gradient is. 2/λmax is no longer theirs; the curvature after that division bounds them.',
      ),
      source: {
        name: 'Cohen et al. 2022, arXiv 2207.14484',
        url: 'https://arxiv.org/abs/2207.14484',
      },
    },
  ],
  analyses: ['curvature'],
  showsDiverged: true,
  sweeps: ['learningRate'],
  scenario: 'learning-rate-too-large',
  view(store) {
    const result = store.analysis('dropout', 'curvature') ?? store.analysis('baseline', 'curvature');
    const plain = store.run?.experiment.training.optimizer === 'sgd';
    return html`
      ${result ? html`<dp-plot .spec=${curvatureSpec(result, plain)}></dp-plot>${limits(result, store)}` : ''}
      <dp-quadratic
        .share=${shareOfLimit(store)}
      ></dp-quadratic>
    `;
  },
  waits: (store) => !store.analysis('dropout', 'curvature') && !store.analysis('baseline', 'curvature'),
};

/** The learning rate that the person has set over 2/λmax; that of the run, where its network is another; of plain gradient descent alone: no other goes the path shown. */
function shareOfLimit(store: ViewStore): number | undefined {
  const sharpness = sharpnessOf(store);
  const training = trainingOf(store);
  if (!sharpness || training?.optimizer !== 'sgd') return undefined;
  return (training.learningRate * sharpness.lambdaMax) / 2;
}

function limits({ at, lambdaMax, limit, learningRate: rate }: CurvatureResult, store: ViewStore) {
  if (lambdaMax === undefined || limit === undefined)
    return html`<p class="muted">${l10n.t('λmax, the largest curvature, is being measured …')}</p>`;
  const training = store.run?.experiment.training;
  return html`<p class="muted">
    ${at === 'start' ? l10n.t('The run diverged; this is measured at the weights that it began with.') : ''}
    ${l10n.t('λmax ≈ {0}, so the limit 2/λmax ≈ {1}.', formatNumber(lambdaMax), formatNumber(limit))}
    ${training ? comparison(training, lambdaMax, rate) : ''} ${training ? caveat(training) : ''}
  </p>`;
}

/**
 * Loss along the negative gradient, with the best step and the limit, and of plain gradient descent the step that it
 * takes: no other optimizer's step is the learning rate times this gradient.
 */
export function curvatureSpec(
  { steps, losses, learningRate: rate, limit }: CurvatureResult,
  plain: boolean,
): PlotSpec {
  const points = [...steps].flatMap((x, i) => (Number.isFinite(losses[i]) ? [{ x, y: losses[i] }] : []));
  const best = points.reduce((low, point) => (point.y < low.y ? point : low), points[0]);
  const reach = steps[steps.length - 1];
  return {
    label: l10n.t('Training loss along the gradient against the size of the step'),
    x: { title: l10n.t('size of a plain gradient step'), from: 0 },
    y: { title: l10n.t('training loss after it') },
    series: [{ label: l10n.t('loss along the gradient'), color: 'dropout', style: 'solid', points }],
    marks: finiteMarks([
      ...(plain ? [rateMark(rate, reach)] : []),
      ...(best ? [{ x: best.x, label: l10n.t('lowest'), color: 'good' as const }] : []),
      ...(limit === undefined ? [] : [{ x: limit, label: '2/λmax', color: 'error' as const }]),
    ]),
  };
}

/** The step that plain gradient descent takes; beyond what is drawn, at its end. */
const rateMark = (rate: number, reach: number): PlotMark =>
  rate > reach
    ? {
        x: reach,
        label: l10n.t('learning rate {0}, far beyond', formatNumber(rate)),
        color: 'foreground',
      }
    : { x: rate, label: l10n.t('learning rate'), color: 'foreground' };
