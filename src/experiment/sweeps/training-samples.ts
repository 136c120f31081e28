import type { Experiment } from '../schema';
import { changed, type Sweep, type SweepPoint } from './sweep';

const COUNTS = [25, 50, 100, 200, 400, 800, 1600, 3200];
/** Steps are kept about the same: with more data an epoch has more of them. */
const SAMPLES_SEEN = 30_000;

/** Dropout and baseline against the size of the training set (fig. 10): with much data there is nothing to cure. */
export const trainingSamples: Sweep = {
  id: 'trainingSamples',
  title: 'Training samples',
  axis: 'logarithmic',
  points: (experiment: Experiment) =>
    COUNTS.flatMap((count) =>
      (['dropout', 'baseline'] as const).map((variant): SweepPoint => {
        const epochs = Math.max(5, Math.round(SAMPLES_SEEN / count));
        return {
          label: String(count),
          x: count,
          variant,
          series: variant,
          experiment: changed(experiment, {
            data: { ...experiment.data, train: count },
            training: { ...experiment.training, epochs },
          }),
        };
      }),
    ),
};
