import { ACTIVATION } from '../kernels/layout';
import { real } from '../params';
import type { Activation } from './activation';

export const elu = {
  id: 'elu',
  title: 'ELU',
  description: 'z, and left of 0 α(e^z − 1), which ends at −α (Clevert et al. 2016).',
  params: {
    alpha: real({
      title: 'α',
      description: 'Minus this is the value far left of 0.',
      default: 1,
      above: 0,
      max: 10,
      step: 0.1,
      advanced: true,
    }),
  },
  code: ACTIVATION.elu,
  slope: (params: { readonly alpha: number }) => params.alpha,
} as const satisfies Activation;
