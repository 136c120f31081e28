import { OPTIMIZER } from '../kernels/layout';
import type { OptimizerEntry, Update } from './optimizer';
import { epsilon, squareDecay } from './shared-params';

export const rmsprop = {
  id: 'rmsprop',
  title: 'RMSProp',
  description: 'Divides by the root of a running mean of squared gradients (Tieleman and Hinton 2012).',
  params: {
    rho: squareDecay('ρ', 0.99),
    epsilon,
  },
  update: ({ rho, epsilon: added }: { rho: number; epsilon: number }): Update => ({
    code: OPTIMIZER.rmsprop,
    beta1: 0,
    beta2: rho,
    epsilon: added,
    first: false,
    second: true,
  }),
  decoupledDecay: false,
} as const satisfies OptimizerEntry;
