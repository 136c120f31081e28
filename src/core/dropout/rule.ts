/** How a mask of one drop ratio works on an activation x. */
export type Mask =
  /** Kept: x · scale; dropped: 0. */
  | { readonly kind: 'binary'; readonly scale: number }
  /** x · N(1, deviation²). */
  | { readonly kind: 'gaussian'; readonly deviation: number }
  /** Kept: x · scale + shift; dropped: `dropped`. */
  | { readonly kind: 'alpha'; readonly scale: number; readonly shift: number; readonly dropped: number };

/** What a mask is made of, and what evaluation does instead. `p` is the drop ratio, 0 < p < 1. */
export interface DropoutRule {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** What training does. With p = 0 it does nothing, under every rule. */
  mask(p: number): Mask;
  /** What a kept neuron's activation is multiplied by in training. */
  trainScale(p: number): number;
  /** What every neuron's activation is multiplied by in evaluation. */
  evaluationScale(p: number): number;
}
