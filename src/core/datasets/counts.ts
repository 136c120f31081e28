import { integer, real } from '../params';

/** Sample-count parameters of every generator; `max` is the upper bound of each. */
export function sampleCounts(defaults: { train: number; validation: number; test: number }, max = 100_000) {
  return {
    train: integer({
      title: 'Training samples',
      default: defaults.train,
      min: 1,
      max,
      scale: 'log',
      slider: [10, 2000],
    }),
    validation: real({
      title: 'Validation samples',
      description:
        'Early stopping and the best epoch go by them; below 1: this fraction of the training samples, drawn beside them; 0: none.',
      default: defaults.validation,
      min: 0,
      max,
      scale: 'log',
      slider: [10, 2000],
    }),
    test: integer({
      title: 'Test samples',
      default: defaults.test,
      min: 1,
      max,
      scale: 'log',
      slider: [10, 5000],
    }),
  };
}
