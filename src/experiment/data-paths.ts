import type { DataSpec } from './schema';

/** The keys of `data` that are paths of a person's own files. */
export const DATA_PATHS = ['file', 'images', 'labels', 'testFile', 'testImages', 'testLabels'] as const;

/** A person's own files, as an experiment names them. */
export function dataPaths(data: DataSpec): string[] {
  const named: Partial<Record<(typeof DATA_PATHS)[number], unknown>> = data as never;
  return DATA_PATHS.map((key) => named[key]).filter((path) => typeof path === 'string');
}
