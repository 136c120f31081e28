import { type FormField, formSections } from './form';
import type { Experiment } from './schema';
import type { Path } from './schema-node';

/**
 * The files that an edit to another source of data cannot do without: until a person has named them there is no valid
 * experiment of that kind. None for any other edit.
 */
export function filesNeeded(experiment: Experiment, path: Path, value: unknown): FormField[] {
  if (path.length !== 2 || path[0] !== 'data' || path[1] !== 'source') return [];
  const draft = { ...experiment, data: { source: value } } as Experiment;
  const data = formSections(draft).find(({ id }) => id === 'data');
  return (data?.fields ?? []).filter(({ kind, optional }) => kind === 'file' && !optional);
}
