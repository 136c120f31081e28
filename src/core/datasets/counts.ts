import { integer } from '../params';

/** The two sample counts that every generator has; `max` is the most of each. */
export function sampleCounts(defaults: { train: number; test: number }, max = 100_000) {
  return {
    train: integer({
      title: 'Training samples',
      default: defaults.train,
      min: 1,
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
