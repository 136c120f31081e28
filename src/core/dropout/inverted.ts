import type { DropoutRule } from './rule';

const keepScale = (p: number) => 1 / (1 - p);

export const inverted = {
  id: 'inverted',
  title: 'Inverted',
  description:
    'Kept neurons are scaled by 1 / (1 − p) in training; evaluation changes nothing (Srivastava et al. 2014, § 10). What PyTorch and Keras do.',
  mask: (p: number) => ({ kind: 'binary', scale: keepScale(p) }),
  trainScale: keepScale,
  evaluationScale: () => 1,
} as const satisfies DropoutRule;
