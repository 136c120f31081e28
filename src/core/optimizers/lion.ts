import { OPTIMIZER } from '../kernels/layout';
import type { OptimizerEntry, Update } from './optimizer';
import { meanDecay } from './shared-params';

export const lion = {
  id: 'lion',
  title: 'Lion',
  description:
    'Every weight moves by the learning rate, along the sign of a mean gradient (Chen et al. 2023).',
  params: { beta1: meanDecay('β₁', 0.9), beta2: meanDecay('β₂', 0.99) },
  update: ({ beta1, beta2 }: { beta1: number; beta2: number }): Update => ({
    code: OPTIMIZER.lion,
    beta1,
    beta2,
    epsilon: 0,
    first: true,
    second: false,
  }),
  decoupledDecay: true,
} as const satisfies OptimizerEntry;
