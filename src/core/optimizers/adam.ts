import { OPTIMIZER } from '../kernels/layout';
import type { OptimizerEntry } from './optimizer';
import { adamParams, adamUpdate } from './shared-params';

export const adam = {
  id: 'adam',
  title: 'Adam',
  description: 'Steps of adapted size for every weight (Kingma and Ba 2015).',
  params: adamParams,
  update: adamUpdate(OPTIMIZER.adam),
  decoupledDecay: false,
} as const satisfies OptimizerEntry;
