import { type Entry, real } from '../params';

export const nesterov = {
  id: 'nesterov',
  title: 'Nesterov',
  description: 'Momentum that looks ahead before it measures the gradient.',
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
} as const satisfies Entry;
