import { dropoutRules } from '../../core/dropout/index';
import type { Experiment } from '../schema';
import { changed, type Sweep, type SweepPoint } from './sweep';

/** All dropout rules side by side: the slip shows in the loss, and in the accuracy only because the nets have biases. */
export const rule: Sweep = {
  id: 'rule',
  title: 'Dropout rule',
  axis: 'categories',
  points: (experiment: Experiment) =>
    dropoutRules.map(
      ({ id }): SweepPoint => ({
        label: id,
        variant: 'dropout',
        series: 'dropout',
        experiment: changed(experiment, { dropout: { ...experiment.dropout, rule: id } }),
      }),
    ),
};
