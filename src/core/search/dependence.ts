import { ln } from '../elementary';
import { normalQuantile } from '../normal';
import { createStream, type Stream } from '../random';
import type { Dimension } from './distribution';
import { type Feature, outOfBag } from './forest';
import type { PastTrial } from './sampler';

/**
 * Of studies in which nothing matters, at most 5 % may be said to have a setting that does: divided among two tests of
 * each setting (Bonferroni), and lower by what the tests leave out. Gains of trees depend on each other, and the points
 * of a search that learns on values (`bench -- matters`).
 */
const LEVEL = 0.03;
/** What explains less of the scores of the trials is passed over, however sure it is. */
const LEAST_EFFECT = 0.02;
/** So many trials, evenly from first to last, tell as much as all of them do. */
const MOST_TRIALS = 150;
const FOREST = { trees: 40, leaf: 2, seed: 1 };
/** Random orders that a setting is held against, and how many trials a part of its range has at least. */
const [ORDERS, LEAST_PART] = [999, 2];

/**
 * Whether each setting decides about the values of complete trials, whose points any sampler may have chosen. A search
 * that learns gathers its trials where all settings lie together, so that a setting by itself says something about the
 * values although another decides. So each is asked what it adds to all others about how bad the trials are:
 *
 * - whether trees predict trials that they have not seen better with it than without it, which finds settings that decide
 *   together;
 * - whether what trees without it leave over differs between two parts of its range, or between choices, more than in
 *   random orders, which finds a few trials that are far worse.
 *
 * How bad a trial is follows from its place in the order alone, and the worst stand apart (Savage's scores): of a part of
 * the range that is far worse a search that learns has tried only a few points.
 */
export function dependence(dimensions: readonly Dimension[], history: readonly PastTrial[]): boolean[] {
  const trials = thinned(history);
  const scores = scoresOf(Float64Array.from(trials, ({ value }) => value!));
  const features = dimensions.map((dimension) => featureOf(dimension, trials));
  const level = LEVEL / 2 / dimensions.length;
  const leftBy = (some: readonly Feature[]) => {
    const predicted = outOfBag(some, scores, FOREST);
    return scores.map((score, i) => score - (predicted[i]! || 0));
  };
  const left = leftBy(features);
  return features.map((feature) => {
    const without = leftBy(features.filter((other) => other !== feature));
    const total = squares(scores);
    return predicts(left, without, total, level) || divides(feature, without, total, level);
  });
}

function thinned(history: readonly PastTrial[]): readonly PastTrial[] {
  const { length } = history;
  if (length <= MOST_TRIALS) return history;
  return Array.from(
    { length: MOST_TRIALS },
    (_, i) => history[Math.floor(((i + 0.5) * length) / MOST_TRIALS)]!,
  );
}

const squares = (values: Float64Array) => values.reduce((sum, value) => sum + value * value, 0);

/** Places in order, about 0; equal values share theirs, and what is NaN has none. */
function ranksOf(values: Float64Array): Float64Array {
  const order = [...values.keys()].filter((at) => !Number.isNaN(values[at]!));
  order.sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length).fill(Number.NaN);
  for (let first = 0; first < order.length; ) {
    let end = first + 1;
    while (end < order.length && values[order[end]!] === values[order[first]!]) end++;
    for (let i = first; i < end; i++) ranks[order[i]!] = (first + end - order.length) / 2;
    first = end;
  }
  return ranks;
}

/** About 0: minus the logarithm of the part of the trials that is worse. */
function scoresOf(values: Float64Array): Float64Array {
  const { length } = values;
  const scores = ranksOf(values).map((rank) => -ln((length / 2 + 1 - rank) / (length + 1)));
  const mean = scores.reduce((sum, score) => sum + score, 0) / length;
  return scores.map((score) => score - mean);
}

/** By their order: where a search has gathered its trials, their values are close to each other. */
function featureOf({ name, distribution }: Dimension, trials: readonly PastTrial[]): Feature {
  const values = Float64Array.from(trials, ({ point }) => point[name] ?? Number.NaN);
  const isChoice = distribution.kind === 'choice';
  return { values: isChoice ? values : ranksOf(values), isChoice };
}

/** Whether squared errors are lower with a setting than without it. */
function predicts(left: Float64Array, without: Float64Array, total: number, level: number): boolean {
  const { length } = left;
  const gains = left.map((error, i) => without[i]! ** 2 - error ** 2);
  const sum = gains.reduce((all, gain) => all + gain, 0);
  const variance = (squares(gains) - sum ** 2 / length) / (length - 1);
  return sum > LEAST_EFFECT * total && sum > -normalQuantile(level) * Math.sqrt(variance * length);
}

/** Whether a setting divides what is left over better than random orders of it are divided. */
function divides(feature: Feature, left: Float64Array, total: number, level: number): boolean {
  const mean = left.reduce((sum, value) => sum + value, 0) / left.length;
  const values = left.map((value) => value - mean);
  const groups = groupsOf(feature);
  const measure = feature.isChoice ? betweenGroups : bestCut;
  const own = measure(groups, values);
  if (own <= LEAST_EFFECT * total) return false;
  const stream = createStream(0, 'study');
  let above = 1;
  for (let i = 0; i < ORDERS && above <= level * (ORDERS + 1); i++) {
    shuffle(values, stream);
    if (measure(groups, values) >= own) above += 1;
  }
  return above <= level * (ORDERS + 1);
}

/** Numbers of trials with the same value, in its order; those that have none come last. */
function groupsOf({ values }: Feature): number[][] {
  const groups = new Map<number, number[]>();
  for (const [at, value] of values.entries()) {
    const group = groups.get(value);
    if (group) group.push(at);
    else groups.set(value, [at]);
  }
  const place = (value: number) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value);
  return [...groups].sort(([a], [b]) => place(a) - place(b)).map(([, group]) => group);
}

/** What means of groups explain of the squares. */
function betweenGroups(groups: readonly number[][], values: Float64Array): number {
  let explained = 0;
  for (const group of groups) {
    let sum = 0;
    for (const at of group) sum += values[at]!;
    explained += sum ** 2 / group.length;
  }
  return explained;
}

/** What the means of two parts explain, at the best place to cut; the values add up to 0. */
function bestCut(groups: readonly number[][], values: Float64Array): number {
  const { length } = values;
  let [count, sum, best] = [0, 0, 0];
  for (const group of groups) {
    for (const at of group) sum += values[at]!;
    count += group.length;
    const rest = length - count;
    if (count >= LEAST_PART && rest >= LEAST_PART) best = Math.max(best, sum ** 2 * (1 / count + 1 / rest));
  }
  return best;
}

function shuffle(values: Float64Array, stream: Stream): void {
  for (let i = values.length - 1; i > 0; i--) {
    const other = stream.below(i + 1);
    [values[i], values[other]] = [values[other]!, values[i]!];
  }
}
