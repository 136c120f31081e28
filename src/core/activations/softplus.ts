import { ACTIVATION } from '../kernels/layout';
import type { Activation } from './activation';

export const softplus = {
  id: 'softplus',
  title: 'Softplus',
  description: 'ln(1 + e^x): a smooth ReLU, above 0 everywhere (Dugas et al. 2001).',
  params: {},
  code: ACTIVATION.softplus,
} as const satisfies Activation;
