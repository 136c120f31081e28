import * as l10n from '@vscode/l10n';
import { losses } from '../../core/losses';
import type { Experiment } from '../../experiment/schema';
import { sharedRatio } from './playground-values';
import { plain } from './value-words';

/** What a run has from code and what it has not, in words with values. */
export interface TakenWords {
  readonly taken: readonly string[];
  /** What code does not say: values of the playground's own. */
  readonly own: readonly string[];
}

/** What code says. */
export interface Sayings {
  /** The widths of the hidden layers. */
  readonly hidden: boolean;
  /** Keys of the training. */
  readonly training: readonly string[];
  /** Those of them whose values the code's library takes because nothing is written. */
  readonly byDefault: readonly string[];
  /** What is held back for validation; `null`: nothing is said. */
  readonly validation: number | null;
}

/** What every training needs: where code does not say it, a run has the playground's. */
const needed = ['optimizer', 'learningRate', 'epochs', 'batchSize'] as const;

/** Says which values of an experiment are the code's, and which are the playground's own. */
export function takenWords(said: Sayings, experiment: Experiment): TakenWords {
  const layers = l10n.t('hidden layers {0}', experiment.network.hidden.join('-') || '–');
  const ratio = sharedRatio(experiment);
  const training = said.training.flatMap((key) => {
    const words = trainingWords(key, experiment);
    if (words === undefined) return [];
    return [said.byDefault.includes(key) ? l10n.t('{0} (a default of its library)', words) : words];
  });
  const taken = [
    ...(said.hidden ? [layers] : []),
    ...(ratio === undefined ? [] : [l10n.t('drop {0}', plain(ratio))]),
    ...training,
    ...(said.validation === null ? [] : [l10n.t('validation {0}', said.validation)]),
  ];
  const own = needed.filter((key) => !said.training.includes(key));
  return {
    taken,
    own: [...(said.hidden ? [] : [layers]), ...own.flatMap((key) => trainingWords(key, experiment) ?? [])],
  };
}

/** `learning rate 0.001`; `undefined`: it goes without saying. */
function trainingWords(key: string, { training }: Experiment): string | undefined {
  switch (key) {
    case 'optimizer':
      return l10n.t('optimizer {0}', training.optimizer);
    case 'learningRate':
      return l10n.t('learning rate {0}', plain(training.learningRate));
    case 'epochs':
      return l10n.t('epochs {0}', training.epochs);
    case 'batchSize':
      return l10n.t('batch size {0}', training.batchSize);
    case 'weightDecay':
      return training.weightDecay > 0 ? l10n.t('weight decay {0}', plain(training.weightDecay)) : undefined;
    case 'momentum':
      return 'momentum' in training ? l10n.t('momentum {0}', plain(training.momentum)) : undefined;
    case 'earlyStopping':
      return training.earlyStopping > 0 ? l10n.t('early stopping {0}', training.earlyStopping) : undefined;
    case 'maxNorm':
      return training.maxNorm > 0 ? l10n.t('max-norm {0}', plain(training.maxNorm)) : undefined;
    case 'clipNorm':
    case 'clipValue':
      return training[key] > 0 ? l10n.t('gradients clipped at {0}', plain(training[key])) : undefined;
    case 'loss':
      return l10n.t('loss {0}', l10n.t(losses.find(({ id }) => id === training.loss)!.title));
    case 'l1':
      return training.l1 > 0 ? l10n.t('L1 {0}', plain(training.l1)) : undefined;
    case 'schedule':
      return l10n.t('learning-rate schedule {0}', training.schedule.kind);
    default:
      return strengthWords(key, training);
  }
}

/** What is off at 0. */
const strengths: Readonly<Record<string, (value: string) => string>> = {
  labelSmoothing: (value) => l10n.t('label smoothing {0}', value),
  inputNoise: (value) => l10n.t('input noise {0}', value),
  mixup: (value) => l10n.t('mixup {0}', value),
  dropConnect: (value) => l10n.t('DropConnect {0}', value),
};

function strengthWords(key: string, training: Experiment['training']): string | undefined {
  const value: unknown = training[key as keyof typeof training];
  return typeof value === 'number' && value > 0 ? strengths[key]?.(plain(value)) : undefined;
}

/** One sentence of both; `undefined`: there is nothing of either. */
export function takenSentence({ taken, own }: TakenWords): string | undefined {
  const parts = [
    ...(taken.length > 0 ? [l10n.t('taken over: {0}', taken.join(', '))] : []),
    ...(own.length > 0 ? [l10n.t('the playground’s own: {0}', own.join(', '))] : []),
  ];
  return parts.length === 0 ? undefined : parts.join('; ');
}
