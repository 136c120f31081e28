import * as l10n from '@vscode/l10n';
import { html } from 'lit';
import type { PlotSeries, PlotSpec } from '../../../src/charts/plot-spec';
import { variantTitle } from '../../../src/charts/variant';
import { rateLimit } from '../../../src/core/analysis/rate-limit';
import type { SharpnessResult } from '../../../src/core/analysis/sharpness';
import type { Variant } from '../../../src/core/trainer-types';
import type { Experiment } from '../../../src/experiment/schema';
import { formatNumber } from '../../../src/experiment/words';
import type { Idea } from '../idea';
import '../plot-view';
import { caveat, comparison } from '../rate-limit';
import { COHEN, figure, LEWKOWYCZ } from '../sources';

/** The limit of the learning rate moves while a network trains. */
export const stability: Idea = {
  id: 'stability',
  title: () => l10n.t('Edge of stability'),
  claims: () => [
    {
      text: l10n.t(
        'The limit 2/λmax is no constant: the weights move, and with them λmax. In batches of all training samples, gradient descent goes where the loss is curved ever more sharply, until 2/λmax has come down to the learning rate. There it stays, and the loss falls on, though not at each step.',
      ),
      source: figure(COHEN, 1),
    },
    {
      text: l10n.t(
        'A rate above 2/λmax at the start need not diverge: up to about 4/λmax the loss first rises, which throws the weights to a place that is flatter, and there it falls.',
      ),
      source: LEWKOWYCZ,
    },
    {
      text: l10n.t(
        'Small batches and dropout add noise, and λmax then often stays below that. It is measured here on the training samples, without dropout.',
      ),
    },
  ],
  analyses: ['sharpness'],
  hasFigure: true,
  scenario: 'edge-of-stability',
  view(store) {
    const { run } = store;
    const looks = VARIANTS.flatMap((variant) => {
      const result = store.analysis(variant, 'sharpness');
      return result ? [{ variant, result }] : [];
    });
    if (!run || looks.length === 0) return undefined;
    const { training } = run.experiment;
    return html`<dp-plot .spec=${stabilitySpec(looks, training)}></dp-plot>
      <p class="muted">${words(looks[0].result, training)}</p>`;
  },
};

const VARIANTS = ['dropout', 'baseline'] as const;

type Looks = readonly { readonly variant: Variant; readonly result: SharpnessResult }[];
type Training = Experiment['training'];

/** The limit of the learning rate and the rate in force, step by step; λmax alone for an optimizer that has another limit. */
export function stabilitySpec(looks: Looks, training: Training): PlotSpec {
  const formula = rateLimit(training, 1)?.formula;
  const of = (lambdaMax: number) => rateLimit(training, lambdaMax)?.limit ?? lambdaMax;
  const series = looks.map(({ variant, result: { steps, lambdaMax } }): PlotSeries => {
    const points = Array.from(steps, (x, i) => ({ x, y: of(lambdaMax[i]) }));
    const label = `${formula ?? 'λmax'}, ${variantTitle(variant)}`;
    return { label, color: variant, style: points.length > 1 ? 'solid' : 'points', points };
  });
  const { steps, learningRates } = looks[0].result;
  const rates = Array.from(steps, (x, i) => ({ x, y: learningRates[i] }));
  const rate = l10n.t('learning rate');
  return {
    label: l10n.t('{0} against {1}', formula ?? 'λmax', l10n.t('step')),
    x: { title: l10n.t('step') },
    y: { title: formula ? rate : 'λmax', logarithmic: true },
    series: formula
      ? [...series, { label: rate, color: 'foreground', style: 'dashed', points: rates }]
      : series,
  };
}

/** What the last look says, and on what it looked. */
function words({ steps, lambdaMax, learningRates, rows, of }: SharpnessResult, training: Training): string {
  const last = steps.length - 1;
  return [
    l10n.t('After step {0}: λmax ≈ {1}.', steps[last], formatNumber(lambdaMax[last])),
    comparison(training, lambdaMax[last], learningRates[last]),
    caveat(training),
    rows < of ? l10n.t('Measured on {0} of {1} training samples.', rows, of) : '',
    last === 0 ? l10n.t('To see how it moves, run with this idea on the screen.') : '',
  ]
    .filter(Boolean)
    .join(' ');
}
