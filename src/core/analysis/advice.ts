import { type Findings, lowestEpochs, mean, overfits, stillFalls, type VerdictInput } from './findings';

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
  | 'addBaseline'
  | 'shuffleRows'
  | 'biggerNetwork'
  | 'morePatience'
  | 'constantRate'
  | 'noPenalty'
  | 'useRelu'
  | 'constantDropout';

/** What can be done next; `value` is what to set, in the units of the setting. */
export interface Advice {
  readonly kind: AdviceKind;
  readonly value?: number;
  /** Of `noPenalty`: which setting to take back. */
  readonly setting?: 'weightDecay' | 'l1' | 'maxNorm';
}

type Settings = VerdictInput['settings'];

/** More seeds than this are not advised. */
const MANY_SEEDS = 10;
/** Rates that are usual for standardized inputs, by optimizer: the least of them, and the most that may stand. */
const RATES: Readonly<Record<string, { readonly least: number; readonly most: number }>> = {
  adam: { least: 1e-3, most: 0.01 },
  adamw: { least: 1e-3, most: 0.01 },
  rmsprop: { least: 1e-3, most: 0.01 },
  momentum: { least: 0.01, most: 0.05 },
  nesterov: { least: 0.01, most: 0.05 },
  sgd: { least: 0.01, most: 0.3 },
};

/** A tenth, but no more than what the optimizer may stand: far beyond that a tenth would be as bad. */
export function lowerRate({ learningRate, optimizer = '' }: Settings, most: number): Advice {
  const bound = RATES[optimizer]?.most ?? most;
  return { kind: 'lowerLearningRate', value: roundTo1(Math.min(learningRate / 10, bound)) };
}

/** Three times as much, but at least what is usual and no more than what the optimizer may stand; not where it has that. */
export function raiseRate({ learningRate, optimizer = '' }: Settings): Advice[] {
  const { least, most } = RATES[optimizer] ?? { least: 0, most: Number.POSITIVE_INFINITY };
  const value = roundTo1(Math.min(most, Math.max(learningRate * 3, least)));
  return value > learningRate ? [{ kind: 'raiseLearningRate', value }] : [];
}

/** What is usual for the optimizer with batches of 32; undefined for one that is not known. */
export const usualRates = ({ optimizer = '' }: Settings) => RATES[optimizer];

/** Three times as long a wait, and 20 evaluations at least. */
export function morePatience({ patience = 0 }: Settings): Advice {
  return { kind: 'morePatience', value: Math.max(20, 3 * patience) };
}

/** The slip itself is the fault, which no ratio mends; and where each site has a ratio of its own, none of them is shared. */
function mendableRatio({ ratio, rule }: Settings): number | undefined {
  return rule === 'as-written' ? undefined : ratio;
}

export function lowerRatio(settings: Settings): Advice[] {
  const ratio = mendableRatio(settings);
  if (ratio === undefined) return [];
  return [{ kind: 'lowerRatio', value: ratio > 0.5 ? 0.5 : ratio > 0.2 ? 0.2 : roundTo1(ratio / 2) }];
}

export function raiseRatio({ input }: Findings): Advice[] {
  const ratio = mendableRatio(input.settings) ?? 1;
  return ratio < 0.5 ? [{ kind: 'raiseRatio', value: ratio < 0.2 ? 0.2 : 0.5 }] : [];
}

function noDropout({ ratio }: Settings): Advice[] {
  return ratio === undefined ? [] : [{ kind: 'noDropout' }];
}

/** Twice as many or more; not where each training stopped early, since none of them would go on. */
export function moreEpochs({ input }: Findings, times = 2): Advice[] {
  const { members, settings } = input;
  if (members.every(({ ending }) => ending?.kind === 'stoppedEarly')) return [];
  const value = times > 2 ? ceilTo1(settings.epochs * times) : 2 * settings.epochs;
  return [{ kind: 'moreEpochs', value }];
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

  /** Where the curve that dropout is held against has turned: to stop there, or to go more slowly. */
  stopping(findings: Findings): Advice[] {
    const { against, input } = findings;
    const { settings } = input;
    const { risingSince } = lowestEpochs(against);
    const rose = mean(against, 'last', 'test') > mean(against, 'best', 'test');
    if (risingSince === undefined || risingSince < 1 || settings.restoreBest || !rose) return [];
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

/** One significant digit: 0.0031 becomes 0.003. */
function roundTo1(value: number): number {
  return Number(value.toPrecision(1));
}

/** The next number with one significant digit: 34 becomes 40. */
function ceilTo1(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return Math.ceil(value / unit) * unit;
}
