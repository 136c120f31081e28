import { ACTIVATION } from '../kernels/layout';
import type { Activation } from './activation';

export const tanh = {
  id: 'tanh',
  title: 'Tanh',
  description: 'Odd and bounded by ±1.',
  params: {},
  code: ACTIVATION.tanh,
} as const satisfies Activation;
