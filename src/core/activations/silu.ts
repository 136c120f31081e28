import { ACTIVATION } from '../kernels/layout';
import type { Activation } from './activation';

export const silu = {
  id: 'silu',
  title: 'SiLU',
  description: 'x·σ(x), also called swish (Elfwing et al. 2018).',
  params: {},
  code: ACTIVATION.silu,
} as const satisfies Activation;
