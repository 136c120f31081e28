import type { Task } from '../dataset';

/** Mean loss and error rate (NaN for regression). */
export interface Score {
  readonly loss: number;
  readonly error: number;
}

/** Softmax over rows of logits: count × outputs in and out; numerically safe for any finite logits. */
export function softmax(logits: Float32Array, outputs: number): Float64Array {
  const out = new Float64Array(logits.length);
  for (let row = 0; row < logits.length; row += outputs) {
    let top = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < outputs; j++) top = Math.max(top, logits[row + j]!);
    let sum = 0;
    for (let j = 0; j < outputs; j++) {
      out[row + j] = Math.exp(logits[row + j]! - top);
      sum += out[row + j]!;
    }
    for (let j = 0; j < outputs; j++) out[row + j]! /= sum;
  }
  return out;
}

/** The prediction: class probabilities, or the outputs themselves for regression. */
export function predictionOf(task: Task, logits: Float32Array, outputs: number): Float64Array {
  return task === 'classification' ? softmax(logits, outputs) : Float64Array.from(logits);
}

/**
 * Scores predictions (count × outputs) against targets (class indices, or count × outputs): mean cross-entropy in nats
 * and error rate, or mean squared error.
 */
export function score(task: Task, prediction: ArrayLike<number>, y: Float32Array, outputs: number): Score {
  return task === 'classification' ? scoreClasses(prediction, y, outputs) : scoreNumbers(prediction, y);
}

function scoreClasses(prediction: ArrayLike<number>, y: Float32Array, outputs: number): Score {
  let loss = 0;
  let wrong = 0;
  for (let i = 0; i < y.length; i++) {
    const row = i * outputs;
    loss -= Math.log(Math.max(prediction[row + y[i]!]!, 1e-300));
    let best = 0;
    for (let j = 1; j < outputs; j++) if (prediction[row + j]! > prediction[row + best]!) best = j;
    if (best !== y[i]) wrong++;
  }
  return { loss: loss / y.length, error: wrong / y.length };
}

function scoreNumbers(prediction: ArrayLike<number>, y: Float32Array): Score {
  let loss = 0;
  for (let i = 0; i < y.length; i++) loss += (prediction[i]! - y[i]!) ** 2;
  return { loss: loss / y.length, error: Number.NaN };
}
