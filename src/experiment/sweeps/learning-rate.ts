import type { Experiment } from '../schema';
import { changed, type Sweep, type SweepPoint } from './sweep';

const RATES = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3];

/** Too small, right, diverging; with dropout a larger rate still works (Srivastava et al. 2014, appendix A.2). */
export const learningRate: Sweep = {
  id: 'learningRate',
  title: 'Learning rate',
  axis: 'logarithmic',
  points: (experiment: Experiment) =>
    RATES.flatMap((value) =>
      (['dropout', 'baseline'] as const).map(
        (variant): SweepPoint => ({
          label: String(value),
          x: value,
          variant,
          series: variant,
          experiment: changed(experiment, { training: { ...experiment.training, learningRate: value } }),
        }),
      ),
    ),
};
