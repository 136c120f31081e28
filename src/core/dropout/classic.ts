import type { DropoutRule } from './rule';

export const classic = {
  id: 'classic',
  title: 'Classic',
  description:
    'A bare mask in training; every neuron times the kept fraction 1 − p in evaluation (Srivastava et al. 2014).',
  mask: () => ({ kind: 'binary', scale: 1 }),
  trainScale: () => 1,
  evaluationScale: (p: number) => 1 - p,
} as const satisfies DropoutRule;
