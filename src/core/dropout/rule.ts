/** What a mask is made of, and what evaluation does instead. `p` is the drop ratio. */
export interface DropoutRule {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The kernels' number for it. */
  readonly code: number;
  /** What a kept neuron's activation is multiplied by in training. */
  trainScale(p: number): number;
  /** What every neuron's activation is multiplied by in evaluation. */
  evaluationScale(p: number): number;
}
