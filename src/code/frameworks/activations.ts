import type { ActivationId } from '../../core/activations/index';
import type { Framework } from '../finding';
import type { LayerSpelling } from './types';

/** What the frameworks call the activations. `softmax` and its like are outputs, not hidden activations. */
export interface ActivationNames {
  /** The id that findings carry; where the playground has the activation, its id. */
  readonly id: string;
  /** Classes of `torch.nn`. */
  readonly torch: readonly string[];
  /** Functions: `torch.nn.functional`, `jax.nn`, `flax.linen`, `tf.nn`. */
  readonly functions: readonly string[];
  /** Classes of `keras.layers`. */
  readonly keras: readonly string[];
  /** Strings of Keras, scikit-learn and tfjs. */
  readonly strings: readonly string[];
}

type Names = Omit<ActivationNames, 'id'>;

/** Names in each place, separated by spaces. */
function names(torch: string, functions: string, keras: string, strings: string): Names {
  const list = (text: string) => text.split(' ').filter((name) => name !== '');
  return { torch: list(torch), functions: list(functions), keras: list(keras), strings: list(strings) };
}

const own: Readonly<Record<ActivationId, Names>> = {
  relu: names('ReLU', 'relu', 'ReLU', 'relu'),
  tanh: names('Tanh', 'tanh', '', 'tanh'),
  sigmoid: names('Sigmoid', 'sigmoid', '', 'sigmoid logistic'),
  leakyRelu: names('LeakyReLU', 'leaky_relu', 'LeakyReLU', 'leaky_relu leakyrelu'),
  elu: names('ELU', 'elu', 'ELU', 'elu'),
  gelu: names('GELU', 'gelu', '', 'gelu'),
  silu: names('SiLU', 'silu swish', '', 'silu swish'),
  selu: names('SELU', 'selu', '', 'selu'),
  softplus: names('Softplus', 'softplus', '', 'softplus'),
  linear: names('', '', '', 'linear identity'),
};

/** Activations that the playground does not have. */
const foreign: Readonly<Record<string, Names>> = {
  relu6: names('ReLU6', 'relu6', '', 'relu6'),
  prelu: names('PReLU', 'prelu', 'PReLU', 'prelu'),
  mish: names('Mish', 'mish', '', 'mish'),
  'hard-swish': names('Hardswish', 'hardswish', '', 'hard_silu hard_swish'),
  softmax: names('Softmax LogSoftmax', 'softmax log_softmax', 'Softmax', 'softmax log_softmax'),
};

export const activationIds: readonly ActivationNames[] = Object.entries({ ...own, ...foreign }).map(
  ([id, entry]) => ({ id, ...entry }),
);

/** The activations of a framework, each under the names that it has there. */
export function activationLayers(
  framework: Framework,
  namesOf: (activation: ActivationNames) => string[],
): LayerSpelling[] {
  return activationIds.map((activation) => ({
    names: namesOf(activation),
    kind: 'activation',
    framework,
    activation: activation.id,
  }));
}

/** The id of an activation that is named by a string. */
export function activationOfString(text: string): string | undefined {
  const name = text.toLowerCase();
  return activationIds.find(({ strings }) => strings.includes(name))?.id;
}

/** What leaky ReLU takes as its slope, and ELU as its α, where nothing is written. */
export function usualSlope(id: string | null, framework: Framework, isLayer: boolean): number | undefined {
  if (id === 'elu') return 1;
  if (id === 'prelu') return 0.25;
  if (id !== 'leakyRelu') return undefined;
  if (framework === 'tfjs') return 0.3;
  if (framework === 'keras') return isLayer ? 0.3 : 0.2;
  return framework === 'tensorflow' || framework === 'dezero' ? 0.2 : 0.01;
}

/** An activation that is given in a way that cannot be followed. */
export const UNKNOWN_ACTIVATION = '?';
