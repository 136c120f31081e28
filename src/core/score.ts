import type { Dataset, Samples } from './dataset';

/** Mean over samples and outputs of the squared distance of regression targets from their output's mean. */
export function totalVariance(samples: Samples, { task, outputs }: Dataset): number {
  if (task === 'classification' || samples.count === 0) return Number.NaN;
  let sum = 0;
  for (let j = 0; j < outputs; j++) {
    let mean = 0;
    // The mean of equal targets is off by a rounding, which would pass for variance.
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

function isConstant({ count, y }: Samples, outputs: number, output: number): boolean {
  for (let i = 1; i < count; i++) if (y[i * outputs + output] !== y[output]) return false;
  return true;
}

/** R² = 1 − mean squared error / variance, all outputs together. NaN without variance: there is nothing to explain. */
export function fitOf(loss: number, variance: number): number {
  return variance > 0 ? 1 - loss / variance : Number.NaN;
}
