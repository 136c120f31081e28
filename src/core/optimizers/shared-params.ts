import { real } from '../params';
import type { Update } from './optimizer';

const decay = (title: string, description: string, value: number) =>
  real({ title, description, default: value, min: 0, below: 1, advanced: true });

/** Parameter for the decay of the mean squared gradient, titled with the optimizer's own symbol. */
export const squareDecay = (title: string, value: number) =>
  decay(title, 'Decay of the mean squared gradient.', value);

/** Parameter for the decay of the mean gradient. */
export const meanDecay = (title: string, value: number) => decay(title, 'Decay of the mean gradient.', value);

/** Parameter for what is added to the denominator. */
export const epsilonOf = (value: number) =>
  real({
    title: 'ε',
    description: 'Added to the denominator.',
    default: value,
    above: 0,
    max: 1,
    scale: 'log',
    advanced: true,
  });

export const epsilon = epsilonOf(1e-8);

/** Parameters of Adam, AdamW, Adamax and NAdam. */
export const adamParams = {
  beta1: meanDecay('β₁', 0.9),
  beta2: squareDecay('β₂', 0.999),
  epsilon,
};

export const adamUpdate =
  (code: number) =>
  ({ beta1, beta2, epsilon: added }: { beta1: number; beta2: number; epsilon: number }): Update => ({
    code,
    beta1,
    beta2,
    epsilon: added,
    first: true,
    second: true,
  });

/** Parameters of momentum and Nesterov. */
export const momentumParams = {
  momentum: real({
    title: 'Momentum',
    description: 'The share of the last update that carries over.',
    default: 0.9,
    min: 0,
    below: 1,
    step: 0.01,
  }),
};

export const momentumUpdate =
  (code: number) =>
  ({ momentum: beta1 }: { momentum: number }): Update => ({
    code,
    beta1,
    beta2: 0,
    epsilon: 0,
    first: true,
    second: false,
  });
