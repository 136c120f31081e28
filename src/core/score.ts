import type { Dataset, Samples } from './dataset';

/** Variance of regression targets, averaged over the outputs. */
export function totalVariance(samples: Samples, { task, outputs }: Dataset): number {
  if (task === 'classification' || samples.count === 0) return Number.NaN;
  let sum = 0;
  for (let j = 0; j < outputs; j++) {
    let mean = 0;
    // Rounding errors in the mean of equal targets would appear as variance.
    if (isConstant(samples, outputs, j)) continue;
    for (let i = 0; i < samples.count; i++) mean += samples.y[i * outputs + j]! / samples.count;
    for (let i = 0; i < samples.count; i++) {
      // Not `** 2`: only a product is the same in every engine.
      const distance = samples.y[i * outputs + j]! - mean;
      sum += distance * distance;
    }
  }
  return sum / (samples.count * outputs);
}

/** Mean squared difference of answers and targets. */
export function meanSquare(answers: ArrayLike<number>, y: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) {
    const distance = answers[i]! - y[i]!;
    sum += distance * distance;
  }
  return sum / y.length;
}

function isConstant({ count, y }: Samples, outputs: number, output: number): boolean {
  for (let i = 1; i < count; i++) if (y[i * outputs + output] !== y[output]) return false;
  return true;
}

/** R² = 1 − mean squared error / variance, over all outputs. NaN without variance. */
export function fitOf(loss: number, variance: number): number {
  return variance > 0 ? 1 - loss / variance : Number.NaN;
}
