import { ACTIVATION } from '../kernels/layout';
import { real } from '../params';
import type { Activation } from './activation';

export const leakyRelu = {
  id: 'leakyRelu',
  title: 'Leaky ReLU',
  description: 'z, and left of 0 a small share of it (Maas et al. 2013).',
  params: {
    negativeSlope: real({
      title: 'Slope below 0',
      description: 'What a negative sum is multiplied by. PyTorch takes 0.01, Keras 0.3.',
      default: 0.01,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
  code: ACTIVATION.leakyRelu,
  slope: (params: { readonly negativeSlope: number }) => params.negativeSlope,
} as const satisfies Activation;
