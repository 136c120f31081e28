import { parseExperiment } from '../parse';
import type { Experiment } from '../schema';

/** An experiment worth seeing, with what there is to see in it. */
export interface Scenario {
  /** Persisted and sent by views; never renamed. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly experiment: Experiment;
}

/** Fills the defaults in. Throws on an experiment that is not valid: a mistake in this folder. */
export function scenario(
  entry: Omit<Scenario, 'experiment'> & { readonly experiment: Readonly<Record<string, unknown>> },
): Scenario {
  const result = parseExperiment({ version: 1, ...entry.experiment });
  if (!result.ok) throw new Error(`Scenario ${entry.id}: ${result.problems[0]?.message}`);
  return { ...entry, experiment: result.experiment };
}
