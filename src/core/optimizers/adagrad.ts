import { OPTIMIZER } from '../kernels/layout';
import type { OptimizerEntry, Update } from './optimizer';
import { epsilonOf } from './shared-params';

export const adagrad = {
  id: 'adagrad',
  title: 'Adagrad',
  description: 'Divides by the root of the sum of all squared gradients so far (Duchi et al. 2011).',
  params: { epsilon: epsilonOf(1e-10) },
  update: ({ epsilon }: { epsilon: number }): Update => ({
    code: OPTIMIZER.adagrad,
    beta1: 0,
    beta2: 0,
    epsilon,
    first: false,
    second: true,
  }),
  decoupledDecay: false,
} as const satisfies OptimizerEntry;
