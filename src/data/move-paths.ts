import { isAbsolute, relative, resolve } from 'node:path';
import { DATA_PATHS, dataPaths } from '../experiment/data-paths';
import type { Experiment } from '../experiment/schema';

/** The same data seen from another folder: what lies under it is written relative to it. */
export function movePaths(experiment: Experiment, from: string | null, to: string | null): Experiment {
  if (from === null || from === to) return experiment;
  const data: Record<string, unknown> = { ...experiment.data };
  for (const key of DATA_PATHS) {
    const path = data[key];
    if (typeof path !== 'string' || isAbsolute(path)) continue;
    const absolute = resolve(from, path);
    const moved = to === null ? absolute : relative(to, absolute);
    data[key] = moved.startsWith('..') ? absolute : moved.replaceAll('\\', '/');
  }
  return { ...experiment, data: data as unknown as Experiment['data'] };
}

/** The paths of the files that the data comes from; relative ones stay so where there is no folder. */
export function dataFiles(experiment: Experiment, folder: string | null): string[] {
  return dataPaths(movePaths(experiment, folder, null).data);
}
