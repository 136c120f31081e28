import * as l10n from '@vscode/l10n';
import { leavesSingle } from '../core/normalizations/batches';
import { usualBatch } from '../core/normalizations/index';
import type { Dimension } from '../core/search/distribution';
import type { Experiment } from '../experiment/schema';
import { nothingDrops } from '../experiment/sites';
import type { FairOptions, Side } from './fair';

/** What regularizers are compared with where nothing else is said: two settings take more trials than one. */
export const REGULARIZERS: FairOptions = { trials: 24, seeds: 3, fresh: 10 };

const strength = (name: string, low: number, high: number, log: boolean): Dimension => ({
  name,
  distribution: { kind: 'float', low, high, log },
});

type Part<K extends 'network' | 'dropout' | 'training'> = Partial<Experiment[K]>;

interface Regularizer {
  readonly name: string;
  readonly network?: Part<'network'>;
  readonly dropout?: Part<'dropout'>;
  readonly training?: Part<'training'>;
  /** How much of it: tuned beside the learning rate. */
  readonly strength?: Dimension;
  /** Ends with the weights of the best epoch; all others with those of the last. */
  readonly stops?: true;
  /** Whether it has anything to do in this experiment. */
  readonly fits?: (experiment: Experiment) => boolean;
}

const hasHidden = ({ network }: Experiment): boolean => network.hidden.length > 0;

const NOWHERE = { input: false, hidden: false, output: false };

/** Nothing that regularizes, weight by weight, batch by batch or epoch by epoch. */
const OFF: Part<'training'> = {
  ...{ weightDecay: 0, l1: 0, maxNorm: 0, labelSmoothing: 0, earlyStopping: 0, restoreBest: false },
  ...{ inputNoise: 0, mixup: 0, dropConnect: 0 },
};

/** Where the experiment drops neurons, or else behind every hidden layer. */
function placementOf({ dropout, network }: Experiment): Part<'dropout'> {
  const drops = !nothingDrops(dropout.placement, 0.5, network.hidden.length);
  return drops ? { placement: dropout.placement } : { placement: { ...NOWHERE, hidden: true } };
}

/** All that are compared, none of them first. */
function regularizersFor(experiment: Experiment): readonly Regularizer[] {
  const { data, training } = experiment;
  const single = () => training.batchSize === 1 || leavesSingle(data.train ?? 0, training.batchSize);
  const of = (key: keyof Experiment['training'] & string) => `training.${key}`;
  const all: readonly Regularizer[] = [
    { name: l10n.t('none') },
    {
      name: l10n.t('dropout'),
      dropout: placementOf(experiment),
      strength: strength('dropout.ratio', 0.05, 0.8, false),
      fits: hasHidden,
    },
    { name: l10n.t('weight decay'), strength: strength(of('weightDecay'), 1e-6, 1, true) },
    { name: l10n.t('max-norm'), strength: strength(of('maxNorm'), 0.3, 10, true) },
    {
      name: l10n.t('batch normalization'),
      network: { normalization: usualBatch },
      fits: (one) => hasHidden(one) && !single(),
    },
    { name: l10n.t('early stopping'), training: { restoreBest: true }, stops: true },
    { name: l10n.t('input noise'), strength: strength(of('inputNoise'), 0.01, 2, true) },
    { name: 'DropConnect', strength: strength(of('dropConnect'), 0.05, 0.8, false) },
    {
      name: l10n.t('mixup'),
      strength: strength(of('mixup'), 0.05, 4, true),
      fits: () => training.batchSize > 1,
    },
  ];
  return all.filter(({ fits }) => fits?.(experiment) ?? true);
}

/**
 * An experiment without any regularization, and with each regularizer alone: sides of a fair comparison, each of which
 * tunes its learning rate and its own strength.
 */
export function regularizerSides(experiment: Experiment, folder: string | null): Side[] {
  const { network, dropout, training } = experiment;
  const plain = { kind: 'none' as const };
  return regularizersFor(experiment).map(({ name, strength: own, stops, ...with_ }) => ({
    name,
    folder,
    variant: 'dropout',
    ...(own && { strength: own }),
    atEnd: !stops,
    experiment: {
      ...experiment,
      network: { ...network, normalization: plain, ...with_.network },
      dropout: { ...dropout, placement: NOWHERE, ...with_.dropout },
      training: { ...training, ...OFF, ...with_.training },
    } as Experiment,
  }));
}
