import type { Activation } from './activation';

export const linear = {
  id: 'linear',
  title: 'Linear',
  description: 'The identity: a net of these is one linear map.',
  code: 0,
} as const satisfies Activation;
