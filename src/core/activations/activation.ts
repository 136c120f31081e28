import type { Entry } from '../params';

/** An activation function for hidden layers. */
export interface Activation extends Entry {
  /** Its code in the kernels. */
  readonly code: number;
  /** What the kernels take as its slope, where it has one. */
  readonly slope?: (params: never) => number;
}
