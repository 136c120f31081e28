import { ACTIVATION } from '../kernels/layout';
import type { Activation } from './activation';

export const relu = {
  id: 'relu',
  title: 'ReLU',
  description: 'max(0, x).',
  params: {},
  code: ACTIVATION.relu,
} as const satisfies Activation;
