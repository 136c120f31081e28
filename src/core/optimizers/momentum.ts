import { OPTIMIZER } from '../kernels/layout';
import type { OptimizerEntry } from './optimizer';
import { momentumParams, momentumUpdate } from './shared-params';

export const momentum = {
  id: 'momentum',
  title: 'Momentum',
  description: 'SGD whose updates keep a part of the last one (Polyak 1964).',
  params: momentumParams,
  update: momentumUpdate(OPTIMIZER.momentum),
  decoupledDecay: false,
} as const satisfies OptimizerEntry;
