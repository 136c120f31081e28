import type { Entry } from '../params';

/** Parameters of an optimizer for the kernels. */
export interface Update {
  /** Its code in the kernels. */
  readonly code: number;
  /** β₁ or momentum; β₂ or ρ; ε. 0 if unused. */
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Which running means it keeps per weight: of gradients, of squared gradients. */
  readonly first: boolean;
  readonly second: boolean;
  /** By what the approach of its momentum to β₁ shrinks at each step; 1 if unused. */
  readonly momentumDecay?: number;
}

/** An optimizer; `update` takes its parameters. */
export interface OptimizerEntry extends Entry {
  readonly update: (params: never) => Update;
  /** Weight decay shrinks the weights beside the update; otherwise it is a part of the gradient. */
  readonly decoupledDecay: boolean;
}
