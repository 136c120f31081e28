import * as l10n from '@vscode/l10n';
import { type RateLimit, rateLimit } from '../../src/core/analysis/rate-limit';
import type { Experiment } from '../../src/experiment/schema';
import { formatLearningRate, formatNumber } from '../format';
import type { ViewStore } from '../store';

/** The sharpest bend of the training loss at the weights that were looked at last. */
export interface Sharpness {
  readonly lambdaMax: number;
  /** Measured at the weights that the run began with, because it diverged. */
  readonly start: boolean;
}

/** What a limit depends on. */
type Training = Pick<Experiment['training'], 'optimizer' | 'learningRate'> & { readonly momentum?: number };

/** The training that a limit is set against: the set-up's, unless the limit was measured on another's network. */
export function trainingOf({ run, gap, experiment }: ViewStore): Experiment['training'] | undefined {
  if (!gap || gap.onlyRate || !run) return experiment?.training;
  const { training, changes } = run.experiment;
  const learningRate = changes.findLast((change) => change.learningRate !== undefined)?.learningRate;
  return { ...training, ...(learningRate !== undefined && { learningRate }) } as Experiment['training'];
}

/** Undefined until the curvature of the run on the screen has been measured. */
export function sharpnessOf(store: ViewStore): Sharpness | undefined {
  for (const variant of ['dropout', 'baseline'] as const) {
    const { at, lambdaMax, limit } = store.analysis(variant, 'curvature') ?? {};
    if (lambdaMax !== undefined && limit !== undefined && Number.isFinite(limit))
      return { lambdaMax, start: at === 'start' };
  }
  return undefined;
}

/** Whether a rate is beyond its optimizer's limit; never of one whose limit is not known. */
export function isAbove({ lambdaMax }: Pick<Sharpness, 'lambdaMax'>, training: Training): boolean {
  const own = rateLimit(training, lambdaMax);
  return own !== undefined && training.learningRate > own.limit;
}

/** `2/λmax ≈ 0.21`. */
export const limitText = ({ limit, formula }: RateLimit): string =>
  `${formula} ≈ ${formatLearningRate(Number(limit.toPrecision(2)))}`;

/** What the limit is, when it was measured, and what holds for this optimizer. */
export function limitHelp({ lambdaMax, start }: Sharpness, training: Training): string {
  const what = l10n.t(
    'Above 2/λmax plain gradient descent on the local parabola diverges (LeCun et al. 1998, § 5.1). λmax ≈ {0} is the sharpest bend of the training loss.',
    formatNumber(lambdaMax),
  );
  const when = start
    ? l10n.t('The run diverged; this is measured at the weights that it began with.')
    : l10n.t('Measured while the idea “Learning rate” was last on the screen.');
  return [what, when, caveat(training)].filter(Boolean).join(' ');
}

/** The learning rate in force against the optimizer's own limit; nothing for one that has none here. */
export function comparison(training: Training, lambdaMax: number, rate: number): string {
  const own = rateLimit(training, lambdaMax);
  if (!own) return '';
  return rate > own.limit
    ? l10n.t(
        'The learning rate in force, {0}, is above {1}: on the parabola that fits the loss here it would diverge.',
        formatNumber(rate),
        limitText(own),
      )
    : l10n.t('The learning rate in force, {0}, is below {1}.', formatNumber(rate), limitText(own));
}

/** What the limit is for an optimizer that is not plain gradient descent; empty for one that is. */
export function caveat(training: Training): string {
  const limit = rateLimit(training, 1);
  if (limit)
    return training.optimizer === 'sgd'
      ? ''
      : l10n.t('With momentum β it is {0} (Cohen et al. 2021, arXiv 2103.00065).', limit.formula);
  return l10n.t(
    'Adaptive optimizers divide each weight’s gradient by its running size, so this is no limit of theirs: a usual rate may lie far below 2/λmax or above it. What bounds them is the curvature after that division: for Adam with β₁ = 0.9 the rate must stay below 38 over its largest eigenvalue (Cohen et al. 2022, arXiv 2207.14484).',
  );
}
