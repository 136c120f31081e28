import type { Variant } from '../../core/trainer-types';
import { parseExperiment } from '../parse';
import type { Experiment } from '../schema';

/** One setting of a sweep. */
export interface SweepPoint {
  /** Short, for an axis or a row: `0.5`, `input + hidden`. */
  readonly label: string;
  /** Its place on a number axis, where the sweep has one. */
  readonly x?: number;
  /** `baseline`: trained without dropout whatever the placement says. */
  readonly variant: Variant;
  readonly experiment: Experiment;
  /** Points of one line of the chart share a series: `dropout`, `baseline`, … */
  readonly series: string;
}

/** The same experiment over and over with one thing changed: what that thing does, with its spread over seeds. */
export interface Sweep {
  /** Sent by views; never renamed. */
  readonly id: string;
  /** English; what the changed thing is called on the axis. */
  readonly title: string;
  /** `logarithmic` and `linear` have an x; `categories` have labels alone. */
  readonly axis: 'linear' | 'logarithmic' | 'categories';
  points(experiment: Experiment): SweepPoint[];
}

/**
 * An experiment with some of its parts replaced, and evaluated at its end alone unless it may stop early: a sweep shows
 * last values. Throws when the result is not valid, a mistake of the sweep.
 */
export function changed(experiment: Experiment, parts: Readonly<Record<string, unknown>>): Experiment {
  const next = { ...experiment, changes: [], ...parts };
  const { training } = next;
  const evaluateEvery = training.earlyStopping > 0 ? training.evaluateEvery : training.epochs;
  const result = parseExperiment({ ...next, training: { ...training, evaluateEvery } });
  if (!result.ok)
    throw new Error(`A sweep made an experiment that is not valid: ${result.problems[0]?.message}`);
  return result.experiment;
}
