import type { DropoutRule } from './rule';

export const gaussian = {
  id: 'gaussian',
  title: 'Gaussian',
  description:
    'Multiplies by noise N(1, p / (1 − p)), the moments of the inverted mask; no neuron is dropped (Srivastava et al. 2014, § 10).',
  mask: (p: number) => ({ kind: 'gaussian', deviation: Math.sqrt(p / (1 - p)) }),
  trainScale: () => 1,
  evaluationScale: () => 1,
} as const satisfies DropoutRule;
