import { ACTIVATION } from '../kernels/layout';
import type { Activation } from './activation';

export const gelu = {
  id: 'gelu',
  title: 'GELU',
  description: 'x·Φ(x), by its tanh form (Hendrycks and Gimpel 2016).',
  params: {},
  code: ACTIVATION.gelu,
} as const satisfies Activation;
