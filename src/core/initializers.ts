/** A weight initializer: normal with mean 0 and this variance. Biases start at 0. */
export interface Initializer {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Variance of the weights of a layer with this many inputs and outputs. */
  variance(inputs: number, outputs: number): number;
}

export const initializers = [
  {
    id: 'he',
    title: 'He',
    description: 'Variance 2 / inputs: for ReLU (He et al. 2015).',
    variance: (inputs: number) => 2 / inputs,
  },
  {
    id: 'xavier',
    title: 'Xavier',
    description: 'Variance 2 / (inputs + outputs): for tanh and sigmoid (Glorot and Bengio 2010).',
    variance: (inputs: number, outputs: number) => 2 / (inputs + outputs),
  },
  {
    id: 'lecun',
    title: 'LeCun',
    description: 'Variance 1 / inputs: for SELU (LeCun et al. 1998).',
    variance: (inputs: number) => 1 / inputs,
  },
] as const satisfies readonly Initializer[];

export type InitializerId = (typeof initializers)[number]['id'];
