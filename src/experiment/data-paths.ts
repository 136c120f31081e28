import type * as v from 'valibot';
import type { DataSpec } from './schema';
import { fileSources } from './sources';

/** Whether a parameter is the path of a file, as its own description says. */
function isPath(param: v.GenericSchema & { wrapped?: v.GenericSchema; pipe?: readonly object[] }): boolean {
  if (param.wrapped) return isPath(param.wrapped);
  return (param.pipe ?? []).some((item) => (item as { metadata?: { ui?: string } }).metadata?.ui === 'file');
}

/** The keys of `data` that are paths of a person's own files, by their names. */
export const DATA_PATHS: readonly string[] = [
  ...new Set(
    fileSources.flatMap(({ params }) =>
      Object.entries(params).flatMap(([key, param]) => (isPath(param) ? [key] : [])),
    ),
  ),
].sort();

/** A person's own files, as an experiment names them. */
export function dataPaths(data: DataSpec): string[] {
  const named = data as unknown as Readonly<Record<string, unknown>>;
  return DATA_PATHS.map((key) => named[key]).filter((path) => typeof path === 'string');
}
