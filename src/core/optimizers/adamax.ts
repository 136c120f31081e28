import { OPTIMIZER } from '../kernels/layout';
import type { OptimizerEntry } from './optimizer';
import { adamParams, adamUpdate } from './shared-params';

export const adamax = {
  id: 'adamax',
  title: 'Adamax',
  description:
    'Adam scaled by the largest recent gradient instead of the mean square (Kingma and Ba 2015, § 7.1).',
  params: adamParams,
  update: adamUpdate(OPTIMIZER.adamax),
  decoupledDecay: false,
} as const satisfies OptimizerEntry;
