import { greatest, least } from '../lists';
import { decaysApart } from '../optimizers/index';
import type { Variant } from '../trainer-types';
import { type Advice, lowerRate, moreEpochs, morePatience, raiseRate, usualRates } from './advice';
import { type Findings, mean } from './findings';
import type { MemberSummary } from './member-summary';

export type Penalty = 'weightDecay' | 'l1' | 'maxNorm';

/** A likely reason why the networks were trained too poorly to compare. The text is generated where it is displayed. */
export type Cause =
  /** The training loss rose to `times` its initial value, or the loss of a guess. `sides`: where, if there are two. */
  | {
      readonly kind: 'rateTooHigh';
      readonly rate: number;
      readonly times: number;
      readonly sides: readonly Variant[];
    }
  /** `rate` is the mean over all steps, `usual` the lower end of the usual range for the optimizer. */
  | { readonly kind: 'rateTooLow'; readonly rate: number; readonly usual: number; readonly steps: number }
  /** A schedule reduced the rate to a small fraction of the one set; `rate` is the mean over all steps. */
  | { readonly kind: 'schedule'; readonly rate: number; readonly set: number }
  /** Trainings ended in epochs `from` to `to`, out of `epochs`. */
  | {
      readonly kind: 'stoppedEarly';
      readonly from: number;
      readonly to: number;
      readonly epochs: number;
      readonly patience: number;
    }
  | { readonly kind: 'fewSteps'; readonly steps: number }
  | { readonly kind: 'penalty'; readonly penalty: Penalty; readonly value: number }
  /** The network is a linear map. `layers`: it has hidden layers, whose activation is the identity. */
  | { readonly kind: 'linear'; readonly layers: boolean };

/** Minimum number of steps, at the lowest usual rate or equivalent; fewer suffice only for easy tasks. */
const FEW_STEPS = 300;
/** Minimum if little of the training set was learned. */
const FEW_FOR_HARD = 1000;
/** With fewer steps than this, a low rate proves nothing. */
const TOO_FEW_STEPS = 100;
/** With fewer steps than this, no conclusion is possible, whatever the loss. */
const FEWEST_STEPS = 30;
/** Within this many steps a curve may turn by chance. */
const JITTERY_STEPS = 100;
/** A rate is low up to this fraction of the lowest usual one. */
const LOW = 0.5;
/** A schedule is reported if it leaves less than this fraction of the rate set. */
const LEFT = 0.2;
/** A training loss this many times its initial value, at any time, is an overshoot. Good trainings stay below twice. */
const OVERSHOT = 3;
/** A training loss above this fraction of the chance loss means that little was learned. */
export const UNDERFIT = 0.6;
/** A training loss this far above its minimum, as a fraction of the chance loss, has been pushed back up. */
const DRAWN_BACK = 0.1;
/** Penalties this strong constrain the weights; AdamW's decay is multiplied by the learning rate. */
const STRONG = { weightDecay: 0.01, decoupledDecay: 0.3, l1: 0.003, maxNorm: 1 } as const;

/** All likely causes for poor trainings, most likely first; empty if they went well. */
export function causesOf(findings: Findings): Cause[] {
  if (findings.dropout.length === 0) return [];
  const wrong = [...rateTooHigh(findings), ...penalty(findings), ...linear(findings)];
  // A training that is still running may improve; and if something else is wrong, too few steps is a cause only if they
  // were very few.
  if (findings.open || (wrong.length > 0 && usualSteps(findings) >= FEW_STEPS)) return wrong;
  return [...wrong, ...stoppedEarly(findings), ...tooLittle(findings)];
}

type AdviceOn = {
  readonly [K in Cause['kind']]: (
    findings: Findings,
    cause: Extract<Cause, { readonly kind: K }>,
  ) => Advice[];
};

const adviceOf: AdviceOn = {
  rateTooHigh: ({ input }) => [lowerRate(input.settings, 0.1)],
  rateTooLow: (findings, { usual }) => [
    ...raiseRate(findings.input.settings),
    ...enoughEpochs(findings, usual),
  ],
  schedule: () => [{ kind: 'constantRate' }],
  stoppedEarly: ({ input }) => [morePatience(input.settings)],
  fewSteps: (findings) => enoughEpochs(findings, meanRate(findings)),
  penalty: (_, { penalty }) => [{ kind: 'noPenalty', setting: penalty }],
  linear: (_, { layers }) => (layers ? [{ kind: 'useRelu' }] : []),
};

/** The advice that follows from the causes. */
export function adviceOn(findings: Findings, causes: readonly Cause[]): Advice[] {
  return causes.flatMap((cause) =>
    (adviceOf[cause.kind] as (findings: Findings, cause: Cause) => Advice[])(findings, cause),
  );
}

/** Enough epochs at this rate, if there were too few. */
function enoughEpochs(findings: Findings, rate: number): Advice[] {
  const { least } = usualRates(findings.input.settings) ?? { least: rate };
  const few = staysHigh(findings) ? FEW_FOR_HARD : FEW_STEPS;
  const times = (few * least) / (rate * stepsOf(findings));
  return times > 1 ? moreEpochs(findings, times) : [];
}

/** Whether longer training would not help. */
export const isOffCourse = ({ kind }: Cause): boolean => kind === 'rateTooHigh' || kind === 'penalty';

/** Whether there was too little training: a low rate or few steps. More training would be conclusive. */
export const isTooLittle = ({ kind }: Cause): boolean =>
  kind === 'rateTooLow' || kind === 'schedule' || kind === 'fewSteps' || kind === 'stoppedEarly';

/** Whether there were too few steps for any conclusion. */
export const isHardlyBegun = (findings: Findings): boolean => stepsOf(findings) < FEWEST_STEPS;

/** Whether a low learning rate left the network nearly unchanged. */
export function isTooSlow(findings: Findings, causes: readonly Cause[]): boolean {
  const isLow = causes.some(({ kind }) => kind === 'rateTooLow' || kind === 'schedule');
  return isLow && usualSteps(findings) < TOO_FEW_STEPS;
}

/** Whether there were too few steps. Not the cause if the test loss has passed its minimum. */
function isShort(findings: Findings): boolean {
  const few = staysHigh(findings) ? FEW_FOR_HARD : FEW_STEPS;
  return usualSteps(findings) < few && (!findings.turned || stepsOf(findings) < JITTERY_STEPS);
}

/** The learning rate, averaged over all steps. */
export function meanRate({ dropout, baseline, input }: Findings): number {
  const members = [...dropout, ...baseline].filter(({ course }) => course.varied && course.steps > 0);
  if (members.length === 0) return input.settings.learningRate;
  return middle(members.map(({ course }) => course.travelled / course.steps));
}

/** The equivalent number of steps at the lowest usual rate; infinite if no usual rate is known. */
function usualSteps(findings: Findings): number {
  const usual = usualRates(findings.input.settings)?.least;
  if (usual === undefined) return Number.POSITIVE_INFINITY;
  return (stepsOf(findings) * meanRate(findings)) / usual;
}

/** Number of steps of the longer side. */
export function stepsOf({ sides, ...of }: Findings): number {
  return greatest([0, ...sides.map((side) => middle(of[side].map(({ course }) => course.steps)))]);
}

function rateTooHigh(findings: Findings): Cause[] {
  const { sides, chance } = findings;
  const rise = ({ course, initial }: MemberSummary) => course.highestTrain / Math.max(chance, initial.train);
  const rises = sides
    .map((side) => ({ side, times: middle(findings[side].map(rise)) }))
    .filter(({ times }) => times > OVERSHOT);
  if (rises.length === 0) return [];
  return [
    {
      kind: 'rateTooHigh',
      rate: findings.input.settings.learningRate,
      times: greatest(rises.map(({ times }) => times)),
      sides: findings.baseline.length > 0 ? rises.map(({ side }) => side) : [],
    },
  ];
}

/** Reported if most trainings stopped early, and had hardly begun or learned little. */
function stoppedEarly(findings: Findings): Cause[] {
  const { members, settings } = findings.input;
  const stopped = members.filter(({ ending }) => ending?.kind === 'stoppedEarly');
  if (2 * stopped.length <= members.length) return [];
  if (!isShort(findings) && !staysHigh(findings)) return [];
  const ends = stopped.map(({ records }) => records.at(-1)?.epoch ?? 0);
  const { epochs, patience = 0 } = settings;
  return [{ kind: 'stoppedEarly', from: least(ends), to: greatest(ends), epochs, patience }];
}

function tooLittle(findings: Findings): Cause[] {
  const { settings, members } = findings.input;
  if (!isShort(findings)) return [];
  const rate = meanRate(findings);
  const usual = usualRates(settings)?.least ?? 0;
  const isScheduled = settings.schedule !== undefined && settings.schedule !== 'constant';
  if (isScheduled && rate < LEFT * settings.learningRate)
    return [{ kind: 'schedule', rate, set: settings.learningRate }];
  if (rate <= LOW * usual) return [{ kind: 'rateTooLow', rate, usual, steps: stepsOf(findings) }];
  const stops = members.some(({ ending }) => ending?.kind === 'stoppedEarly');
  return stops ? [] : [{ kind: 'fewSteps', steps: stepsOf(findings) }];
}

/** Reports a strong penalty, but only if the training loss stays high on every side, or has risen again on one. */
function penalty(findings: Findings): Cause[] {
  const { sides, chance, input } = findings;
  const { weightDecay = 0, l1 = 0, maxNorm = 0, optimizer } = input.settings;
  const isStrongDecay = weightDecay >= (decaysApart(optimizer) ? STRONG.decoupledDecay : STRONG.weightDecay);
  const drawnBack = sides.some((side) => {
    const lowest = middle(findings[side].map(({ course }) => course.lowestTrain));
    return mean(findings[side], 'last', 'train') > lowest + DRAWN_BACK * chance;
  });
  if (!drawnBack && !staysHigh(findings)) return [];
  const named = (name: Penalty, value: number, isStrong: boolean): Cause[] =>
    isStrong ? [{ kind: 'penalty', penalty: name, value }] : [];
  return [
    ...named('weightDecay', weightDecay, isStrongDecay),
    ...named('l1', l1, l1 >= STRONG.l1),
    ...named('maxNorm', maxNorm, maxNorm > 0 && maxNorm < STRONG.maxNorm),
  ];
}

function linear(findings: Findings): Cause[] {
  const { activation, hiddenLayers } = findings.input.settings;
  const isLinear = activation === 'linear' || hiddenLayers === 0;
  return isLinear && staysHigh(findings) ? [{ kind: 'linear', layers: hiddenLayers !== 0 }] : [];
}

/** Whether the training loss stays high on every side. */
function staysHigh({ sides, chance, ...of }: Findings): boolean {
  return sides.every((side: Variant) => mean(of[side], 'last', 'train') > UNDERFIT * chance);
}

/** The lower median; 0 without values. */
function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] ?? 0;
}
