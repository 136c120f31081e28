import type { DropoutRule } from './rule';

export const gaussian = {
  id: 'gaussian',
  title: 'Gaussian',
  description:
    'Multiplies by noise N(1, p / (1 − p)), the mean and variance of the inverted mask; nobody is dropped.',
  mask: (p: number) => ({ kind: 'gaussian', deviation: Math.sqrt(p / (1 - p)) }),
  trainScale: () => 1,
  evaluationScale: () => 1,
} as const satisfies DropoutRule;
