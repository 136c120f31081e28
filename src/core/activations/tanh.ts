import type { Activation } from './activation';

export const tanh = {
  id: 'tanh',
  title: 'Tanh',
  description: 'Odd and bounded by ±1.',
  code: 2,
} as const satisfies Activation;
