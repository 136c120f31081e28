import { OPTIMIZER } from '../kernels/layout';
import type { OptimizerEntry } from './optimizer';
import { adamParams, adamUpdate } from './shared-params';

export const adamw = {
  id: 'adamw',
  title: 'AdamW',
  description: 'Adam with decoupled weight decay (Loshchilov and Hutter 2019).',
  params: adamParams,
  update: adamUpdate(OPTIMIZER.adamw),
  decoupledDecay: true,
} as const satisfies OptimizerEntry;
