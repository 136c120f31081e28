import { greatest, least } from '../lists';
import type { Variant } from '../trainer-types';
import { type Advice, lowerRate, moreEpochs, morePatience, raiseRate, usualRates } from './advice';
import { type Findings, mean } from './findings';
import type { MemberSummary } from './member-summary';

export type Penalty = 'weightDecay' | 'l1' | 'maxNorm';

/** A likely reason why a network was not trained well enough to compare anything. The words are made where they are shown. */
export type Cause =
  /** The training loss rose to `times` what it began with, or what a guess costs: on which sides, where there are two. */
  | {
      readonly kind: 'rateTooHigh';
      readonly rate: number;
      readonly times: number;
      readonly sides: readonly Variant[];
    }
  /** `rate` is the mean over all steps, `usual` the least that is usual for the optimizer. */
  | { readonly kind: 'rateTooLow'; readonly rate: number; readonly usual: number; readonly steps: number }
  /** A schedule left a small part of the rate that is set: `rate` is the mean over all steps. */
  | { readonly kind: 'schedule'; readonly rate: number; readonly set: number }
  /** In epochs `from` to `to`, of `epochs`. */
  | {
      readonly kind: 'stoppedEarly';
      readonly from: number;
      readonly to: number;
      readonly epochs: number;
      readonly patience: number;
    }
  | { readonly kind: 'fewSteps'; readonly steps: number }
  | { readonly kind: 'penalty'; readonly penalty: Penalty; readonly value: number }
  /** `layers`: there are hidden ones, with the identity for an activation. */
  | { readonly kind: 'linear'; readonly layers: boolean };

/** Steps at the least rate that is usual, or what adds up to as much: fewer train nothing but easy tasks. */
const FEW_STEPS = 300;
/** Where little is learned of the training set, more than those may be wanting. */
const FEW_FOR_HARD = 1000;
/** Of so few a low rate says nothing of any task. */
const TOO_FEW_STEPS = 100;
/** Fewer steps than these tell nothing, whatever became of the loss. */
const FEWEST_STEPS = 30;
/** Within so many a curve turns by chance. */
const JITTERY_STEPS = 100;
/** A rate up to this part of the least that is usual is low. */
const LOW = 0.5;
/** A schedule that leaves less than this part of the rate that is set is to be named. */
const LEFT = 0.2;
/** A training loss this many times what it began with, at any time, is an overshoot: good trainings stay below twice. */
const OVERSHOT = 3;
/** A training loss above this share of chance has learned little. */
export const UNDERFIT = 0.6;
/** A training loss this share of chance above its lowest has been drawn back up. */
const DRAWN_BACK = 0.1;
/** Penalties as strong as these hold the weights down; AdamW's decay is times the rate. */
const STRONG = { weightDecay: 0.01, adamw: 0.3, l1: 0.003, maxNorm: 1 } as const;

/** Everything that speaks against these trainings, the likeliest reason first; none where they went well. */
export function causesOf(findings: Findings): Cause[] {
  if (findings.dropout.length === 0) return [];
  const wrong = [...rateTooHigh(findings), ...penalty(findings), ...linear(findings)];
  // What goes on may come to more; and where something is wrong, more steps are wanting only if they were few indeed.
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

/** What each cause suggests. */
export function adviceOn(findings: Findings, causes: readonly Cause[]): Advice[] {
  return causes.flatMap((cause) =>
    (adviceOf[cause.kind] as (findings: Findings, cause: Cause) => Advice[])(findings, cause),
  );
}

/** As many as are enough at this rate, where these were not. */
function enoughEpochs(findings: Findings, rate: number): Advice[] {
  const { least } = usualRates(findings.input.settings) ?? { least: rate };
  const few = staysHigh(findings) ? FEW_FOR_HARD : FEW_STEPS;
  const times = (few * least) / (rate * stepsOf(findings));
  return times > 1 ? moreEpochs(findings, times) : [];
}

/** Whether more of the same is no use. */
export const isOffCourse = ({ kind }: Cause): boolean => kind === 'rateTooHigh' || kind === 'penalty';

/** Whether there was too little training, for want of rate or steps; more would tell. */
export const isTooLittle = ({ kind }: Cause): boolean =>
  kind === 'rateTooLow' || kind === 'schedule' || kind === 'fewSteps' || kind === 'stoppedEarly';

/** Whether there were so few steps that nothing can be read from them. */
export const isHardlyBegun = (findings: Findings): boolean => stepsOf(findings) < FEWEST_STEPS;

/** Whether a low learning rate left the network about where it was. */
export function isTooSlow(findings: Findings, causes: readonly Cause[]): boolean {
  const isLow = causes.some(({ kind }) => kind === 'rateTooLow' || kind === 'schedule');
  return isLow && usualSteps(findings) < TOO_FEW_STEPS;
}

/** Whether the steps add up to little. A test loss that has passed its lowest point was not held up by that. */
function isShort(findings: Findings): boolean {
  const few = staysHigh(findings) ? FEW_FOR_HARD : FEW_STEPS;
  return usualSteps(findings) < few && (!findings.turned || stepsOf(findings) < JITTERY_STEPS);
}

/** The learning rate; where it was not the same at all steps, its mean over them. */
export function meanRate({ dropout, baseline, input }: Findings): number {
  const members = [...dropout, ...baseline].filter(({ course }) => course.varied && course.steps > 0);
  if (members.length === 0) return input.settings.learningRate;
  return middle(members.map(({ course }) => course.travelled / course.steps));
}

/** How many steps at the least rate that is usual would have gone as far. Infinite where no rate is known to be usual. */
function usualSteps(findings: Findings): number {
  const usual = usualRates(findings.input.settings)?.least;
  if (usual === undefined) return Number.POSITIVE_INFINITY;
  return (stepsOf(findings) * meanRate(findings)) / usual;
}

/** Steps of the longer side. */
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

/** Named where most trainings ended so, and they had hardly begun or have learned little. */
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

/** Only where the training loss stays high on every side, or was lower on one: a penalty that lets learn is none to name. */
function penalty(findings: Findings): Cause[] {
  const { sides, chance, input } = findings;
  const { weightDecay = 0, l1 = 0, maxNorm = 0, optimizer } = input.settings;
  const drawnBack = sides.some((side) => {
    const lowest = middle(findings[side].map(({ course }) => course.lowestTrain));
    return mean(findings[side], 'last', 'train') > lowest + DRAWN_BACK * chance;
  });
  if (!drawnBack && !staysHigh(findings)) return [];
  const named = (name: Penalty, value: number, isStrong: boolean): Cause[] =>
    isStrong ? [{ kind: 'penalty', penalty: name, value }] : [];
  return [
    ...named(
      'weightDecay',
      weightDecay,
      weightDecay >= (optimizer === 'adamw' ? STRONG.adamw : STRONG.weightDecay),
    ),
    ...named('l1', l1, l1 >= STRONG.l1),
    ...named('maxNorm', maxNorm, maxNorm > 0 && maxNorm < STRONG.maxNorm),
  ];
}

function linear(findings: Findings): Cause[] {
  const { activation, hiddenLayers } = findings.input.settings;
  const isLinear = activation === 'linear' || hiddenLayers === 0;
  return isLinear && staysHigh(findings) ? [{ kind: 'linear', layers: hiddenLayers !== 0 }] : [];
}

/** Whether every side has learned little of its training set. */
function staysHigh({ sides, chance, ...of }: Findings): boolean {
  return sides.every((side: Variant) => mean(of[side], 'last', 'train') > UNDERFIT * chance);
}

/** The middle value; of an even number the lower of the two in the middle. */
function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] ?? 0;
}
