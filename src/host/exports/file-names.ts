/** How the name of an experiment file ends: by it VS Code knows the file. */
export const EXPERIMENT_SUFFIX = '.dropout.json';

/** A name that a person typed, or a dialog completed, as that of an experiment file: `mine` and `mine.json` alike. */
export function experimentFileName(name: string): string {
  const lower = name.toLowerCase();
  if (lower.endsWith(EXPERIMENT_SUFFIX)) return name;
  const stem = name.replace(/(?:\.dropout)?(?:\.json)?\.?$/i, '');
  return `${stem || 'experiment'}${EXPERIMENT_SUFFIX}`;
}
