import type { Experiment } from '../schema';
import { changed, type Sweep, type SweepPoint } from './sweep';

const PLACES = [
  { label: 'none', input: false, hidden: false, output: false },
  { label: 'input', input: true, hidden: false, output: false },
  { label: 'hidden', input: false, hidden: true, output: false },
  { label: 'output', input: false, hidden: false, output: true },
  { label: 'input + hidden', input: true, hidden: true, output: false },
  { label: 'hidden + output', input: false, hidden: true, output: true },
  { label: 'all', input: true, hidden: true, output: true },
];

/** Every combination of sites that people use, by test loss. */
export const placement: Sweep = {
  id: 'placement',
  title: 'Placement',
  axis: 'categories',
  points: (experiment: Experiment) =>
    PLACES.map(
      ({ label, ...sites }): SweepPoint => ({
        label,
        variant: 'dropout',
        series: 'dropout',
        experiment: changed(experiment, { dropout: { ...experiment.dropout, placement: sites } }),
      }),
    ),
};
