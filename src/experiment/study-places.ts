import { parseLocated } from './located-json';
import type { Problem } from './problem';
import type { Experiment } from './schema';
import { studyProblems } from './study-rules';

/** As deep as an experiment may be. */
const MAX_DEPTH = 32;

/** What of a file's study cannot be done, each with its line; a run of the experiment needs none of it. */
export function locatedStudyProblems(experiment: Experiment, text: string): Problem[] {
  const problems = studyProblems(experiment);
  if (problems.length === 0) return [];
  const located = parseLocated(text, MAX_DEPTH);
  return problems.map((one) => (located.ok ? { ...one, ...located.placeOf(one.path) } : one));
}
