import * as l10n from '@vscode/l10n';

/** How a zone is coloured. */
export type Tone = 'quiet' | 'good' | 'warning' | 'bad';

/** A stretch of a parameter's values and what to expect there. */
export interface Zone {
  readonly from: number;
  readonly to: number;
  readonly tone: Tone;
  readonly label: string;
}

/**
 * Drop ratios. Srivastava et al. 2014 (JMLR 15, appendix A.4) keep 0.5 to 0.8 of the hidden units, which is a drop
 * ratio of 0.2 to 0.5.
 */
export function ratioZones(): readonly Zone[] {
  return [
    { from: 0, to: 0.2, tone: 'quiet', label: l10n.t('too little') },
    { from: 0.2, to: 0.5, tone: 'good', label: l10n.t('usual 0.2–0.5') },
    { from: 0.5, to: 0.95, tone: 'warning', label: l10n.t('may underfit') },
  ];
}

interface Rates {
  readonly usual: readonly [number, number];
  /** Above this, training tends to diverge. */
  readonly steep: number;
}

const ADAPTIVE: Rates = { usual: [3e-4, 1e-2], steep: 0.1 };
const WITH_MOMENTUM: Rates = { usual: [1e-3, 0.05], steep: 0.5 };
const PLAIN: Rates = { usual: [0.01, 0.3], steep: 1.5 };

const RATES: Readonly<Record<string, Rates>> = {
  adam: ADAPTIVE,
  adamw: ADAPTIVE,
  rmsprop: ADAPTIVE,
  momentum: WITH_MOMENTUM,
  nesterov: WITH_MOMENTUM,
};

/** The slider's ends. */
export const LEARNING_RATES = { from: 1e-5, to: 10 } as const;

/**
 * Learning rates around the optimizers' customary defaults (Adam and RMSProp 0.001, SGD 0.01), for standardized inputs.
 * Adaptive optimizers take steps of about the learning rate itself; momentum of 0.9 multiplies a plain step by ten.
 */
export function learningRateZones(optimizer: string): readonly Zone[] {
  const { usual, steep } = RATES[optimizer] ?? PLAIN;
  return [
    { from: LEARNING_RATES.from, to: usual[0], tone: 'quiet', label: l10n.t('slow') },
    { from: usual[0], to: usual[1], tone: 'good', label: l10n.t('usual') },
    { from: usual[1], to: steep, tone: 'warning', label: l10n.t('unsteady') },
    { from: steep, to: LEARNING_RATES.to, tone: 'bad', label: l10n.t('diverges') },
  ];
}

/** The zone that a value lies in; both ends belong to the good one. Beyond the slider: the first or the last. */
export function zoneOf(zones: readonly Zone[], value: number): Zone {
  const good = zones.find(({ tone, from, to }) => tone === 'good' && value >= from && value <= to);
  return good ?? zones.find((zone) => value <= zone.to) ?? zones[zones.length - 1];
}
