import { overfitting } from './scenarios/overfitting';
import type { Experiment } from './schema';

/** What the panel opens with: a small, noisy data set that a network overfits without dropout. */
export function defaultExperiment(): Experiment {
  return structuredClone(overfitting.experiment);
}
