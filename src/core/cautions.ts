import { classCounts, type Dataset, type Samples } from './dataset';

/** A way in which the test rows of a data set are not like its training rows. */
export type Caution =
  /** Classes that test and hardly train; `share` of the test rows are theirs. */
  | { readonly kind: 'untrainedClasses'; readonly names: readonly string[]; readonly share: number }
  /** Shares of the classes that differ: half the sum of the differences, 0..1. */
  | { readonly kind: 'classDrift'; readonly distance: number }
  /** The mean of a target in the test rows, in training standard deviations from its training mean. */
  | { readonly kind: 'targetDrift'; readonly name: string; readonly deviations: number }
  /** A feature whose test rows leave the range that trained: `share` of them, the farthest by `ranges` of it. */
  | {
      readonly kind: 'extrapolation';
      readonly name: string;
      readonly rows: number;
      readonly share: number;
      readonly ranges: number;
    };

/** A class that trains with less than this part of its share in the test hardly trains. */
const HARDLY = 0.1;
/** Test rows of such classes that matter. */
const UNTRAINED_SHARE = 0.02;
/** Half the sum of differences of shares, and standard errors of it: both must be exceeded. */
const DRIFT = { distance: 0.15, errors: 4 };
/** Training standard deviations, and standard errors of the mean. */
const TARGET_DRIFT = { deviations: 0.5, errors: 4 };
/** Shares of test rows outside the training range, or ranges away from it, that are extrapolation. */
const OUTSIDE = { share: 0.2, ranges: 3 };

/** Looks for test rows that the training rows do not speak for. Features of images are not looked at. */
export function cautionsOf(data: Dataset): Caution[] {
  if (data.train.count === 0 || data.test.count === 0) return [];
  const target = data.task === 'classification' ? classCautions(data) : targetCautions(data);
  // Pixels at the rim are seldom other than black, and any that are leave what trained.
  const ofPixels = data.image !== undefined || data.columns?.some(({ kind }) => kind === 'pixels');
  return [...target, ...(ofPixels ? [] : extrapolations(data))];
}

/** Whether a caution is so strong that a mean test loss says nothing about data like the training rows. */
export function isSevere(caution: Caution): boolean {
  switch (caution.kind) {
    case 'untrainedClasses':
      return caution.share >= 0.1;
    case 'classDrift':
      return caution.distance >= 0.35;
    case 'targetDrift':
      return Math.abs(caution.deviations) >= 1;
    case 'extrapolation':
      return caution.share >= 0.5 || caution.ranges >= 10;
  }
}

/** How often each class comes, as shares of the rows. */
function sharesOf(samples: Samples, classes: number): Float64Array {
  return Float64Array.from(classCounts(samples, classes), (count) => count / samples.count);
}

function classCautions({ train, test, outputs, outputNames }: Dataset): Caution[] {
  const [trained, tested] = [sharesOf(train, outputs), sharesOf(test, outputs)];
  const absent = outputNames.flatMap((_, label) => (trained[label] < HARDLY * tested[label] ? [label] : []));
  const share = absent.reduce((sum, label) => sum + tested[label], 0);
  if (share >= UNTRAINED_SHARE)
    return [{ kind: 'untrainedClasses', names: absent.map((label) => outputNames[label]), share }];
  const distance = tested.reduce((sum, value, label) => sum + Math.abs(value - trained[label]) / 2, 0);
  const error = Math.sqrt(outputs / 4) * Math.sqrt(1 / train.count + 1 / test.count);
  const drifts = distance > DRIFT.distance && distance > (DRIFT.errors * error) / 2;
  return drifts ? [{ kind: 'classDrift', distance }] : [];
}

function targetCautions({ train, test, outputs, outputNames }: Dataset): Caution[] {
  return outputNames.flatMap((name, j): Caution[] => {
    const [trained, tested] = [momentsOf(train.y, outputs, j), momentsOf(test.y, outputs, j)];
    const distance = tested.mean - trained.mean;
    const error = Math.sqrt(trained.variance / train.count + tested.variance / test.count);
    const deviations = distance / (Math.sqrt(trained.variance) || 1);
    const drifts =
      Math.abs(deviations) > TARGET_DRIFT.deviations && Math.abs(distance) > TARGET_DRIFT.errors * error;
    return drifts ? [{ kind: 'targetDrift', name, deviations }] : [];
  });
}

/** Mean and variance of one column of a row-major matrix. */
function momentsOf(values: Float32Array, columns: number, column: number) {
  const rows = values.length / columns;
  let mean = 0;
  for (let i = column; i < values.length; i += columns) mean += values[i] / rows;
  let variance = 0;
  for (let i = column; i < values.length; i += columns) variance += (values[i] - mean) ** 2 / rows;
  return { mean, variance };
}

/** The worst feature: one is enough to say, and a file may have thousands. */
function extrapolations({ train, test, features, featureNames }: Dataset): Caution[] {
  let worst: (Extract<Caution, { kind: 'extrapolation' }> & { readonly weight: number }) | undefined;
  for (let column = 0; column < features; column++) {
    const { rows, ranges } = outside(train.x, test.x, features, column);
    const share = rows / test.count;
    if (share < OUTSIDE.share && ranges < OUTSIDE.ranges) continue;
    const weight = ranges + share;
    if (!worst || weight > worst.weight)
      worst = { kind: 'extrapolation', name: featureNames[column], rows, share, ranges, weight };
  }
  if (!worst) return [];
  const { weight: _weight, ...caution } = worst;
  return [caution];
}

/** Test values outside what trained: how many, and how many training ranges the farthest is away. */
function outside(train: Float32Array, test: Float32Array, features: number, column: number) {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = column; i < train.length; i += features) {
    if (train[i] < least) least = train[i];
    if (train[i] > most) most = train[i];
  }
  const range = most - least;
  let [rows, farthest] = [0, 0];
  for (let i = column; i < test.length; i += features) {
    const distance = Math.max(least - test[i], test[i] - most);
    if (!(distance > 0)) continue;
    rows++;
    farthest = Math.max(farthest, distance);
  }
  return { rows, ranges: range > 0 ? farthest / range : 0 };
}
