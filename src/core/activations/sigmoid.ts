import { ACTIVATION } from '../kernels/layout';
import type { Activation } from './activation';

export const sigmoid = {
  id: 'sigmoid',
  title: 'Sigmoid',
  description: '1 / (1 + e^−x), between 0 and 1.',
  params: {},
  code: ACTIVATION.sigmoid,
} as const satisfies Activation;
