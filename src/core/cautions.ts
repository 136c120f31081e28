import { classCounts, type Dataset, type Samples } from './dataset';
import { repeatedRows } from './repeated-rows';

/** A reason why the test loss on these rows may not predict performance on new ones. */
export type Caution =
  /** Test rows that duplicate a training row, target included; `share` of all test rows. */
  | { readonly kind: 'repeated'; readonly rows: number; readonly share: number }
  /** Features that leak the target: all of it, or some of its classes. */
  | { readonly kind: 'givesAway'; readonly names: readonly string[]; readonly complete: boolean }
  /** Learned relations are reversed in the test rows: accuracy (`share`) is far below chance. */
  | { readonly kind: 'reversed'; readonly share: number; readonly chance: number }
  /** Classes in the test rows with hardly any training rows; `share` of the test rows belong to them. */
  | { readonly kind: 'untrainedClasses'; readonly names: readonly string[]; readonly share: number }
  /** Class shares differ between training and test; total variation distance, 0..1. */
  | { readonly kind: 'classDrift'; readonly distance: number }
  /** Shift of a target's mean in the test rows, in training standard deviations. */
  | { readonly kind: 'targetDrift'; readonly name: string; readonly deviations: number }
  /** Ratio of a target's standard deviation in the test rows to that in training. */
  | { readonly kind: 'spreadDrift'; readonly name: string; readonly ratio: number }
  /** With so few training rows, a feature exceeds their range in a large share of the test rows by chance. */
  | { readonly kind: 'fewTraining'; readonly name: string; readonly rows: number; readonly share: number }
  /**
   * A feature (or target) exceeds its training range in `share` of the test rows, at most by `ranges` times that range.
   */
  | {
      readonly kind: 'extrapolation';
      readonly name: string;
      readonly rows: number;
      readonly share: number;
      readonly ranges: number;
    };

/** A class hardly trains if its training share is below this fraction of its test share. */
const HARDLY = 0.1;
/** Minimum share of test rows in such classes. */
const UNTRAINED_SHARE = 0.02;
/** Total variation distance of class shares, and its standard errors; both thresholds must be exceeded. */
const DRIFT = { distance: 0.15, errors: 4 };
/** Shift in training standard deviations, and in standard errors of the mean. */
const TARGET_DRIFT = { deviations: 0.5, errors: 4 };
/** Extrapolation: share of test rows outside the training range, or distance in ranges. */
const OUTSIDE = { share: 0.2, ranges: 3, severe: 10 };

/**
 * Ratio of standard deviations, and standard errors of its logarithm. Not judged for fewer rows, or if the kurtosis
 * shows that a few outliers dominate.
 */
const SPREAD_DRIFT = { ratio: 2, errors: 4, rows: 20, kurtosis: 10 };
/** Fewer values do not bound the support of a distribution. */
const FEW_VALUES = 20;
/** Significance level for leaving the range by chance, over all features. */
const CHANCE = 0.05;
/** Duplicated test rows: the threshold for a caution, and the share from which it is severe. */
const REPEATED = { rows: 2, share: 0.01, severe: 0.1 };
/** Cautions reported per kind, strongest first. */
const TOLD = 2;

/**
 * Checks whether the test rows differ from the training rows, or are leaked by them. Generated samples are not checked
 * for duplicates, nor pixels for their range.
 */
export function cautionsOf(data: Dataset): Caution[] {
  if (data.train.count === 0 || data.test.count === 0) return [];
  const target = data.task === 'classification' ? classCautions(data) : targetCautions(data);
  // Border pixels are nearly always black, so any other value is outside the training range.
  const ofPixels = data.image !== undefined || data.columns?.some(({ kind }) => kind === 'pixels');
  return [
    ...(data.split ? repeats(data) : []),
    ...(data.leaks ? [{ kind: 'givesAway' as const, ...data.leaks }] : []),
    ...target,
    ...(ofPixels ? [] : extrapolations(data)),
  ];
}

/** A caution, and the number of seeds it applies to, of those with known rows. */
export interface SeedsCaution {
  readonly caution: Caution;
  readonly seeds: number;
  readonly of: number;
}

/** Merges the cautions of several seeds; each is reported once, from the seed where it is strongest. */
export function overSeeds(seeds: readonly (readonly Caution[])[]): SeedsCaution[] {
  const found = new Map<string, SeedsCaution>();
  for (const caution of seeds.flat()) {
    const key = keyOf(caution);
    const known = found.get(key);
    const strongest = known && strengthOf(known.caution) >= strengthOf(caution) ? known.caution : caution;
    found.set(key, { caution: strongest, seeds: (known?.seeds ?? 0) + 1, of: seeds.length });
  }
  const sorted = [...found.values()].sort((a, b) => strengthOf(b.caution) - strengthOf(a.caution));
  return sorted.filter(
    ({ caution: { kind } }, i) =>
      sorted.slice(0, i).filter((other) => other.caution.kind === kind).length < TOLD,
  );
}

/** Identifies a caution within a seed. */
function keyOf(caution: Caution): string {
  if (caution.kind === 'fewTraining') return caution.kind;
  return caution.kind + ('name' in caution ? caution.name : 'names' in caution ? caution.names.join() : '');
}

/** Sort key within a kind; severe cautions have the highest values. */
function strengthOf(caution: Caution): number {
  const severe = isSevere(caution) ? 1e9 : 0;
  switch (caution.kind) {
    case 'givesAway':
      return severe + caution.names.length;
    case 'reversed':
      return severe + caution.chance - caution.share;
    case 'classDrift':
      return severe + caution.distance;
    case 'targetDrift':
      return severe + Math.abs(caution.deviations);
    case 'spreadDrift':
      return severe + Math.abs(Math.log(caution.ratio));
    case 'extrapolation':
      return severe + caution.ranges + caution.share;
    default:
      return severe + caution.share;
  }
}

/** Whether the caution is a leak, so that memorization improves the test loss but not performance on new rows. */
export const isLeak = ({ kind }: Caution): boolean => kind === 'repeated' || kind === 'givesAway';

/** Whether a caution makes the mean test loss meaningless for rows like the training rows. */
export function isSevere(caution: Caution): boolean {
  switch (caution.kind) {
    case 'repeated':
      return caution.share >= REPEATED.severe;
    case 'givesAway':
      return caution.complete;
    case 'reversed':
      return true;
    case 'fewTraining':
      return false;
    case 'spreadDrift':
      return Math.abs(Math.log(caution.ratio)) >= Math.log(3);
    case 'untrainedClasses':
      return caution.share >= 0.1;
    case 'classDrift':
      return caution.distance >= 0.35;
    case 'targetDrift':
      return Math.abs(caution.deviations) >= 1;
    case 'extrapolation':
      return caution.share >= 0.5 || caution.ranges >= OUTSIDE.severe;
  }
}

function repeats(data: Dataset): Caution[] {
  const rows = repeatedRows(data);
  const share = rows / data.test.count;
  return rows >= Math.min(REPEATED.rows, data.test.count) && share >= REPEATED.share
    ? [{ kind: 'repeated', rows, share }]
    : [];
}

/** Share of the rows in each class. */
function sharesOf(samples: Samples, classes: number): Float64Array {
  return Float64Array.from(classCounts(samples, classes), (count) => count / samples.count);
}

function classCautions({ train, test, outputs, outputNames }: Dataset): Caution[] {
  const [trained, tested] = [sharesOf(train, outputs), sharesOf(test, outputs)];
  const absent = outputNames.flatMap((_, label) =>
    trained[label]! < HARDLY * tested[label]! ? [label] : [],
  );
  const share = absent.reduce((sum, label) => sum + tested[label]!, 0);
  if (share >= UNTRAINED_SHARE)
    return [{ kind: 'untrainedClasses', names: absent.map((label) => outputNames[label]!), share }];
  const distance = tested.reduce((sum, value, label) => sum + Math.abs(value - trained[label]!) / 2, 0);
  const error = Math.sqrt(outputs / 4) * Math.sqrt(1 / train.count + 1 / test.count);
  const drifts = distance > DRIFT.distance && distance > (DRIFT.errors * error) / 2;
  return drifts ? [{ kind: 'classDrift', distance }] : [];
}

function targetCautions({ train, test, outputs, outputNames }: Dataset): Caution[] {
  return outputNames.flatMap((name, j): Caution[] => {
    const [trained, tested] = [momentsOf(train.y, outputs, j), momentsOf(test.y, outputs, j)];
    const { rows, ranges } = outside(train.y, test.y, outputs, j);
    const far = ranges >= OUTSIDE.severe;
    return [
      ...meanDrift(name, trained, tested),
      ...spreadDrift(name, trained, tested),
      ...(far ? [{ kind: 'extrapolation' as const, name, rows, share: rows / test.count, ranges }] : []),
    ];
  });
}

function meanDrift(name: string, trained: Moments, tested: Moments): Caution[] {
  const distance = tested.mean - trained.mean;
  const error = Math.sqrt(trained.variance / trained.rows + tested.variance / tested.rows);
  const deviations = distance / (Math.sqrt(trained.variance) || 1);
  const drifts =
    Math.abs(deviations) > TARGET_DRIFT.deviations && Math.abs(distance) > TARGET_DRIFT.errors * error;
  return drifts ? [{ kind: 'targetDrift', name, deviations }] : [];
}

function spreadDrift(name: string, trained: Moments, tested: Moments): Caution[] {
  if (Math.min(trained.rows, tested.rows) < SPREAD_DRIFT.rows) return [];
  if (Math.max(trained.kurtosis, tested.kurtosis) > SPREAD_DRIFT.kurtosis) return [];
  const ratio = Math.sqrt(tested.variance / trained.variance);
  const distance = Math.abs(Math.log(ratio));
  // Standard error of the log standard deviation: half that of the log variance, which outliers increase.
  const error = Math.sqrt(errorOfLog(trained) + errorOfLog(tested)) / 2;
  const drifts =
    Number.isFinite(distance) &&
    distance > Math.log(SPREAD_DRIFT.ratio) &&
    distance > SPREAD_DRIFT.errors * error;
  return drifts ? [{ kind: 'spreadDrift', name, ratio }] : [];
}

/** Variance of the log sample variance. */
const errorOfLog = ({ kurtosis, rows }: Moments): number => Math.max(kurtosis - 1, 0.5) / rows;

interface Moments {
  readonly rows: number;
  readonly mean: number;
  readonly variance: number;
  /** 3 for a normal distribution. */
  readonly kurtosis: number;
}

/** Moments of one column of a row-major matrix. */
function momentsOf(values: Float32Array, columns: number, column: number): Moments {
  const rows = values.length / columns;
  let [mean, variance, fourth] = [0, 0, 0];
  for (let i = column; i < values.length; i += columns) mean += values[i]! / rows;
  for (let i = column; i < values.length; i += columns) {
    const square = (values[i]! - mean) ** 2;
    variance += square / rows;
    fourth += (square * square) / rows;
  }
  return { rows, mean, variance, kurtosis: variance > 0 ? fourth / variance ** 2 : 3 };
}

/** Reports only the worst feature, since a file may have thousands. */
function extrapolations({ train, test, features, featureNames }: Dataset): Caution[] {
  let [worst, weight]: [Caution | undefined, number] = [undefined, 0];
  for (let column = 0; column < features; column++) {
    const { rows, ranges } = outside(train.x, test.x, features, column);
    const share = rows / test.count;
    if ((share < OUTSIDE.share && ranges < OUTSIDE.ranges) || weight >= ranges + share) continue;
    const isFew = train.count < FEW_VALUES;
    const chance = (isFew || ranges < OUTSIDE.ranges) && isChance(share, train.count, test.count, features);
    if (chance && (!isFew || train.count < 2)) continue;
    const name = featureNames[column]!;
    weight = ranges + share;
    worst = chance
      ? { kind: 'fewTraining', name, rows: train.count, share }
      : { kind: 'extrapolation', name, rows, share, ranges };
  }
  return worst ? [worst] : [];
}

/**
 * Whether, with identical distributions, some feature may leave the range of `trained` values in this share of the test
 * rows by chance. The probability mass outside the range of n draws is distributed as Beta(2, n − 1).
 */
function isChance(share: number, trained: number, tested: number, features: number): boolean {
  const least = Math.max(0, share - 2 * Math.sqrt((share * (1 - share)) / tested));
  const inside = 1 - least;
  const tail = trained * inside ** (trained - 1) - (trained - 1) * inside ** trained;
  return features * tail > CHANCE;
}

/** Number of test values outside the training range, and the largest distance in multiples of that range. */
function outside(train: Float32Array, test: Float32Array, features: number, column: number) {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = column; i < train.length; i += features) {
    if (train[i]! < least) least = train[i]!;
    if (train[i]! > most) most = train[i]!;
  }
  const range = most - least;
  let [rows, farthest] = [0, 0];
  for (let i = column; i < test.length; i += features) {
    const distance = Math.max(least - test[i]!, test[i]! - most);
    if (!(distance > 0)) continue;
    rows++;
    farthest = Math.max(farthest, distance);
  }
  return { rows, ranges: range > 0 ? farthest / range : 0 };
}
