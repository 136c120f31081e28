import type { DropoutRule } from './rule';

export const alpha = {
  id: 'alpha',
  title: 'Alpha',
  description:
    'Sets dropped neurons to −1.758 and keeps mean and variance: for SELU (Klambauer et al. 2017).',
  code: 3,
  trainScale: (p: number) => 1 / Math.sqrt((1 - p) * (1 + p * 1.7580993408473766 ** 2)),
  evaluationScale: () => 1,
} as const satisfies DropoutRule;
