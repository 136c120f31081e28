import { adam } from './adam';
import { adamw } from './adamw';
import { momentum } from './momentum';
import { nesterov } from './nesterov';
import { rmsprop } from './rmsprop';
import { sgd } from './sgd';

/** All optimizers; the first is the default. */
export const optimizers = [adam, sgd, momentum, nesterov, rmsprop, adamw] as const;

export type OptimizerId = (typeof optimizers)[number]['id'];

/** Whether weight decay is no part of the gradient, as with AdamW. */
export const decaysApart = (id: OptimizerId): boolean =>
  optimizers.some((entry) => entry.id === id && entry.decoupledDecay);
