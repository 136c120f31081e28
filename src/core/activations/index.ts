import { gelu } from './gelu';
import { linear } from './linear';
import { relu } from './relu';
import { selu } from './selu';
import { sigmoid } from './sigmoid';
import { tanh } from './tanh';

/** All activations, in display order. */
export const activations = [relu, tanh, sigmoid, gelu, selu, linear] as const;

export type ActivationId = (typeof activations)[number]['id'];
