import type { Dataset, Samples } from './dataset';

/** Mean over samples and outputs of the squared distance of regression targets from their output's mean. */
export function totalVariance(samples: Samples, { task, outputs }: Dataset): number {
  if (task === 'classification' || samples.count === 0) return Number.NaN;
  let sum = 0;
  for (let j = 0; j < outputs; j++) {
    let mean = 0;
    for (let i = 0; i < samples.count; i++) mean += samples.y[i * outputs + j] / samples.count;
    for (let i = 0; i < samples.count; i++) {
      // Not `** 2`: only a product is the same in every engine.
      const distance = samples.y[i * outputs + j] - mean;
      sum += distance * distance;
    }
  }
  return sum / (samples.count * outputs);
}

/** R² = 1 − mean squared error / variance, all outputs together. Without variance: 1 for no error, else 0. */
export function fitOf(loss: number, variance: number): number {
  if (variance > 0) return 1 - loss / variance;
  return loss === 0 ? 1 : 0;
}
