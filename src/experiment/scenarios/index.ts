import { asWritten } from './as-written';
import { book } from './book';
import { catapult } from './catapult';
import { dominantFeature } from './dominant-feature';
import { edgeOfStability } from './edge-of-stability';
import { learningRateTooLarge } from './learning-rate-too-large';
import { notNeeded } from './not-needed';
import { overfitting } from './overfitting';
import { ratioTooHigh } from './ratio-too-high';
import type { Scenario } from './scenario';

export type { Scenario } from './scenario';

/** Every scenario, in the order in which a person is offered them; the first is the panel's default. */
export const scenarios: readonly Scenario[] = [
  overfitting,
  notNeeded,
  ratioTooHigh,
  learningRateTooLarge,
  edgeOfStability,
  catapult,
  dominantFeature,
  asWritten,
  book,
];
