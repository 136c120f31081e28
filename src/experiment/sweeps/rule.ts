import { dropoutRules } from '../../core/dropout/index';
import type { Placement, Site } from '../../core/spec';
import type { Experiment } from '../schema';
import { changed, type Sweep, type SweepPoint } from './sweep';

/** At 0.5 the fractions kept and dropped are the same, and the slip does not show. */
const RATIO = 0.2;

/** The same sites, all with the sweep's ratio; the hidden layers where dropout stands nowhere. */
function shared({ input, hidden, output }: Placement): Placement {
  const on = (site: Site) => site !== false;
  const sites = {
    input: on(input),
    hidden: Array.isArray(hidden) ? hidden.map(on) : on(hidden as Site),
    output: on(output),
  };
  const none = [sites.input, sites.hidden, sites.output].flat().every((site) => !site);
  return none ? { input: false, hidden: true, output: false } : sites;
}

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
        experiment: changed(experiment, {
          dropout: {
            ...experiment.dropout,
            rule: id,
            ratio: RATIO,
            placement: shared(experiment.dropout.placement),
          },
        }),
      }),
    ),
};
