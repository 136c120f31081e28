import { OPTIMIZER } from '../kernels/layout';
import type { OptimizerEntry } from './optimizer';
import { momentumParams, momentumUpdate } from './shared-params';

export const nesterov = {
  id: 'nesterov',
  title: 'Nesterov',
  description: 'Momentum that looks ahead before it measures the gradient (Sutskever et al. 2013).',
  params: momentumParams,
  update: momentumUpdate(OPTIMIZER.nesterov),
  decoupledDecay: false,
} as const satisfies OptimizerEntry;
