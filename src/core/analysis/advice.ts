import { least } from '../lists';
import type { OptimizerId } from '../optimizers/index';
import {
  type Findings,
  isClearlyLower,
  lowestEpochs,
  mean,
  overfits,
  stillFalls,
  type VerdictInput,
} from './findings';

export type AdviceKind =
  | 'raiseRatio'
  | 'lowerRatio'
  | 'raiseLearningRate'
  | 'lowerLearningRate'
  | 'moreEpochs'
  | 'stopAt'
  | 'moreSeeds'
  | 'noDropout'
  | 'dropHidden'
  | 'constantRatio'
  | 'addBaseline'
  | 'shuffleRows'
  | 'biggerNetwork'
  | 'morePatience'
  | 'constantRate'
  | 'noPenalty'
  | 'useRelu';

/** A suggested next step; `value` is the new value of the setting, in its own units. */
export interface Advice {
  readonly kind: AdviceKind;
  readonly value?: number;
  /** For `noPenalty`: the setting to reset. */
  readonly setting?: 'weightDecay' | 'l1' | 'maxNorm';
}

type Settings = VerdictInput['settings'];

/** The setting that each advice writes. */
const SETTINGS: Readonly<Record<AdviceKind, string>> = {
  raiseRatio: 'ratio',
  lowerRatio: 'ratio',
  noDropout: 'ratio',
  raiseLearningRate: 'learningRate',
  lowerLearningRate: 'learningRate',
  moreEpochs: 'epochs',
  stopAt: 'epochs',
  moreSeeds: 'seeds',
  dropHidden: 'placement',
  constantRatio: 'schedule',
  addBaseline: 'baseline',
  shuffleRows: 'shuffle',
  biggerNetwork: 'hidden',
  morePatience: 'earlyStopping',
  constantRate: 'schedule',
  noPenalty: 'penalty',
  useRelu: 'activation',
};

/** All kinds of advice. */
export const adviceKinds = Object.keys(SETTINGS) as AdviceKind[];

/** Removes advice that repeats a setting (the first wins) or would change nothing. */
export function settled(advice: readonly Advice[], settings: Settings): Advice[] {
  const current: Readonly<Record<string, unknown>> = {
    ratio: settings.ratio,
    learningRate: settings.learningRate,
    epochs: settings.epochs,
  };
  const settingOf = ({ kind, setting }: Advice) => setting ?? SETTINGS[kind];
  return advice.filter((one, i) => {
    const { value } = one;
    const setting = settingOf(one);
    const taken = advice.slice(0, i).some((earlier) => settingOf(earlier) === setting);
    return !taken && (value === undefined || value !== current[setting]);
  });
}

/** Upper limit for advised seeds. */
const MANY_SEEDS = 10;
/** Upper limit for epochs in any experiment. */
const MOST_EPOCHS = 1_000_000;
interface Rates {
  readonly least: number;
  readonly most: number;
}

/**
 * Usual learning rates for standardized inputs, by optimizer: the lower end of the range, and the highest tolerated.
 */
const RATES: Readonly<Record<OptimizerId, Rates>> = {
  adam: { least: 1e-3, most: 0.01 },
  adamw: { least: 1e-3, most: 0.01 },
  nadam: { least: 1e-3, most: 0.01 },
  adamax: { least: 1e-3, most: 0.02 },
  adagrad: { least: 0.01, most: 0.1 },
  lion: { least: 1e-4, most: 1e-3 },
  rmsprop: { least: 1e-3, most: 0.01 },
  momentum: { least: 0.01, most: 0.05 },
  nesterov: { least: 0.01, most: 0.05 },
  sgd: { least: 0.01, most: 0.3 },
};

/** A tenth of the learning rate, capped at the highest tolerated rate: from far above it, a tenth would be as bad. */
export function lowerRate({ learningRate, optimizer }: Settings, most: number): Advice {
  const bound = RATES[optimizer as OptimizerId]?.most ?? most;
  return { kind: 'lowerLearningRate', value: roundTo1(Math.min(learningRate / 10, bound)) };
}

/** Three times the learning rate, but within the usual range; no advice if it is there already. */
export function raiseRate({ learningRate, optimizer }: Settings): Advice[] {
  const { least, most } = RATES[optimizer as OptimizerId] ?? { least: 0, most: Number.POSITIVE_INFINITY };
  const value = roundTo1(Math.min(most, Math.max(learningRate * 3, least)));
  return value > learningRate ? [{ kind: 'raiseLearningRate', value }] : [];
}

/** Usual rates of the optimizer for batches of 32; undefined for an unknown one. */
export const usualRates = ({ optimizer }: Pick<Settings, 'optimizer'>): Rates | undefined =>
  RATES[optimizer as OptimizerId];

/** Three times the patience, but at least 20 evaluations. */
export function morePatience({ patience = 0 }: Settings): Advice {
  return { kind: 'morePatience', value: Math.max(20, 3 * patience) };
}

/**
 * The shared drop ratio if changing it can help: not under the `as-written` rule, whose error no ratio fixes, nor if
 * some site has a higher ratio of its own (`ratio` is undefined then).
 */
function mendableRatio({ ratio, rule }: Settings): number | undefined {
  return rule === 'as-written' ? undefined : ratio;
}

export function lowerRatio(settings: Settings): Advice[] {
  const ratio = mendableRatio(settings);
  if (ratio === undefined) return [];
  return [{ kind: 'lowerRatio', value: ratio > 0.5 ? 0.5 : ratio > 0.2 ? 0.2 : roundTo1(ratio / 2) }];
}

export function raiseRatio({ input }: Findings): Advice[] {
  if (input.settings.nothingDrops === 'placement') return dropHidden(input.settings);
  const ratio = mendableRatio(input.settings) ?? 1;
  return ratio < 0.5 ? [{ kind: 'raiseRatio', value: ratio < 0.2 ? 0.2 : 0.5 }] : [];
}

/** Sets the shared ratio to 0; no advice if sites have ratios of their own. */
function noDropout({ ratio, ownRatios }: Settings): Advice[] {
  return ratio && !ownRatios ? [{ kind: 'noDropout' }] : [];
}

export function dropHidden({ hiddenLayers }: Settings): Advice[] {
  return hiddenLayers === 0 ? [] : [{ kind: 'dropHidden' }];
}

/** At least twice the epochs; no advice if every training stopped early, since more epochs would change nothing. */
export function moreEpochs({ input }: Findings, times = 2): Advice[] {
  const { members, settings } = input;
  if (members.every(({ ending }) => ending?.kind === 'stoppedEarly')) return [];
  const value = times > 2 ? ceilTo1(settings.epochs * times) : 2 * settings.epochs;
  return [{ kind: 'moreEpochs', value: Math.min(value, MOST_EPOCHS) }];
}

/** Advises more seeds for a single pair, or if several are inconclusive. */
export function moreSeeds(pairs: number, seeds: number, unknown: boolean): Advice[] {
  if (pairs === 1) return [{ kind: 'moreSeeds', value: Math.max(3, seeds) }];
  const value = Math.min(MANY_SEEDS, 2 * pairs);
  return unknown && value > seeds ? [{ kind: 'moreSeeds', value }] : [];
}

/** Advice derived from the curves of a run. */
export const adviceFor = {
  /** More epochs if a curve is still falling. */
  falling(findings: Findings): Advice[] {
    const { dropout, baseline } = findings;
    return [dropout, baseline].some((side) => stillFalls(findings, side)) ? moreEpochs(findings) : [];
  },

  /**
   * If the reference curve, or else dropout's own, has turned: stop at its lowest point, or lower the learning rate.
   * There is no common epoch to stop at if the best epochs of the seeds lie far apart, or if stopping would hurt the
   * better side.
   */
  stopping(findings: Findings): Advice[] {
    const { against, dropout, sides, chance, input } = findings;
    const { settings } = input;
    const side = [against, dropout].find((one) => lowestEpochs(findings, one).risingSince !== undefined);
    if (!side || settings.restoreBest) return [];
    const { risingSince = 0 } = lowestEpochs(findings, side);
    if (risingSince < 1) return [];
    if (!isClearlyLower(testAt(findings, side, risingSince), mean(side, 'last', 'test'), chance)) return [];
    const lowest = (loss: (side: Findings['dropout']) => number) =>
      least(sides.map((name) => loss(findings[name])));
    const end = lowest((one) => mean(one, 'last', 'test'));
    if (
      isClearlyLower(
        end,
        lowest((one) => testAt(findings, one, risingSince)),
        chance,
      )
    )
      return [];
    const early = risingSince < settings.epochs / 20;
    return [
      { kind: 'stopAt', value: risingSince },
      ...(early ? [{ kind: 'lowerLearningRate' as const, value: roundTo1(settings.learningRate / 3) }] : []),
    ];
  },

  /** Dropout is not needed: turn it off, unless these runs ended with a lower loss with it. */
  noDropout({ dropout, baseline, input }: Findings): Advice[] {
    return mean(dropout, 'last', 'test') < mean(baseline, 'last', 'test') ? [] : noDropout(input.settings);
  },

  /** Dropout was worse: lower the ratio, or turn it off if nothing overfits. */
  lessDropout(findings: Findings): Advice[] {
    const { baseline, dropout, input } = findings;
    if (mendableRatio(input.settings) === undefined) return [];
    const worseAtItsBest = mean(dropout, 'best', 'test') > mean(baseline, 'best', 'test');
    if (!worseAtItsBest) return [];
    if (overfits(findings, baseline)) return lowerRatio(input.settings);
    // A network that does not overfit yet has not reached the regime where dropout helps.
    return [dropout, baseline].some((side) => stillFalls(findings, side)) ? [] : noDropout(input.settings);
  },
};

/** Mean test loss of a side at an epoch, or at the last evaluated epoch before it. */
function testAt({ input, dropout }: Findings, side: Findings['dropout'], epoch: number): number {
  const variant = side === dropout ? 'dropout' : 'baseline';
  const losses = side.map(({ seed }) => {
    const member = input.members.find((one) => one.variant === variant && one.seed === seed);
    return member?.records.findLast((record) => record.epoch <= epoch)?.testLoss ?? Number.NaN;
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** Rounds to one significant digit: 0.0031 becomes 0.003. */
function roundTo1(value: number): number {
  return Number(value.toPrecision(1));
}

/** Rounds up to one significant digit: 34 becomes 40. */
function ceilTo1(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return Math.ceil(value / unit) * unit;
}
