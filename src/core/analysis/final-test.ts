import type { Dataset } from '../dataset';
import { errorOf, type LossChoice } from '../losses';
import type { Trainer } from '../trainer-types';

/** Predictions of a trained network for its test rows. */
export interface FinalTest {
  /** Loss per sampled row: cross-entropy in nats, or the error averaged over outputs. */
  readonly losses: Float32Array;
  /**
   * Confusion matrix for at most {@link MOST_CLASSES} classes, row-major: rows are true classes, columns predictions.
   */
  readonly confusion?: Uint32Array;
}

/** With more rows than this, evenly spaced ones are sampled; that is enough to estimate the standard error. */
const MOST_ROWS = 10_000;
const MOST_CLASSES = 50;
/** Lower bound for probabilities, which caps the loss of a row. */
const LEAST = 1e-38;

/** Evaluates the test rows one by one; undefined if there are none. */
export function finalTest(
  trainer: Pick<Trainer, 'predict'>,
  data: Dataset,
  choice: LossChoice,
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
  const error = errorOf(choice, data.task);
  const confusion = classes && outputs <= MOST_CLASSES ? new Uint32Array(outputs * outputs) : undefined;
  rows.forEach((row, i) => {
    const answer = said.subarray(i * outputs, (i + 1) * outputs);
    const label = test.y[row];
    losses[i] = error
      ? meanError(answer, error, (j) => (classes ? Number(j === label) : test.y[row * outputs + j]!))
      : -Math.log(Math.max(answer[label!]!, LEAST));
    if (confusion) confusion[label! * outputs + largest(answer)]!++;
  });
  return { losses, ...(confusion && { confusion }) };
}

function meanError(
  answer: Float32Array,
  error: (distance: number) => number,
  wanted: (output: number) => number,
): number {
  return answer.reduce((sum, value, j) => sum + error(Math.abs(value - wanted(j))), 0) / answer.length;
}

/** Index of the first maximum. */
function largest(values: Float32Array): number {
  let best = 0;
  for (let j = 1; j < values.length; j++) if (values[j]! > values[best]!) best = j;
  return best;
}

/** Scores of a confusion matrix, including two that imbalanced classes do not inflate. */
export interface ClassScores {
  /** Share of rows that are correct. */
  readonly accuracy: number;
  /** Mean recall over the classes that have rows. */
  readonly balancedAccuracy: number;
  /** Mean F1 over the classes that have rows or are predicted. */
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

/** Mean of the defined shares; those with whole = 0 are skipped. */
function meanShare(shares: readonly (readonly [part: number, whole: number])[]): number {
  const defined = shares.filter(([, whole]) => whole > 0);
  return defined.reduce((sum, [part, whole]) => sum + part / whole, 0) / defined.length;
}
