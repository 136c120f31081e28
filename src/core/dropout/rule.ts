/** How a mask acts on an activation x, for one drop ratio. */
export type Mask =
  /** Kept: x · scale; dropped: 0. */
  | { readonly kind: 'binary'; readonly scale: number }
  /** x · N(1, deviation²). */
  | { readonly kind: 'gaussian'; readonly deviation: number }
  /** Kept: x · scale + shift; dropped: `dropped`. */
  | { readonly kind: 'alpha'; readonly scale: number; readonly shift: number; readonly dropped: number };

/** A dropout rule: its training mask and its scaling in evaluation. `p` is the drop ratio, 0 < p < 1. */
export interface DropoutRule {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The mask in training. With p = 0, every rule is the identity. */
  mask(p: number): Mask;
  /** Factor on the activations of kept neurons in training. */
  trainScale(p: number): number;
  /** Factor on all activations in evaluation. */
  evaluationScale(p: number): number;
}
