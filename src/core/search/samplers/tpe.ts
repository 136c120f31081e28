import { exp, ln } from '../../elementary';
import { createStream, type Stream } from '../../random';
import { countOf, type Dimension, existsAt, type Point, valueAt } from '../distribution';
import { PARZEN_DEFAULTS, type ParzenOptions, parzenEstimator } from '../parzen/estimator';
import type { Mixture } from '../parzen/mixture';
import type { SamplerFactory } from '../sampler';
import { groupsOf } from './groups';
import { type Division, divide, hasAll } from './observations';
import { createRandom, inTurn } from './random';
import { type Seen, SeenHistory, unseenPoint } from './seen';
import { createSobol } from './sobol';
import { MOST_DIMENSIONS } from './sobol-sequence';

export interface TpeParams {
  /** Trials that have to end before densities are made. */
  readonly startup: number;
  /** Points that are drawn for each proposal, of which the most promising is taken. */
  readonly candidates: number;
}

/**
 * Densities of dimensions that exist together.
 *
 * Where nothing was observed, both densities are their priors. Of ten good trials the prior has an eleventh, of ninety
 * others a ninety-first, so that such a place looks eight times as promising as one where both have been. `bonus` is how
 * much of that is kept, 1 to 0 in the exponent.
 */
class Group {
  readonly dimensions: readonly Dimension[];
  readonly #options: ParzenOptions;
  readonly #good: Mixture;
  /** Observed values by dimension: of what is not good, and of what was proposed since. */
  readonly #others: number[][];
  #other: Mixture | undefined;
  readonly #goodCount: number;
  readonly #bonus: number;

  constructor(
    dimensions: readonly Dimension[],
    { good, other }: Division,
    options: ParzenOptions,
    bonus: number,
  ) {
    this.dimensions = dimensions;
    this.#options = options;
    const observed = this.#columnsOf(good);
    this.#good = this.#densityOf(observed);
    this.#others = this.#columnsOf(thinned(other));
    this.#goodCount = observed[0]!.length;
    this.#bonus = bonus;
  }

  /** The prior's part of the density of the others; `undefined`: by its weight, as it is of the good ones. */
  #priorShare(): number | undefined {
    if (this.#bonus === 1 || this.#goodCount === 0) return undefined;
    const { priorWeight } = this.#options;
    const shareOf = (count: number) => priorWeight / (count + priorWeight);
    const [ofGood, ofOther] = [shareOf(this.#goodCount), shareOf(this.#others[0]!.length)];
    return power(ofGood, 1 - this.#bonus) * power(ofOther, this.#bonus);
  }

  #columnsOf(points: readonly Point[]): number[][] {
    const whole = points.filter((point) => hasAll(this.dimensions, point));
    return this.dimensions.map(({ name }) => whole.map((point) => point[name]!));
  }

  #densityOf(columns: readonly number[][], priorShare?: number): Mixture {
    const distributions = this.dimensions.map(({ distribution }) => distribution);
    return parzenEstimator(distributions, columns, this.#options, priorShare);
  }

  /** Takes a point for bad until it is known. */
  lie(point: Point): void {
    if (!hasAll(this.dimensions, point)) return;
    this.dimensions.forEach(({ name }, d) => {
      this.#others[d]!.push(point[name]!);
    });
    this.#other = undefined;
  }

  /** Values that are likely where trials are good, the most promising first: by the ratio of the two densities. */
  candidates(count: number, stream: Stream): number[][] {
    const { distribution } = this.dimensions[0]!;
    if (countOf(distribution) === 1) return [[valueAt(distribution, 0)]];
    this.#other ??= this.#densityOf(this.#others, this.#priorShare());
    const [good, other] = [this.#good, this.#other];
    return Array.from({ length: count }, () => {
      const values = good.draw(stream);
      return { values, score: good.lnDensity(values) - other.lnDensity(values) };
    })
      .sort((a, b) => b.score - a.score)
      .map(({ values }) => values);
  }
}

/**
 * How much of the bonus is kept of what was never tried. Settings with an order do better without: what was observed
 * beside a place says enough about it. Combinations of choices have no neighbours; and where a choice decides which
 * other settings exist, what it is worth shows only after those were tuned.
 */
function bonusOf(group: readonly Dimension[], dimensions: readonly Dimension[]): number {
  const choices = group.filter(({ distribution }) => distribution.kind === 'choice');
  const decides = choices.some(({ name }) => dimensions.some(({ when }) => when?.name === name));
  return decides ? 1 : choices.length > 0 ? 0.5 : 0;
}

/** So many of the trials that are not good shape their density: more of them say the same, and take longer each. */
const MOST_OTHERS = 250;

/** Evenly from the first to the last, which is kept. */
function thinned(points: readonly Point[]): readonly Point[] {
  const { length } = points;
  if (length <= MOST_OTHERS) return points;
  return Array.from(
    { length: MOST_OTHERS },
    (_, i) => points[Math.floor(((i + 1) * length) / MOST_OTHERS) - 1]!,
  );
}

const power = (base: number, exponent: number) => exp(ln(base) * exponent);

/** Points that are looked at for one that the study does not have. */
const ATTEMPTS = 100;

/** Chooses the values of one group after the other. */
class Search {
  readonly #groups: readonly Group[];
  readonly #seen: Seen;
  readonly #stream: Stream;
  readonly #candidates: number;
  #attempts = 0;

  constructor(groups: readonly Group[], candidates: number, seen: Seen, stream: Stream) {
    this.#groups = groups;
    this.#candidates = candidates;
    this.#seen = seen;
    this.#stream = stream;
  }

  /** The most promising point that has the given values and was not seen; the first groups are the given values. */
  from(point: Point, at = 0): Point | undefined {
    const group = this.#groups[at];
    if (!group) {
      this.#attempts++;
      return this.#seen.has(point) ? undefined : point;
    }
    if (!existsAt(group.dimensions[0]!, point)) return this.from(point, at + 1);
    for (const values of group.candidates(this.#candidates, this.#stream)) {
      const chosen = Object.fromEntries(group.dimensions.map(({ name }, d) => [name, values[d]!]));
      const found = this.from({ ...point, ...chosen }, at + 1);
      if (found || this.#attempts >= ATTEMPTS) return found;
    }
    return undefined;
  }
}

/**
 * Tree-structured Parzen estimator (Bergstra and others 2011), multivariate (Falkner and others 2018) and with a
 * constant liar: as Optuna 3.1's `TPESampler(multivariate=True, group=True, constant_liar=True)`, but that
 *
 * - which settings exist together is read off their conditions, where Optuna has to see it from the trials;
 * - a trial that failed counts as a bad one;
 * - of what was proposed before, nothing is proposed again;
 * - the first trials are a scrambled Sobol sequence, with up to 20 settings;
 * - of the trials that are not good, at most 250 shape their density;
 * - the priors' weights do not make so much of what was never tried (see `bonusOf`).
 */
export function tpeWith(options: ParzenOptions): SamplerFactory<TpeParams> {
  return (dimensions, seed, { startup, candidates }) => {
    const parts = options.isMultivariate ? groupsOf(dimensions) : dimensions.map((dimension) => [dimension]);
    const isSpreadable = dimensions.length <= MOST_DIMENSIONS;
    const before = new SeenHistory(dimensions);
    const first = (isSpreadable ? createSobol : createRandom)(dimensions, seed, {});
    return {
      propose(count, history) {
        const division = divide(history);
        if (division.finished < startup) return first.propose(count, history);
        const groups = parts.map((part) => new Group(part, division, options, bonusOf(part, dimensions)));
        return inTurn(before, count, history, (trial, seen) => {
          const stream = createStream(seed, 'study', trial);
          const promising = new Search(groups, candidates, seen, stream).from({});
          const point = promising ?? unseenPoint(dimensions, seen, stream);
          if (point) for (const group of groups) group.lie(point);
          return point && inOrder(dimensions, point);
        });
      },
    };
  };
}

/** The point's values in the order of the dimensions. */
function inOrder(dimensions: readonly Dimension[], point: Point): Point {
  const names = dimensions.map(({ name }) => name).filter((name) => Object.hasOwn(point, name));
  return Object.fromEntries(names.map((name) => [name, point[name]!]));
}

export const createTpe = tpeWith(PARZEN_DEFAULTS);
