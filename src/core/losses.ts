import type { Dataset, Task } from './dataset';

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

export type LossId = (typeof losses)[number]['id'];

/**
 * The kernels' number of a loss: 0 softmax cross-entropy, 1 mean squared error of numbers, 2 of one-hot classes.
 * @throws RangeError when cross-entropy is asked for where there are no classes.
 */
export function lossOf(id: LossId, task: Task): 0 | 1 | 2 {
  if (id === 'crossEntropy' && task === 'regression') {
    throw new RangeError(
      'training.loss is crossEntropy, which needs classes; this data has numbers to predict: use meanSquaredError or auto.',
    );
  }
  if (task === 'regression') return 1;
  return id === 'meanSquaredError' ? 2 : 0;
}

/**
 * The training loss of someone who never looks at the features and always says the same: how often each class comes
 * (its entropy, in nats, or under squared error the mean variance of the one-hot targets), or the targets' mean (their
 * variance). Where all targets are the same, the loss of guessing among the classes, or 1.
 */
export function guessLoss({ task, outputs, train }: Dataset, id: LossId): number {
  if (task === 'regression') return varianceOf(train.y, outputs) || 1;
  const counts = new Float64Array(Math.max(2, outputs));
  for (const label of train.y) counts[label]++;
  const shares = [...counts].map((count) => count / train.count);
  const loss = (all: readonly number[]) =>
    id === 'meanSquaredError' ? mean(all.map((p) => p * (1 - p))) : entropy(all);
  return loss(shares) || loss(shares.map(() => 1 / shares.length));
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
    for (let i = column; i < values.length; i += columns) sum += values[i];
    for (let i = column; i < values.length; i += columns) squares += (values[i] - sum / rows) ** 2;
    return squares / rows;
  });
  return mean(variances);
}
