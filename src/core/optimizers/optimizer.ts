import type { Entry } from '../params';

/** What the kernels need to know of an optimizer with its parameters. */
export interface Update {
  /** The kernels' number for it. */
  readonly code: number;
  /** β₁ or momentum; β₂ or ρ; ε. 0 where it has none. */
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Which running means it keeps for every weight: of gradients, of their squares. */
  readonly first: boolean;
  readonly second: boolean;
}

/** An optimizer; `update` takes its parameters. */
export interface OptimizerEntry extends Entry {
  readonly update: (params: never) => Update;
  /** Weight decay shrinks the weights beside the update; otherwise it is a part of the gradient. */
  readonly decoupledDecay: boolean;
}
