import { elu } from './elu';
import { gelu } from './gelu';
import { leakyRelu } from './leaky-relu';
import { linear } from './linear';
import { relu } from './relu';
import { selu } from './selu';
import { sigmoid } from './sigmoid';
import { silu } from './silu';
import { softplus } from './softplus';
import { tanh } from './tanh';

/** All activations, in display order; the first is the default. */
export const activations = [relu, leakyRelu, elu, silu, gelu, selu, softplus, tanh, sigmoid, linear] as const;

export type ActivationId = (typeof activations)[number]['id'];
