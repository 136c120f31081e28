import { ACTIVATION } from '../kernels/layout';
import type { Activation } from './activation';

export const linear = {
  id: 'linear',
  title: 'Linear',
  description: 'The identity: a net of these is one linear map.',
  params: {},
  code: ACTIVATION.linear,
} as const satisfies Activation;
