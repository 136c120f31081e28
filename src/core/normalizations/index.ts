import { NORMALIZATION, PLACE } from '../kernels/layout';
import { choice, type Entry, real, unused } from '../params';

/** Where a normalization can stand, in the order of a layer. */
export const places = [
  {
    id: 'beforeActivation',
    title: 'Before the activation',
    description: 'Between the weighted sums and the activation (Ioffe and Szegedy 2015).',
    code: PLACE.beforeActivation,
  },
  {
    id: 'afterActivation',
    title: 'After the activation, before dropout',
    description: 'Between the activation and dropout.',
    code: PLACE.afterActivation,
  },
  {
    id: 'afterDropout',
    title: 'After dropout',
    description:
      'Behind dropout: what it normalizes varies more in training than in evaluation (Li et al. 2018).',
    code: PLACE.afterDropout,
  },
] as const;

export type NormalizationPlace = (typeof places)[number]['id'];

const place = choice(places, 'beforeActivation', {
  title: 'Place of normalization',
  description: 'Where the normalization stands in each hidden layer.',
});

const momentum = real({
  title: 'Momentum of normalization',
  description:
    'The share of each batch in the running mean and variance, as PyTorch counts it (Keras: 1 minus this).',
  default: 0.1,
  above: 0,
  max: 1,
  step: 0.01,
  slider: [0.01, 1],
  advanced: true,
});

const epsilon = real({
  title: 'ε of normalization',
  description: 'Added to the variance before the root.',
  default: 1e-5,
  above: 0,
  max: 1,
  scale: 'log',
  slider: [1e-8, 0.1],
  advanced: true,
});

/** What normalizes the values of the hidden layers. */
interface Normalization extends Entry {
  /** Its code in the kernels. */
  readonly code: number;
}

/** All normalizations, in display order; the first is the default. */
export const normalizations = [
  {
    id: 'none',
    title: 'None',
    description: 'Hidden layers put out what they compute.',
    code: NORMALIZATION.none,
    params: { place: unused(place), momentum: unused(momentum), epsilon: unused(epsilon) },
  },
  {
    id: 'batch',
    title: 'Batch normalization',
    description:
      'Brings each neuron to mean 0 and variance 1 over the batch, then scales and shifts it; evaluation uses running statistics (Ioffe and Szegedy 2015).',
    code: NORMALIZATION.batch,
    params: { place, momentum, epsilon },
  },
  {
    id: 'layer',
    title: 'Layer normalization',
    description:
      'Brings each sample to mean 0 and variance 1 over the neurons of the layer, then scales and shifts each neuron (Ba et al. 2016).',
    code: NORMALIZATION.layer,
    params: { place, momentum: unused(momentum), epsilon },
  },
] as const satisfies readonly Normalization[];

/** Batch normalization as it is where nothing else is said. */
export const usualBatch = {
  kind: 'batch',
  place: 'beforeActivation',
  momentum: 0.1,
  epsilon: 1e-5,
} as const;

/** The kernels' code of a place. */
export const placeCode = (id: NormalizationPlace): number => places.find((entry) => entry.id === id)!.code;

/** How hidden layers are normalized. */
export interface NormSetting {
  /** Of the kernels' `Normalization` and `Place`. */
  readonly kind: number;
  readonly place: number;
  readonly momentum: number;
  readonly epsilon: number;
}
