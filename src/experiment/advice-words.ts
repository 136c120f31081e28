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

const PENALTIES = {
  weightDecay: () => l10n.t('Train without weight decay'),
  l1: () => l10n.t('Train without L1'),
  maxNorm: () => l10n.t('Train without max-norm'),
} as const;

const advices: Record<AdviceKind, (value: number, advice: Advice) => AdviceWords> = {
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
  morePatience: (value) => ({
    label: l10n.t('Stop early only after {0} evaluations', value),
    edit: { path: ['training', 'earlyStopping'], value },
  }),
  constantRate: () => ({
    label: l10n.t('Keep the learning rate constant'),
    edit: { path: ['training', 'schedule'], value: { kind: 'constant' } },
  }),
  noPenalty: (_, { setting = 'weightDecay' }) => ({
    label: PENALTIES[setting](),
    edit: { path: ['training', setting], value: 0 },
  }),
  useRelu: () => ({
    label: l10n.t('Use ReLU'),
    edit: { path: ['network', 'activation'], value: 'relu' },
  }),
};

export function adviceWords(advice: Advice): AdviceWords | undefined {
  // A saved run may come from a version that knew other advice.
  return advices[advice.kind]?.(advice.value ?? 0, advice);
}
