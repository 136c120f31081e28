import { isClearlyLower } from '../core/analysis/findings';
import { greatest, least } from '../core/lists';
import type { LogChart } from './charts';
import type { Curve } from './curve';
import type { NamedCurve } from './run';

/** A curve as it is judged: finite values, in order. */
export interface Points {
  /** What is counted along it. */
  readonly at: readonly number[];
  readonly values: readonly number[];
}

/** What a training's curves show. Epochs or steps count from what the log says. */
export interface Course {
  /** The quantity that is judged. */
  readonly title: string;
  readonly unit: 'epoch' | 'step';
  readonly isLoss: boolean;
  readonly train: Points | undefined;
  readonly validation: Points | undefined;
  /** Rows that chose nothing are better; without them the test rows stand in. */
  readonly isTest: boolean;
  /** Of the validation curve; undefined without one. */
  readonly best: { readonly at: number; readonly value: number } | undefined;
  /** Mean of the last values: one alone says little. */
  readonly end: { readonly train: number; readonly validation: number };
  readonly finding: Finding;
  /** Where the first value stands that is not finite, and where those begin after which none is. */
  readonly brokenAt: number | undefined;
  readonly lostAt: number | undefined;
  /** Median of training less validation loss over the second half, where validation is the lower one. */
  readonly below: number | undefined;
}

export type Finding =
  | 'diverged'
  | 'unstable'
  | 'overfits'
  | 'rises'
  | 'improves'
  | 'plateau'
  | 'steady'
  | 'tooShort'
  | 'noValidation';

const STRETCHES = 2_000;
/** With fewer values a curve says nothing. */
const FEWEST = 5;
/** Values at the end that count together, as a share. */
const TAIL = 0.1;
/** A loss that ends at so many times that of its beginning has diverged. */
const DIVERGED = 4;
/** Falls of less than this share over the second half are none. */
const FLAT = 0.02;
/** A score that has lost more than this share of its best has become worse. */
const SCORE_LOST = 0.05;
/** So large a share of jumps up, each by half of the value before, is no training that holds its course. */
const JUMPS = 0.15;
const JUMP = 1.5;
/** Standard errors by which a stretch differs from the best of ten. */
const CLEAR = 4.5;

/** Reads a training off its charts; the first with a loss of training or validation rows is judged, else a score. */
export function courseOf(charts: readonly LogChart[]): Course | undefined {
  const chart = charts.find(({ kind }) => kind === 'loss') ?? charts.find(({ kind }) => kind === 'score');
  if (!chart) return undefined;
  const isLoss = chart.kind === 'loss';
  const of = (rows: string) => longest(chart.curves.filter(({ role }) => role?.startsWith(rows)));
  const trained = of('train');
  const chosen = of('validation');
  const validated = chosen ?? of('test');
  const used = [trained, validated].flatMap((one) => one ?? []);
  if (used.length === 0) return undefined;
  const unit = used.every(({ curve }) => hasEpochs(curve)) ? 'epoch' : 'step';
  const points = (one: NamedCurve | undefined) => one && pointsOf(one.curve, unit);
  return judged({
    ...{ title: chart.title, unit, isLoss, isTest: validated !== undefined && chosen === undefined },
    train: points(trained),
    validation: points(validated),
    brokenAt: earliest(used, unit, (values) => values.findIndex((value) => !Number.isFinite(value))),
    lostAt: earliest(used, unit, (values) => {
      const last = values.findLastIndex(Number.isFinite);
      return last === values.length - 1 ? -1 : last + 1;
    }),
  });
}

/** Of a loss per step and one per epoch the one of epochs is the calmer; else the longest. */
function longest(curves: readonly NamedCurve[]): NamedCurve | undefined {
  const perEpoch = curves.filter(({ name }) => /epoch/i.test(name));
  const some = perEpoch.length > 0 ? perEpoch : curves;
  return some.toSorted((a, b) => b.curve.length - a.curve.length)[0];
}

/** Whether the log says for every value in which epoch it was, each in another. */
export function hasEpochs({ epochs, length }: Curve): boolean {
  for (let i = 0; i < length; i++)
    if (Number.isNaN(epochs[i]!) || (i > 0 && epochs[i]! <= epochs[i - 1]!)) return false;
  return length > 0;
}

/** The finite values; of a long curve the means of so many stretches, which a single batch does not sway. */
function pointsOf(curve: Curve, unit: Course['unit']): Points {
  const { length } = curve;
  const along = unit === 'epoch' ? curve.epochs : curve.steps;
  const at: number[] = [];
  const finite: number[] = [];
  const width = Math.ceil(length / STRETCHES);
  for (let from = 0; from < length; from += width) {
    const to = Math.min(length, from + width);
    const mean = curve.meanOf(from, to);
    if (Number.isNaN(mean)) continue;
    at.push(along[to - 1]!);
    finite.push(mean);
  }
  return { at, values: finite };
}

/** The first place among some curves. @param find its index in the values of one; −1: nowhere. */
function earliest(
  curves: readonly NamedCurve[],
  unit: Course['unit'],
  find: (values: Float64Array) => number,
): number | undefined {
  let first: number | undefined;
  for (const { curve } of curves) {
    const index = find(curve.values.subarray(0, curve.length));
    if (index < 0) continue;
    const at = (unit === 'epoch' ? curve.epochs : curve.steps)[index]!;
    first = Math.min(first ?? at, at);
  }
  return first;
}

type Facts = Omit<Course, 'finding' | 'below'>;
type Read = Omit<Course, 'best' | 'end' | 'finding' | 'below'>;

function judged(read: Read): Course {
  const { train, validation, isLoss } = read;
  const best = validation && bestOf(validation, isLoss);
  const end = { train: endOf(train), validation: endOf(validation) };
  const finding = findingOf({ ...read, best, end });
  return {
    ...read,
    best,
    end,
    finding,
    below: isLoss && train && validation ? belowBy(train, validation) : undefined,
  };
}

function bestOf({ at, values }: Points, isLoss: boolean): Course['best'] {
  let best = 0;
  for (let i = 1; i < values.length; i++)
    if (isLoss ? values[i]! < values[best]! : values[i]! > values[best]!) best = i;
  return values.length > 0 ? { at: at[best]!, value: values[best]! } : undefined;
}

const tailOf = (values: readonly number[]) => values.slice(-Math.max(1, Math.ceil(TAIL * values.length)));

const endOf = (points: Points | undefined): number =>
  points && points.values.length > 0 ? median(tailOf(points.values)) : Number.NaN;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

/** What holds first is the finding. */
const RULES: readonly (readonly [Finding, (facts: Facts) => boolean])[] = [
  // A number that is none on the way may be one batch; at the end it is what the training came to.
  ['diverged', ({ lostAt }) => lostAt !== undefined],
  ['tooShort', ({ validation, train }) => (validation ?? train)!.values.length < FEWEST],
  ['diverged', ({ isLoss, train }) => isLoss && train !== undefined && hasDiverged(train)],
  ['unstable', ({ isLoss, train, validation }) => isLoss && isUnstable((train ?? validation)!)],
  ['noValidation', ({ best }) => best === undefined],
  ['overfits', (facts) => hasTurned(facts) && isTrainingBetterSince(facts)],
  ['rises', hasTurned],
  [
    'improves',
    ({ validation, isLoss }) =>
      halfGain(validation!.values, isLoss) > FLAT && isBestAtEnd(validation!, isLoss),
  ],
  [
    'plateau',
    ({ validation, train, isLoss }) =>
      isFlat(validation!, isLoss) && (train === undefined || isFlat(train, isLoss)),
  ],
];

function findingOf(facts: Facts): Finding {
  return RULES.find(([, holds]) => holds(facts))?.[0] ?? 'steady';
}

const hasDiverged = ({ values }: Points): boolean => {
  const start = Math.abs(values[0]!);
  return values.length >= FEWEST && start > 0 && median(tailOf(values)) > DIVERGED * start;
};

function isUnstable({ values }: Points): boolean {
  if (values.length < 2 * FEWEST) return false;
  let jumps = 0;
  for (let i = 1; i < values.length; i++)
    if (values[i - 1]! > 0 && values[i]! > JUMP * values[i - 1]!) jumps++;
  return jumps > JUMPS * values.length;
}

/**
 * By the same measure as the verdict of a run of the playground; what it began with stands in for a guess. Compared are
 * medians of stretches, and their difference has to be more than noise makes of the best of so many.
 */
function hasTurned({ validation, best, isLoss }: Facts): boolean {
  if (!validation || !best || best.at >= validation.at.at(-1)!) return false;
  const { medians, noise } = stretchesOf(validation.values);
  const end = medians.at(-1)!;
  const low = isLoss ? least(medians) : greatest(medians);
  if (Math.abs(end - low) <= CLEAR * noise) return false;
  if (isLoss) return isClearlyLower(low, end, Math.abs(validation.values[0]!));
  return low - end > SCORE_LOST * Math.abs(low);
}

/**
 * Medians of stretches of a tenth of a curve, the last one whole, and the standard error of each, from the second
 * differences of its values, to which a trend adds little.
 */
function stretchesOf(values: readonly number[]): { medians: number[]; noise: number } {
  const count = values.length;
  const width = Math.max(Math.min(3, Math.floor(count / 3)), Math.ceil(TAIL * count));
  const medians: number[] = [];
  for (let to = count; to >= width; to -= width) medians.unshift(median(values.slice(to - width, to)));
  // The steep beginning bends by itself.
  const later = values.slice(Math.floor(count / 3));
  const bends = later.slice(2).map((value, i) => Math.abs(value - 2 * later[i + 1]! + later[i]!));
  const deviation = bends.length > 0 ? median(bends) / (0.6745 * Math.sqrt(6)) : 0;
  // A median strays by a quarter more than a mean; few values tell little of how far they stray.
  return { medians, noise: (1.25 * deviation * (1 + FEWEST / count)) / Math.sqrt(width) };
}

/** Whether training still became better since validation was best: what was learned since does not carry over. */
function isTrainingBetterSince({ train, best, end, isLoss }: Facts): boolean {
  const then = train && nearest(train, best!.at);
  if (then === undefined) return false;
  const gain = isLoss ? then - end.train : end.train - then;
  return gain > FLAT * Math.abs(then) && gain > CLEAR * stretchesOf(train!.values).noise;
}

/** The values around a place, of a few more than one. */
function nearest({ at, values }: Points, place: number): number | undefined {
  let index = 0;
  for (let end = at.length; index < end; ) {
    const middle = (index + end) >> 1;
    if (at[middle]! >= place) end = middle;
    else index = middle + 1;
  }
  return index === at.length ? undefined : median(values.slice(Math.max(0, index - 1), index + 2));
}

/** By what share the values have become better from the middle to the end. */
function halfGain(values: readonly number[], isLoss: boolean): number {
  const half = values.length >> 1;
  const width = Math.max(1, Math.ceil(TAIL * values.length));
  const before = median(values.slice(Math.max(0, half - width), half));
  const after = median(values.slice(-width));
  const gain = (before - after) / Math.abs(before);
  return Number.isFinite(gain) ? (isLoss ? gain : -gain) : 0;
}

const isFlat = ({ values }: Points, isLoss: boolean): boolean => Math.abs(halfGain(values, isLoss)) <= FLAT;

/** Whether the best stretch is one of the last two, and better than that of the middle by more than noise. */
function isBestAtEnd({ values }: Points, isLoss: boolean): boolean {
  const { medians, noise } = stretchesOf(values);
  const best = isLoss ? least(medians) : greatest(medians);
  const middle = medians[medians.length >> 1]!;
  return medians.lastIndexOf(best) >= medians.length - 2 && Math.abs(middle - best) > (CLEAR / 2) * noise;
}

/** @returns undefined where validation is not the lower one over the second half. */
function belowBy(train: Points, validation: Points): number | undefined {
  const from = validation.at.length >> 1;
  const gaps = validation.values.slice(from).flatMap((value, index) => {
    const there = nearest(train, validation.at[from + index]!);
    return there === undefined ? [] : [there - value];
  });
  if (gaps.length < 2) return undefined;
  const gap = median(gaps);
  return gap > 0.01 * Math.abs(median(validation.values.slice(from))) ? gap : undefined;
}
