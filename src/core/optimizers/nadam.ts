import { exp, ln } from '../elementary';
import { OPTIMIZER } from '../kernels/layout';
import { real } from '../params';
import type { OptimizerEntry, Update } from './optimizer';
import { adamParams, adamUpdate } from './shared-params';

interface Params {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly momentumDecay: number;
}

export const nadam = {
  id: 'nadam',
  title: 'NAdam',
  description: 'Adam with the look ahead of Nesterov’s momentum (Dozat 2016).',
  params: {
    ...adamParams,
    momentumDecay: real({
      title: 'Momentum decay',
      description: 'ψ: after t steps the momentum is β₁(1 − ½ · 0.96^(ψt)). PyTorch takes 0.004, Keras 1.',
      default: 0.004,
      min: 0,
      max: 1,
      advanced: true,
    }),
  },
  update: ({ momentumDecay, ...params }: Params): Update => ({
    ...adamUpdate(OPTIMIZER.nadam)(params),
    momentumDecay: exp(momentumDecay * ln(0.96)),
  }),
  decoupledDecay: false,
} as const satisfies OptimizerEntry;
