import { type Entry, real } from '../params';

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
} as const satisfies Entry;
