import { adagrad } from './adagrad';
import { adam } from './adam';
import { adamax } from './adamax';
import { adamw } from './adamw';
import { lion } from './lion';
import { momentum } from './momentum';
import { nadam } from './nadam';
import { nesterov } from './nesterov';
import { rmsprop } from './rmsprop';
import { sgd } from './sgd';

/** All optimizers; the first is the default. */
export const optimizers = [
  adam,
  sgd,
  momentum,
  nesterov,
  rmsprop,
  adamw,
  nadam,
  adamax,
  adagrad,
  lion,
] as const;

export type OptimizerId = (typeof optimizers)[number]['id'];

/** Whether weight decay is no part of the gradient, as with AdamW and Lion. */
export const decaysApart = (id: string | undefined): boolean =>
  optimizers.some((entry) => entry.id === id && entry.decoupledDecay);
