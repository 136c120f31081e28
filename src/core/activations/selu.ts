import { ACTIVATION } from '../kernels/layout';
import type { Activation } from './activation';

export const selu = {
  id: 'selu',
  title: 'SELU',
  description: 'Self-normalizing; meant for LeCun initial weights and alpha dropout (Klambauer et al. 2017).',
  params: {},
  code: ACTIVATION.selu,
} as const satisfies Activation;
