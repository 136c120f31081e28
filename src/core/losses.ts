import { classCounts, type Dataset, type Task } from './dataset';
import { LOSS } from './kernels/layout';

/** The kernels' number of a loss. */
export type LossCode = (typeof LOSS)[keyof typeof LOSS];

/** A training loss. */
export interface Loss {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The kernels' number for each kind of task that it is for. */
  readonly code: Partial<Readonly<Record<Task, LossCode>>>;
  /** The loss of one output this far (≥ 0) from its target; cross-entropies have none. `delta` is Huber's. */
  readonly error?: (distance: number, delta: number) => number;
  /** The slope of `error`. Default: twice the distance. */
  readonly slope?: (distance: number, delta: number) => number;
}

const squared = (distance: number): number => distance * distance;

export const losses = [
  {
    id: 'auto',
    title: 'Automatic',
    description: 'Cross-entropy for classes, mean squared error for numbers.',
    code: { classification: LOSS.softmaxCrossEntropy, regression: LOSS.squaredError },
  },
  {
    id: 'crossEntropy',
    title: 'Softmax cross-entropy',
    description: 'Mean negative log probability of the right class, in nats.',
    code: { classification: LOSS.softmaxCrossEntropy },
  },
  {
    id: 'binaryCrossEntropy',
    title: 'Binary cross-entropy',
    description: 'Of two classes by a single logit, whose sign is the answer; in nats.',
    code: { classification: LOSS.binaryCrossEntropy },
  },
  {
    id: 'meanSquaredError',
    title: 'Mean squared error',
    description: 'Mean over samples and outputs of the squared difference; classes become one-hot targets.',
    code: { classification: LOSS.squaredErrorOfClasses, regression: LOSS.squaredError },
    error: squared,
  },
  {
    id: 'meanAbsoluteError',
    title: 'Mean absolute error',
    description:
      'Mean over samples and outputs of the distance: L1, which outliers pull at no more than others.',
    code: { regression: LOSS.absoluteError },
    error: (distance: number) => distance,
    slope: () => 1,
  },
  {
    id: 'huber',
    title: 'Huber',
    description: 'Half the square up to δ and a straight line beyond: outliers pull at it by δ at most.',
    code: { regression: LOSS.huber },
    error: (distance: number, delta: number) => {
      const near = Math.min(distance, delta);
      return near * (distance - near / 2);
    },
    slope: Math.min,
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

export type LossId = (typeof losses)[number]['id'];

/** The loss of a training. */
export interface LossChoice {
  readonly loss: LossId;
  readonly huberDelta: number;
}

const entryOf = (id: LossId): Loss => losses.find((entry) => entry.id === id)!;

/**
 * The kernels' number of a loss.
 * @throws RangeError where the loss is not for this kind of task, or not for so many classes.
 */
export function lossOf(id: LossId, { task, outputs }: Pick<Dataset, 'task' | 'outputs'>): LossCode {
  const code = entryOf(id).code[task];
  if (code === undefined)
    throw new RangeError(
      task === 'regression'
        ? `training.loss is ${id}, which needs classes; this data has numbers to predict: use meanSquaredError or auto.`
        : `training.loss is ${id}, which needs numbers to predict; this data has classes: use crossEntropy or auto.`,
    );
  if (code === LOSS.binaryCrossEntropy && outputs !== 2)
    throw new RangeError(
      `training.loss is ${id}, which needs 2 classes; this data has ${outputs}: use crossEntropy or auto.`,
    );
  return code;
}

/** Whether the targets of a loss are numbers, and not classes. */
export const isOfNumbers = (code: LossCode): boolean =>
  code === LOSS.squaredError || code === LOSS.absoluteError || code === LOSS.huber;

/** Whether R² follows from the loss, or there is none. */
export const givesSquares = (code: LossCode): boolean => !isOfNumbers(code) || code === LOSS.squaredError;

/** The loss of one output that is this far from its target; undefined for cross-entropies. */
export function errorOf(
  { loss, huberDelta }: LossChoice,
  task: Task,
): ((distance: number) => number) | undefined {
  const { error } = entryOf(loss);
  if (error) return (distance) => error(distance, huberDelta);
  return task === 'regression' ? squared : undefined;
}

/**
 * Training loss of the best constant prediction, the chance loss. Classes: the entropy of the class shares in nats, or
 * under squared error the mean variance of the one-hot targets. Regression: the variance of the targets, or the mean
 * error of the constant with the least. If all targets are equal, the loss of a uniform guess, or 1.
 */
export function guessLoss({ task, outputs, train }: Dataset, choice: LossChoice): number {
  if (task === 'regression')
    return (
      (entryOf(choice.loss).slope
        ? meanError(train.y, bestConstants(train.y, outputs, choice), errorOf(choice, task)!)
        : varianceOf(train.y, outputs)) || 1
    );
  const counts = classCounts(train, Math.max(2, outputs));
  const shares = [...counts].map((count) => count / train.count);
  const loss = (all: readonly number[]) =>
    choice.loss === 'meanSquaredError' ? mean(all.map((p) => p * (1 - p))) : entropy(all);
  return loss(shares) || loss(shares.map(() => 1 / shares.length));
}

/**
 * Test loss of the constant prediction fitted to the training samples. A class without training samples counts as half
 * a sample; with probability 0 the loss would be infinite.
 */
export function guessTestLoss({ task, outputs, train, test }: Dataset, choice: LossChoice): number {
  if (test.count === 0) return Number.NaN;
  if (task === 'regression')
    return meanError(test.y, bestConstants(train.y, outputs, choice), errorOf(choice, task)!);
  const floored = Float64Array.from(classCounts(train, outputs), (count) => Math.max(count, 0.5));
  const total = floored.reduce((sum, count) => sum + count, 0);
  const p = floored.map((count) => count / total);
  const squares = p.reduce((sum, share) => sum + share * share, 0);
  // For one-hot targets: Σ (pⱼ − [j is the label])² = Σ pⱼ² − 2 p + 1, where p is that of the label.
  const cost = (share: number) =>
    choice.loss === 'meanSquaredError' ? (squares - 2 * share + 1) / outputs : -Math.log(share);
  return test.y.reduce((sum, label) => sum + cost(p[label]!), 0) / test.count;
}

/** The constant of each column with the least loss: where the slopes of all errors cancel. */
function bestConstants(
  values: Float32Array,
  columns: number,
  { loss, huberDelta }: LossChoice,
): Float64Array {
  const { slope } = entryOf(loss);
  const means = columnMeans(values, columns);
  if (!slope) return means;
  return means.map((start, column) => {
    let [low, high] = [start, start];
    for (let i = column; i < values.length; i += columns) {
      low = Math.min(low, values[i]!);
      high = Math.max(high, values[i]!);
    }
    for (let halving = 0; halving < 50; halving++) {
      const middle = (low + high) / 2;
      let pull = 0;
      for (let i = column; i < values.length; i += columns) {
        const difference = values[i]! - middle;
        pull += Math.sign(difference) * slope(Math.abs(difference), huberDelta);
      }
      if (pull > 0) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  });
}

function columnMeans(values: Float32Array, columns: number): Float64Array {
  const means = new Float64Array(columns);
  const rows = values.length / columns;
  for (let i = 0; i < values.length; i++) means[i % columns]! += values[i]! / rows;
  return means;
}

/** Mean error of all values against the constant of their column. */
function meanError(
  values: Float32Array,
  constants: Float64Array,
  error: (distance: number) => number,
): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++)
    sum += error(Math.abs(values[i]! - constants[i % constants.length]!));
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
