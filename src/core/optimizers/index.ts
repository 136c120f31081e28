import { adam } from './adam';
import { adamw } from './adamw';
import { momentum } from './momentum';
import { nesterov } from './nesterov';
import { rmsprop } from './rmsprop';
import { sgd } from './sgd';

/** All optimizers; the first is the default. */
export const optimizers = [adam, sgd, momentum, nesterov, rmsprop, adamw] as const;
