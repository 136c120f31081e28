import type { Dataset } from '../dataset';
import type { Trainer } from '../trainer-types';

/** What a network says of its test rows once it is trained. */
export interface FinalTest {
  /** The loss of each row that was looked at: nats, or squared errors (a mean over the outputs). */
  readonly losses: Float32Array;
  /** Classification with at most {@link MOST_CLASSES}: rows by true class (row) and predicted class (column). */
  readonly confusion?: Uint32Array;
}

/** Rows beyond so many are sampled at even distances: what a mean over them is worth is known well enough by then. */
const MOST_ROWS = 10_000;
const MOST_CLASSES = 50;
/** A probability of 0 costs this much and no more. */
const LEAST = 1e-38;

/** Evaluates the test rows one by one; undefined where there are none. */
export function finalTest(
  trainer: Pick<Trainer, 'predict'>,
  data: Dataset,
  squared: boolean,
): FinalTest | undefined {
  const { test, features, outputs } = data;
  if (test.count === 0) return undefined;
  const every = Math.ceil(test.count / MOST_ROWS);
  const rows = Array.from({ length: Math.ceil(test.count / every) }, (_, i) => i * every);
  const x = new Float32Array(rows.length * features);
  rows.forEach((row, i) => {
    x.set(test.x.subarray(row * features, (row + 1) * features), i * features);
  });
  const said = trainer.predict(x, rows.length);
  const losses = new Float32Array(rows.length);
  const classes = data.task === 'classification';
  const confusion = classes && outputs <= MOST_CLASSES ? new Uint32Array(outputs * outputs) : undefined;
  rows.forEach((row, i) => {
    const answer = said.subarray(i * outputs, (i + 1) * outputs);
    const label = test.y[row];
    losses[i] =
      classes && !squared
        ? -Math.log(Math.max(answer[label!]!, LEAST))
        : squaredError(answer, (j) => (classes ? Number(j === label) : test.y[row * outputs + j]!));
    if (confusion) confusion[label! * outputs + largest(answer)]!++;
  });
  return { losses, ...(confusion && { confusion }) };
}

function squaredError(answer: Float32Array, wanted: (output: number) => number): number {
  return answer.reduce((sum, value, j) => sum + (value - wanted(j)) ** 2, 0) / answer.length;
}

/** The first of the largest. */
function largest(values: Float32Array): number {
  let best = 0;
  for (let j = 1; j < values.length; j++) if (values[j]! > values[best]!) best = j;
  return best;
}

/** Scores of a confusion matrix that uneven classes do not flatter. */
export interface ClassScores {
  /** The share of the rows that is right. */
  readonly accuracy: number;
  /** Mean of the share of its rows that is right (recall), over the classes that have rows. */
  readonly balancedAccuracy: number;
  /** Mean of the harmonic mean of precision and recall, over the classes that have rows or are answered. */
  readonly f1: number;
}

/** Accuracy, balanced accuracy and macro-averaged F1, as scikit-learn defines them. */
export function classScores(confusion: ArrayLike<number>, classes: number): ClassScores {
  const at = (truth: number, answer: number) => confusion[truth * classes + answer]!;
  const labels = Array.from({ length: classes }, (_, i) => i);
  const counts = labels.map((label) => ({
    right: at(label, label),
    rows: labels.reduce((sum, other) => sum + at(label, other), 0),
    answers: labels.reduce((sum, other) => sum + at(other, label), 0),
  }));
  const total = (key: 'right' | 'rows') => counts.reduce((sum, count) => sum + count[key], 0);
  return {
    accuracy: total('right') / total('rows'),
    balancedAccuracy: meanShare(counts.map(({ right, rows }) => [right, rows])),
    f1: meanShare(counts.map(({ right, rows, answers }) => [2 * right, rows + answers])),
  };
}

/** The mean of the shares that are defined. */
function meanShare(shares: readonly (readonly [part: number, whole: number])[]): number {
  const defined = shares.filter(([, whole]) => whole > 0);
  return defined.reduce((sum, [part, whole]) => sum + part / whole, 0) / defined.length;
}
