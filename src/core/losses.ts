import { classCounts, type Dataset, type Task } from './dataset';
import { LOSS } from './kernels/layout';

/** What training makes small. */
export interface Loss {
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

export const losses = [
  {
    id: 'auto',
    title: 'Automatic',
    description: 'Cross-entropy for classes, mean squared error for numbers.',
  },
  {
    id: 'crossEntropy',
    title: 'Softmax cross-entropy',
    description: 'Mean negative log probability of the right class, in nats.',
  },
  {
    id: 'meanSquaredError',
    title: 'Mean squared error',
    description: 'Mean over samples and outputs of the squared difference; classes become one-hot targets.',
  },
] as const satisfies readonly Loss[];

/** How much each class has to say in training; every loss that is reported counts samples alike. */
export const classWeightings = [
  { id: 'none', title: 'None', description: 'Every sample counts alike.' },
  {
    id: 'balanced',
    title: 'Balanced',
    description: 'Every class counts alike, however rare: its samples are weighted by N / (K · n).',
  },
] as const;

/** The kernels' number of a loss. */
export type LossCode = (typeof LOSS)[keyof typeof LOSS];

export type LossId = (typeof losses)[number]['id'];

/**
 * The kernels' number of a loss.
 * @throws RangeError when cross-entropy is asked for where there are no classes.
 */
export function lossOf(id: LossId, task: Task): LossCode {
  if (id === 'crossEntropy' && task === 'regression') {
    throw new RangeError(
      'training.loss is crossEntropy, which needs classes; this data has numbers to predict: use meanSquaredError or auto.',
    );
  }
  if (task === 'regression') return LOSS.squaredError;
  return id === 'meanSquaredError' ? LOSS.squaredErrorOfClasses : LOSS.softmaxCrossEntropy;
}

/**
 * The training loss of someone who never looks at the features and always says the same: how often each class comes
 * (its entropy, in nats, or under squared error the mean variance of the one-hot targets), or the targets' mean (their
 * variance). Where all targets are the same, the loss of guessing among the classes, or 1.
 */
export function guessLoss({ task, outputs, train }: Dataset, id: LossId): number {
  if (task === 'regression') return varianceOf(train.y, outputs) || 1;
  const counts = classCounts(train, Math.max(2, outputs));
  const shares = [...counts].map((count) => count / train.count);
  const loss = (all: readonly number[]) =>
    id === 'meanSquaredError' ? mean(all.map((p) => p * (1 - p))) : entropy(all);
  return loss(shares) || loss(shares.map(() => 1 / shares.length));
}

/**
 * The test loss of someone who never looks at the features and says what the training samples have on average. A class
 * that never trains is given half a sample: its probability would be 0, and the loss infinite.
 */
export function guessTestLoss({ task, outputs, train, test }: Dataset, id: LossId): number {
  if (test.count === 0) return Number.NaN;
  if (task === 'regression') return squaredDistance(test.y, columnMeans(train.y, outputs));
  const floored = Float64Array.from(classCounts(train, outputs), (count) => Math.max(count, 0.5));
  const total = floored.reduce((sum, count) => sum + count, 0);
  const p = floored.map((count) => count / total);
  const squares = p.reduce((sum, share) => sum + share * share, 0);
  // Of one-hot targets: Σ (pⱼ − [j is the label])² = Σ pⱼ² − 2 p + 1, p that of the label.
  const cost = (share: number) =>
    id === 'meanSquaredError' ? (squares - 2 * share + 1) / outputs : -Math.log(share);
  return test.y.reduce((sum, label) => sum + cost(p[label]!), 0) / test.count;
}

function columnMeans(values: Float32Array, columns: number): Float64Array {
  const means = new Float64Array(columns);
  const rows = values.length / columns;
  for (let i = 0; i < values.length; i++) means[i % columns]! += values[i]! / rows;
  return means;
}

/** Mean over all values of their squared distance from their column's `center`. */
function squaredDistance(values: Float32Array, center: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - center[i % center.length]!) ** 2;
  return sum / values.length;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const entropy = (shares: readonly number[]): number =>
  shares.reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0);

/** Mean over the columns of the variance of a row-major matrix's columns. */
function varianceOf(values: Float32Array, columns: number): number {
  const rows = values.length / columns;
  const variances = Array.from({ length: columns }, (_, column) => {
    let [sum, squares] = [0, 0];
    for (let i = column; i < values.length; i += columns) sum += values[i]!;
    for (let i = column; i < values.length; i += columns) squares += (values[i]! - sum / rows) ** 2;
    return squares / rows;
  });
  return mean(variances);
}
