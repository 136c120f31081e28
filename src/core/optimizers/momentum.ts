import { type Entry, real } from '../params';
import type { Update } from './optimizer';

export const momentum = {
  id: 'momentum',
  title: 'Momentum',
  description: 'SGD whose updates keep a part of the last one (Polyak).',
  params: {
    momentum: real({
      title: 'Momentum',
      description: 'The share of the last update that goes on.',
      default: 0.9,
      min: 0,
      below: 1,
      step: 0.01,
    }),
  },
  update: ({ momentum: beta1 }: { momentum: number }): Update => ({
    code: 1,
    beta1,
    beta2: 0,
    epsilon: 0,
    first: true,
    second: false,
  }),
} as const satisfies Entry & { update: unknown };
