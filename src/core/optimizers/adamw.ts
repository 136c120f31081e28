import { type Entry, real } from '../params';
import type { Update } from './optimizer';

export const adamw = {
  id: 'adamw',
  title: 'AdamW',
  description: 'Adam with decoupled weight decay (Loshchilov and Hutter 2019).',
  params: {
    beta1: real({
      title: 'β₁',
      description: 'Decay of the mean gradient.',
      default: 0.9,
      min: 0,
      below: 1,
      advanced: true,
    }),
    beta2: real({
      title: 'β₂',
      description: 'Decay of the mean squared gradient.',
      default: 0.999,
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
  update: ({ beta1, beta2, epsilon }: { beta1: number; beta2: number; epsilon: number }): Update => ({
    code: 5,
    beta1,
    beta2,
    epsilon,
    first: true,
    second: true,
  }),
} as const satisfies Entry & { update: unknown };
