/** An activation function for hidden layers. */
export interface Activation {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Its code in the kernels. */
  readonly code: number;
}
