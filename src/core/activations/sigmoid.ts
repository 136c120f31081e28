import type { Activation } from './activation';

export const sigmoid = {
  id: 'sigmoid',
  title: 'Sigmoid',
  description: '1 / (1 + e^−x), between 0 and 1.',
  code: 3,
} as const satisfies Activation;
