import { isAbsolute, relative, resolve } from 'node:path';
import { DATA_PATHS, dataPaths } from '../experiment/data-paths';
import type { Experiment } from '../experiment/schema';

/** Rewrites data paths for an experiment that moves to another folder; files below it get relative paths. */
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

/** Paths of all data files, resolved against the folder; without one, relative paths stay relative. */
export function dataFiles(experiment: Experiment, folder: string | null): string[] {
  return dataPaths(movePaths(experiment, folder, null).data);
}
