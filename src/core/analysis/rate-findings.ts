import { least } from '../lists';
import { studentQuantile } from './compare/student';
import { DIVERGED } from './diverged';
import { spreadOf } from './spread';

/** The losses of one seed's range test. */
export interface RateCurve {
  /** Training loss before the first step. */
  readonly start: number;
  /** Rising by the same factor from step to step; at least one. */
  readonly rates: ArrayLike<number>;
  /** Training loss after the step with each rate; not finite where the training diverged. */
  readonly losses: ArrayLike<number>;
}

/** What one seed's curve shows. Rates are those of measured steps. */
export interface RateFindings {
  /** Where the loss falls fastest, per factor of the rate; undefined where it never falls. */
  readonly steepest?: number;
  /** Where the loss is lowest and begins to rise; undefined where it never falls. */
  readonly turn?: number;
  /** The first rate that takes the loss to four times that of the start, or beyond all numbers. */
  readonly diverges?: number;
  /** The middle of the rates at which the loss is low; undefined where it never falls. */
  readonly middle?: number;
}

/** Why there is no suggestion: too few seeds, seeds whose loss never falls, or seeds that do not agree. */
export type NoSuggestion = 'fewSeeds' | 'noFall' | 'apart';

/** A learning rate, and between which a further seed's would lie with 95 %. */
export interface RateSuggestion {
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/** Half the width of the window that findings are smoothed over, in decades of the rate. */
const WINDOW = 0.25;
/** A loss that comes down by less than this part of what it began with has not fallen. */
const LEAST_FALL = 0.05;
/** Losses are cut off here, in multiples of the start's, so that one that explodes does not hide all others. */
const CUT = 1.5;
/** How much more the low end of the fall counts than its slope: half the fall counts 1/256. */
const POWER = 8;
/** Seeds at the least: two say nothing about how far a third lies from them. */
export const LEAST_SEEDS = 3;
/**
 * Seeds agree if a further one would, with 95 %, lie within a factor of √10 ≈ 3.2 of their mean: the distance of
 * neighbours on the ladder 0.001, 0.003, 0.01 … that people choose from, and about the factor that costs little.
 */
export const AGREEMENT = 0.5;

/** What one curve shows. What is found is found on smoothed losses; they are not meant to be drawn. */
export function rateFindings({ start, rates, losses }: RateCurve): RateFindings {
  const places = Array.from(rates, Math.log10);
  const known = Array.from(losses);
  const end = known.findIndex((loss) => !(loss <= DIVERGED * start));
  const diverges = end < 0 ? {} : { diverges: rates[end]! };
  const cut = known.map((loss) => (Number.isFinite(loss) ? Math.min(loss, CUT * start) : CUT * start));
  const smooth = smoothed(places, cut);
  const lowest = least(smooth.map(({ loss }) => loss));
  const fall = start - lowest;
  if (!(fall >= LEAST_FALL * start)) return diverges;
  const turn = smooth.findIndex(({ loss }) => loss === lowest);
  const slopes = smooth.slice(0, turn + 1).map(({ slope }) => slope);
  const steepest = slopes.indexOf(least(slopes));
  const weights = smooth.map(({ loss }) => (Math.max(0, start - loss) / fall) ** POWER);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const middle = weights.reduce((sum, weight, i) => sum + weight * places[i]!, 0) / total;
  return { ...diverges, steepest: rates[steepest]!, turn: rates[turn]!, middle: 10 ** middle };
}

/** Lines fitted to the losses around each place, in a window that ends where the curve does. */
function smoothed(places: readonly number[], losses: readonly number[]): { loss: number; slope: number }[] {
  const apart = places.length > 1 ? places[1]! - places[0]! : 1;
  const reach = Math.max(1, Math.round(WINDOW / apart));
  return places.map((place, i) => {
    const from = Math.max(0, i - reach);
    const x = places.slice(from, i + reach + 1);
    const y = losses.slice(from, i + reach + 1);
    const [meanX, meanY] = [spreadOf(x).mean, spreadOf(y).mean];
    const squares = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
    const products = x.reduce((sum, value, k) => sum + (value - meanX) * (y[k]! - meanY), 0);
    const slope = squares > 0 ? products / squares : 0;
    return { loss: meanY + slope * (place - meanX), slope };
  });
}

/**
 * The learning rate that the seeds agree on: the geometric mean of their middles, with the 95 % prediction interval of
 * a further seed (Student's t on logarithms, and half the distance of two rates). The interval of the mean would become
 * narrow with many seeds however far they lie apart.
 */
export function suggestedRate(
  findings: readonly RateFindings[],
  /** From one measured rate to the next. */
  factor: number,
): RateSuggestion | NoSuggestion {
  const middles = findings.flatMap(({ middle }) => (middle === undefined ? [] : [Math.log10(middle)]));
  if (middles.length < findings.length) return 'noFall';
  if (middles.length < LEAST_SEEDS) return 'fewSeeds';
  const { mean, deviation, count } = spreadOf(middles);
  const half =
    studentQuantile(0.05, count - 1) * deviation * Math.sqrt(1 + 1 / count) + Math.log10(factor) / 2;
  if (half > AGREEMENT) return 'apart';
  return { rate: rounded(10 ** mean), low: rounded(10 ** (mean - half)), high: rounded(10 ** (mean + half)) };
}

const rounded = (rate: number): number => Number(rate.toPrecision(2));
