import { classCounts, type Dataset, type Task } from './dataset';
import { LOSS } from './kernels/layout';

/** A training loss. */
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

/** Class weights in training; reported losses weight all samples equally. */
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
 * @throws RangeError for cross-entropy without classes.
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
 * Training loss of the best constant prediction, the chance loss. Classes: the entropy of the class shares in nats, or
 * under squared error the mean variance of the one-hot targets. Regression: the variance of the targets. If all targets
 * are equal, the loss of a uniform guess, or 1.
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
 * Test loss of the constant prediction fitted to the training samples. A class without training samples counts as half
 * a sample; with probability 0 the loss would be infinite.
 */
export function guessTestLoss({ task, outputs, train, test }: Dataset, id: LossId): number {
  if (test.count === 0) return Number.NaN;
  if (task === 'regression') return squaredDistance(test.y, columnMeans(train.y, outputs));
  const floored = Float64Array.from(classCounts(train, outputs), (count) => Math.max(count, 0.5));
  const total = floored.reduce((sum, count) => sum + count, 0);
  const p = floored.map((count) => count / total);
  const squares = p.reduce((sum, share) => sum + share * share, 0);
  // For one-hot targets: Σ (pⱼ − [j is the label])² = Σ pⱼ² − 2 p + 1, where p is that of the label.
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

/** Mean squared distance of all values from the `center` of their column. */
function squaredDistance(values: Float32Array, center: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - center[i % center.length]!) ** 2;
  return sum / values.length;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const entropy = (shares: readonly number[]): number =>
  shares.reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0);

/** Variance of the columns of a row-major matrix, averaged over the columns. */
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
