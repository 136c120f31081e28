import * as l10n from '@vscode/l10n';
import type { Advice, AdviceKind } from '../core/analysis/verdict';

/** What can be done next, in words. */
export interface AdviceWords {
  readonly label: string;
  /** The edit of the experiment that follows the advice, where there is one. */
  readonly edit?: { readonly path: readonly string[]; readonly value: unknown };
}

const ratio = (value: number): AdviceWords => ({
  label: l10n.t('Try drop ratio {0}', value),
  edit: { path: ['dropout', 'ratio'], value },
});

const learningRate = (value: number): AdviceWords => ({
  label: l10n.t('Try learning rate {0}', value),
  edit: { path: ['training', 'learningRate'], value },
});

const advices: Record<AdviceKind, (value: number) => AdviceWords> = {
  raiseRatio: ratio,
  lowerRatio: ratio,
  raiseLearningRate: learningRate,
  lowerLearningRate: learningRate,
  moreEpochs: (value) => ({
    label: l10n.t('Train for {0} epochs', value),
    edit: { path: ['training', 'epochs'], value },
  }),
  stopAt: (value) => ({
    label: l10n.t('Stop at epoch {0}', value),
    edit: { path: ['training', 'epochs'], value },
  }),
  moreSeeds: (value) => ({ label: l10n.t('Repeat with {0} seeds', value), edit: { path: ['seeds'], value } }),
  noDropout: () => ({
    label: l10n.t('Train without dropout'),
    edit: { path: ['dropout', 'ratio'], value: 0 },
  }),
  dropHidden: () => ({
    label: l10n.t('Drop in the hidden layers'),
    edit: { path: ['dropout', 'placement', 'hidden'], value: true },
  }),
  constantRatio: () => ({
    label: l10n.t('Drop from the first step to the last'),
    edit: { path: ['dropout', 'schedule'], value: { kind: 'constant' } },
  }),
  addBaseline: () => ({
    label: l10n.t('Compare with no dropout'),
    edit: { path: ['baseline'], value: true },
  }),
  shuffleRows: () => ({ label: l10n.t('Shuffle rows'), edit: { path: ['data', 'shuffle'], value: true } }),
  biggerNetwork: () => ({ label: l10n.t('Give the network more neurons') }),
};

export function adviceWords({ kind, value }: Advice): AdviceWords | undefined {
  // A saved run may come from a version that knew other advice.
  return advices[kind]?.(value ?? 0);
}
