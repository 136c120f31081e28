/** A function applied to every neuron of a hidden layer. */
export interface Activation {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The kernels' number for it. */
  readonly code: number;
}
