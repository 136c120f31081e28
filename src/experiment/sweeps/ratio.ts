import type { Experiment } from '../schema';
import { changed, type Sweep } from './sweep';

const RATIOS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** Test loss against drop ratio (Srivastava et al. 2014, fig. 9, with the width held). */
export const ratio: Sweep = {
  id: 'ratio',
  title: 'Drop ratio',
  axis: 'linear',
  points: (experiment: Experiment) =>
    RATIOS.map((value) => ({
      label: String(value),
      x: value,
      variant: 'dropout',
      series: 'dropout',
      experiment: changed(experiment, { dropout: { ...experiment.dropout, ratio: value } }),
    })),
};
