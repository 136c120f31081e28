/** The part that a curve plays in a training. */
export type Role =
  | 'trainLoss'
  | 'validationLoss'
  | 'testLoss'
  | 'trainScore'
  | 'validationScore'
  | 'testScore'
  | 'learningRate';

/** One logged value. */
export interface Metric {
  /** As the log names it, e.g. `val_loss` or `train loss`. */
  readonly name: string;
  /** Guessed from the name; null where it says nothing. */
  readonly role: Role | null;
  /** Place on the x axis: what the log calls a step; where it counts epochs alone, epochs, with fractions within one. */
  readonly step: number;
  /** In epochs, with fractions within one; null where the log does not say. */
  readonly epoch: number | null;
  /** May be NaN or infinite. */
  readonly value: number;
}
