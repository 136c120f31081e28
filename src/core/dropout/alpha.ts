import type { DropoutRule } from './rule';

/** Output of a dropped neuron: −λα of SELU, its limit at −∞. */
const ALPHA = -1.7580993408473766;

const scaleOf = (p: number) => 1 / Math.sqrt((1 - p) * (1 + p * ALPHA * ALPHA));

/** a · (x·m + α′·(1 − m)) + b, with a and b chosen to keep mean 0 and variance 1. */
export const alpha = {
  id: 'alpha',
  title: 'Alpha',
  description:
    'Sets dropped neurons to −1.758 and keeps mean and variance: for SELU (Klambauer et al. 2017).',
  mask: (p: number) => {
    const scale = scaleOf(p);
    const shift = -scale * p * ALPHA;
    return { kind: 'alpha', scale, shift, dropped: scale * ALPHA + shift };
  },
  trainScale: scaleOf,
  evaluationScale: () => 1,
} as const satisfies DropoutRule;
