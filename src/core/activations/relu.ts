import type { Activation } from './activation';

export const relu = {
  id: 'relu',
  title: 'ReLU',
  description: 'max(0, x).',
  code: 1,
} as const satisfies Activation;
