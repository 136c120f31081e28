import type { DropoutRule } from './rule';

export const asWritten = {
  id: 'as-written',
  title: 'As written (a slip)',
  description:
    'A demonstration: evaluation multiplies by the fraction dropped, p, where the kept fraction, 1 − p, belongs.',
  mask: () => ({ kind: 'binary', scale: 1 }),
  trainScale: () => 1,
  evaluationScale: (p: number) => p,
} as const satisfies DropoutRule;
