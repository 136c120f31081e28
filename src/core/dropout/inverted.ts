import type { DropoutRule } from './rule';

export const inverted = {
  id: 'inverted',
  title: 'Inverted',
  description:
    'Kept neurons are scaled by 1 / (1 − p) in training; evaluation changes nothing. What PyTorch and Keras do.',
  code: 0,
  trainScale: (p: number) => 1 / (1 - p),
  evaluationScale: () => 1,
} as const satisfies DropoutRule;
