import { OPTIMIZER } from '../kernels/layout';
import type { OptimizerEntry, Update } from './optimizer';

export const sgd = {
  id: 'sgd',
  title: 'SGD',
  description: 'The plain update: weights minus learning rate times gradient.',
  params: {},
  update: (): Update => ({
    code: OPTIMIZER.sgd,
    beta1: 0,
    beta2: 0,
    epsilon: 0,
    first: false,
    second: false,
  }),
  decoupledDecay: false,
} as const satisfies OptimizerEntry;
