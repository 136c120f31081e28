import { keptAt } from '../../src/core/realization';

/** What the first sample of a step sees of the input. */
export interface Subset {
  readonly step: number;
  /** 1 seen, 0 hidden; the first features of many. */
  readonly kept: Uint8Array;
  /** Of all features. */
  readonly seen: number;
}

/** Features that are drawn at the most, and steps. */
export const DRAWN_FEATURES = 24;
export const DRAWN_STEPS = 8;

/**
 * The masks of the input as the trainer draws them, for the steps up to `step` (the first ones, before there were as
 * many).
 * @param ratio drop ratio of the input.
 */
export function subsetsUpTo(seed: number, step: number, features: number, ratio: number): Subset[] {
  const first = Math.max(1, step - DRAWN_STEPS + 1);
  return Array.from({ length: DRAWN_STEPS }, (_, i) => {
    const kept = keptAt(seed, first + i, 0, features, ratio);
    const seen = kept.reduce((sum, bit) => sum + bit, 0);
    return { step: first + i, kept: kept.slice(0, DRAWN_FEATURES), seen };
  });
}

/** What zeroing logits costs a network that is `sure` of the true class, all other logits being equal. In nats. */
export interface LogitCost {
  readonly classes: number;
  /** No dropout. */
  readonly sure: number;
  /** The true class's logit is kept, and scaled by 1 / (1 − p) as inverted dropout does. */
  readonly kept: number;
  /** It is dropped: all logits are equal then, and the loss is that of a guess, ln classes. */
  readonly dropped: number;
  /** (1 − p) · kept + p · dropped: the training loss that cannot be got rid of. */
  readonly mean: number;
}

/** @param ratio drop ratio of the logits. @param sure probability of the true class without dropout. */
export function logitCost(classes: number, ratio: number, sure: number): LogitCost {
  // The other logits are 0: dropped or kept, they stay so.
  const logit = Math.log((sure * (classes - 1)) / (1 - sure));
  const kept = Math.log1p((classes - 1) * Math.exp(-logit / (1 - ratio)));
  const dropped = Math.log(classes);
  return { classes, sure: -Math.log(sure), kept, dropped, mean: (1 - ratio) * kept + ratio * dropped };
}
