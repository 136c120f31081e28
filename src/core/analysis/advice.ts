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

/** What can be done next; `value` is what to set, in the units of the setting. */
export interface Advice {
  readonly kind: AdviceKind;
  readonly value?: number;
  /** Of `noPenalty`: which setting to take back. */
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

/** All there are. */
export const adviceKinds = Object.keys(SETTINGS) as AdviceKind[];

/** Of advice that writes the same setting the first; and none that sets what is set already. */
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

/** More seeds than this are not advised. */
const MANY_SEEDS = 10;
/** More epochs no experiment can have. */
const MOST_EPOCHS = 1_000_000;
interface Rates {
  readonly least: number;
  readonly most: number;
}

/** Rates that are usual for standardized inputs, by optimizer: the least of them, and the most that may stand. */
const RATES: Readonly<Record<OptimizerId, Rates>> = {
  adam: { least: 1e-3, most: 0.01 },
  adamw: { least: 1e-3, most: 0.01 },
  rmsprop: { least: 1e-3, most: 0.01 },
  momentum: { least: 0.01, most: 0.05 },
  nesterov: { least: 0.01, most: 0.05 },
  sgd: { least: 0.01, most: 0.3 },
};

/** A tenth, but no more than what the optimizer may stand: far beyond that a tenth would be as bad. */
export function lowerRate({ learningRate, optimizer }: Settings, most: number): Advice {
  const bound = RATES[optimizer as OptimizerId]?.most ?? most;
  return { kind: 'lowerLearningRate', value: roundTo1(Math.min(learningRate / 10, bound)) };
}

/** Three times as much, but at least what is usual and no more than what the optimizer may stand; not where it has that. */
export function raiseRate({ learningRate, optimizer }: Settings): Advice[] {
  const { least, most } = RATES[optimizer as OptimizerId] ?? { least: 0, most: Number.POSITIVE_INFINITY };
  const value = roundTo1(Math.min(most, Math.max(learningRate * 3, least)));
  return value > learningRate ? [{ kind: 'raiseLearningRate', value }] : [];
}

/** What is usual for the optimizer with batches of 32; undefined for one that is not known. */
export const usualRates = ({ optimizer }: Settings): Rates | undefined => RATES[optimizer as OptimizerId];

/** Three times as long a wait, and 20 evaluations at least. */
export function morePatience({ patience = 0 }: Settings): Advice {
  return { kind: 'morePatience', value: Math.max(20, 3 * patience) };
}

/** The slip itself is the fault, which no ratio mends; and where sites have ratios of their own, the shared one may not be it. */
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

/** By the shared ratio alone, which leaves ratios of their own as they are. */
function noDropout({ ratio, ownRatios }: Settings): Advice[] {
  return ratio && !ownRatios ? [{ kind: 'noDropout' }] : [];
}

export function dropHidden({ hiddenLayers }: Settings): Advice[] {
  return hiddenLayers === 0 ? [] : [{ kind: 'dropHidden' }];
}

/** Twice as many or more; not where each training stopped early, since none of them would go on. */
export function moreEpochs({ input }: Findings, times = 2): Advice[] {
  const { members, settings } = input;
  if (members.every(({ ending }) => ending?.kind === 'stoppedEarly')) return [];
  const value = times > 2 ? ceilTo1(settings.epochs * times) : 2 * settings.epochs;
  return [{ kind: 'moreEpochs', value: Math.min(value, MOST_EPOCHS) }];
}

/** One pair always asks for more; several where they show neither a difference nor that there is none. */
export function moreSeeds(pairs: number, seeds: number, unknown: boolean): Advice[] {
  if (pairs === 1) return [{ kind: 'moreSeeds', value: Math.max(3, seeds) }];
  const value = Math.min(MANY_SEEDS, 2 * pairs);
  return unknown && value > seeds ? [{ kind: 'moreSeeds', value }] : [];
}

/** What the curves of a run suggest. */
export const adviceFor = {
  /** Where a curve goes on falling: more epochs. */
  falling(findings: Findings): Advice[] {
    const { dropout, baseline } = findings;
    return [dropout, baseline].some((side) => stillFalls(findings, side)) ? moreEpochs(findings) : [];
  },

  /**
   * Where the curve that dropout is held against has turned, or else dropout's own: to stop there, or to go more slowly.
   * Seeds whose best epochs lie far apart have no common epoch at which to stop; nor is there one where the better side
   * would lose by it.
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

  /** Not needed: none, unless these very runs ended lower with it. */
  noDropout({ dropout, baseline, input }: Findings): Advice[] {
    return mean(dropout, 'last', 'test') < mean(baseline, 'last', 'test') ? [] : noDropout(input.settings);
  },

  /** Dropout lost: less of it, or where nothing overfits none. */
  lessDropout(findings: Findings): Advice[] {
    const { baseline, dropout, input } = findings;
    if (mendableRatio(input.settings) === undefined) return [];
    const worseAtItsBest = mean(dropout, 'best', 'test') > mean(baseline, 'best', 'test');
    if (!worseAtItsBest) return [];
    if (overfits(findings, baseline)) return lowerRatio(input.settings);
    // What has not begun to overfit has not come to where dropout helps.
    return [dropout, baseline].some((side) => stillFalls(findings, side)) ? [] : noDropout(input.settings);
  },
};

/** The mean test loss of a side at an epoch; where that was not evaluated, at the last one before. */
function testAt({ input, dropout }: Findings, side: Findings['dropout'], epoch: number): number {
  const variant = side === dropout ? 'dropout' : 'baseline';
  const losses = side.map(({ seed }) => {
    const member = input.members.find((one) => one.variant === variant && one.seed === seed);
    return member?.records.findLast((record) => record.epoch <= epoch)?.testLoss ?? Number.NaN;
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** One significant digit: 0.0031 becomes 0.003. */
function roundTo1(value: number): number {
  return Number(value.toPrecision(1));
}

/** The next number with one significant digit: 34 becomes 40. */
function ceilTo1(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return Math.ceil(value / unit) * unit;
}
