import type { Activation } from './activation';

export const selu = {
  id: 'selu',
  title: 'SELU',
  description: 'Self-normalizing; meant for LeCun initial weights and alpha dropout (Klambauer et al. 2017).',
  code: 5,
} as const satisfies Activation;
