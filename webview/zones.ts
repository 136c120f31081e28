import * as l10n from '@vscode/l10n';
import type { OptimizerId } from '../src/core/optimizers/index';

/** How a zone is coloured. */
export type Tone = 'quiet' | 'good' | 'warning' | 'bad';

/** A stretch of a parameter's values and what to expect there. */
export interface Zone {
  readonly from: number;
  readonly to: number;
  readonly tone: Tone;
  readonly label: string;
  /** What to expect, and who says so. */
  readonly help: string;
}

/**
 * Drop ratios. Srivastava et al. 2014 (JMLR 15, appendix A.4) keep 0.5 to 0.8 of the hidden units, which is a drop
 * ratio of 0.2 to 0.5.
 */
export function ratioZones(): readonly Zone[] {
  return [
    {
      from: 0,
      to: 0.2,
      tone: 'quiet',
      label: l10n.t('too little'),
      help: l10n.t('Hardly anything is dropped: overfitting stays (Srivastava et al. 2014, fig. 9).'),
    },
    {
      from: 0.2,
      to: 0.5,
      tone: 'good',
      label: l10n.t('usual 0.2–0.5'),
      help: l10n.t('Usual for hidden layers (Srivastava et al. 2014, appendix A.4).'),
    },
    {
      from: 0.5,
      to: 0.95,
      tone: 'warning',
      label: l10n.t('may underfit'),
      help: l10n.t('So few neurons are left that training suffers (Srivastava et al. 2014, fig. 9).'),
    },
  ];
}

interface Rates {
  readonly usual: readonly [number, number];
  /** Above this, training tends to diverge; with an adaptive optimizer, whose steps are bounded, the loss stays high. */
  readonly steep: number;
  readonly source: () => string;
  readonly words: () => Words;
}

/** What to expect beside the usual rates, and what to call the highest. */
interface Words {
  readonly slow: string;
  readonly unsteady: string;
  readonly highest: string;
  readonly tooLarge: string;
}

const bounded = (): Words => ({
  slow: l10n.t(
    'A step moves a weight by about the learning rate, so more steps are needed (Kingma and Ba 2015, § 2.1).',
  ),
  unsteady: l10n.t(
    'Each step moves every weight by about this much: the loss jumps about (Kingma and Ba 2015, § 2.1).',
  ),
  highest: l10n.t('too large'),
  tooLarge: l10n.t(
    'Steps are bounded by the learning rate, so the numbers may stay finite, but the loss shoots up and stays high (Kingma and Ba 2015, § 2.1).',
  ),
});
const alongGradient = (formula: string) => (): Words => ({
  slow: l10n.t('Safe, but more steps are needed (LeCun et al. 1998, fig. 6).'),
  unsteady: l10n.t('Steps overshoot: the loss jumps about (LeCun et al. 1998, fig. 6).'),
  highest: l10n.t('diverges'),
  tooLarge: l10n.t(
    'Above {0} the loss grows without end (LeCun et al. 1998, § 5.1). Where that is depends on the network: the idea “Learning rate” measures it.',
    formula,
  ),
});

const ADAPTIVE: Rates = {
  usual: [3e-4, 1e-2],
  steep: 0.1,
  words: bounded,
  source: () =>
    l10n.t('Around 0.001, the default that Adam was published with (Kingma and Ba 2015, algorithm 1).'),
};
const WITH_MOMENTUM: Rates = {
  usual: [1e-3, 0.05],
  steep: 0.5,
  words: alongGradient('2(1 + β)/λmax'),
  source: () =>
    l10n.t(
      'A tenth of the plain rate: momentum 0.9 makes steps up to ten times as long (Goodfellow et al. 2016, § 8.3.2).',
    ),
};
const PLAIN: Rates = {
  usual: [0.01, 0.3],
  steep: 1.5,
  words: alongGradient('2/λmax'),
  source: () =>
    l10n.t('For standardized inputs 0.01 often works, and rates below 1 are typical (Bengio 2012, § 3.1.1).'),
};

const RATES: Readonly<Record<OptimizerId, Rates>> = {
  adam: ADAPTIVE,
  adamw: ADAPTIVE,
  rmsprop: ADAPTIVE,
  nadam: ADAPTIVE,
  adamax: ADAPTIVE,
  adagrad: {
    ...ADAPTIVE,
    usual: [1e-3, 0.1],
    steep: 1,
    source: () =>
      l10n.t('Around 0.01, where PyTorch begins: its steps shrink with their number (Duchi et al. 2011).'),
  },
  lion: {
    ...ADAPTIVE,
    usual: [3e-5, 1e-3],
    steep: 0.01,
    source: () =>
      l10n.t(
        'Three to ten times below that of Adam: each weight moves by the whole rate (Chen et al. 2023, § 5).',
      ),
  },
  momentum: WITH_MOMENTUM,
  nesterov: { ...WITH_MOMENTUM, words: alongGradient('2(1 + β)/((1 + 2β)λmax)') },
  sgd: PLAIN,
};

/** The slider's ends. */
export const LEARNING_RATES = { from: 1e-5, to: 10 } as const;

/**
 * Learning rates around the optimizers' customary defaults (Adam and RMSProp 0.001, SGD 0.01), for standardized inputs.
 * Adaptive optimizers take steps of about the learning rate itself; momentum of 0.9 multiplies a plain step by ten.
 */
export function learningRateZones(optimizer: string): readonly Zone[] {
  const { usual, steep, source, words } = RATES[optimizer as OptimizerId];
  const { from, to } = LEARNING_RATES;
  const { slow, unsteady, highest, tooLarge } = words();
  return [
    { from, to: usual[0], tone: 'quiet', label: l10n.t('slow'), help: slow },
    { from: usual[0], to: usual[1], tone: 'good', label: l10n.t('usual'), help: source() },
    { from: usual[1], to: steep, tone: 'warning', label: l10n.t('unsteady'), help: unsteady },
    { from: steep, to, tone: 'bad', label: highest, help: tooLarge },
  ];
}

/** The zone that a value lies in; both ends belong to the good one. Beyond the slider: the first or the last. */
export function zoneOf(zones: readonly Zone[], value: number): Zone {
  const good = zones.find(({ tone, from, to }) => tone === 'good' && value >= from && value <= to);
  return good ?? zones.find((zone) => value <= zone.to) ?? zones[zones.length - 1];
}
