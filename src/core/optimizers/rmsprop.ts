import { type Entry, real } from '../params';
import type { Update } from './optimizer';

export const rmsprop = {
  id: 'rmsprop',
  title: 'RMSProp',
  description: 'Divides by the root of a running mean of squared gradients (Tieleman and Hinton 2012).',
  params: {
    rho: real({
      title: 'ρ',
      description: 'Decay of the mean squared gradient.',
      default: 0.99,
      min: 0,
      below: 1,
      advanced: true,
    }),
    epsilon: real({
      title: 'ε',
      description: 'Added to the denominator.',
      default: 1e-8,
      above: 0,
      max: 1,
      scale: 'log',
      advanced: true,
    }),
  },
  update: ({ rho, epsilon }: { rho: number; epsilon: number }): Update => ({
    code: 3,
    beta1: 0,
    beta2: rho,
    epsilon,
    first: false,
    second: true,
  }),
} as const satisfies Entry & { update: unknown };
