import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../src/experiment/schema';
import { formatLearningRate, formatNumber } from '../format';
import type { ViewStore } from '../store';

/** The limit of plain gradient descent at the weights that were looked at last. */
export interface RateLimit {
  readonly limit: number;
  readonly lambdaMax: number;
  /** Measured at the weights that the run began with, because it diverged. */
  readonly start: boolean;
}

/** The training that a limit is set against: the set-up's, unless the limit was measured on another's network. */
export function trainingOf({ run, gap, experiment }: ViewStore): Experiment['training'] | undefined {
  if (!gap || gap.onlyRate || !run) return experiment?.training;
  const { training, changes } = run.experiment;
  const learningRate = changes.findLast((change) => change.learningRate !== undefined)?.learningRate;
  return { ...training, ...(learningRate !== undefined && { learningRate }) } as Experiment['training'];
}

/** Undefined until the curvature of the run on the screen has been measured. */
export function rateLimitOf(store: ViewStore): RateLimit | undefined {
  for (const variant of ['dropout', 'baseline'] as const) {
    const { at, lambdaMax, limit } = store.analysis(variant, 'curvature') ?? {};
    if (lambdaMax !== undefined && limit !== undefined && Number.isFinite(limit))
      return { limit, lambdaMax, start: at === 'start' };
  }
  return undefined;
}

/** `2/λmax ≈ 0.21`. */
export const limitText = ({ limit }: RateLimit): string =>
  `2/λmax ≈ ${formatLearningRate(Number(limit.toPrecision(2)))}`;

/** Whether a rate is beyond the limit that holds for its optimizer: for adaptive ones it is another, and unknown. */
export function isAbove(
  { limit }: RateLimit,
  training: { readonly optimizer: string; readonly learningRate: number; readonly momentum?: number },
): boolean {
  if (ADAPTIVE.includes(training.optimizer)) return false;
  // Nesterov's limit is lower than the plain one: what is above that is above its own.
  const heavy = training.optimizer === 'momentum' ? (training.momentum ?? 0) : 0;
  return training.learningRate > limit * (1 + heavy);
}

const ADAPTIVE: readonly string[] = ['adam', 'adamw', 'rmsprop'];

/** What the limit is, when it was measured, and whose it is not. */
export function limitHelp({ lambdaMax, start }: RateLimit, optimizer: string): string {
  const what = l10n.t(
    'Above 2/λmax plain gradient descent on the local parabola diverges (LeCun et al. 1998, § 5.1). λmax ≈ {0} is the sharpest bend of the training loss.',
    formatNumber(lambdaMax),
  );
  const when = start
    ? l10n.t('The run diverged; this is measured at the weights that it began with.')
    : l10n.t('Measured while the idea “Learning rate” was last on the screen.');
  return [what, when, caveat(optimizer)].filter(Boolean).join(' ');
}

/** What the limit is for an optimizer that is not plain gradient descent; empty for one that is. */
export function caveat(optimizer: string): string {
  if (optimizer === 'sgd') return '';
  return ADAPTIVE.includes(optimizer)
    ? l10n.t(
        'Adaptive optimizers rescale the gradient: theirs is another (Cohen et al. 2022, arXiv 2207.14484).',
      )
    : l10n.t(
        'Momentum β moves it, to 2(1 + β)/λmax in its usual form (Cohen et al. 2021, arXiv 2103.00065).',
      );
}
