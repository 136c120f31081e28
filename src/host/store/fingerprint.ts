import { createHash } from 'node:crypto';
import { movePaths } from '../../data/move-paths';
import type { Experiment } from '../../experiment/schema';
import { isRecord } from '../../experiment/schema-node';

/** The same for experiments that train the same: the name counts for nothing, the place of a data file does. */
export function fingerprintOf(experiment: Experiment, folder: string | null): string {
  const { name: _name, $schema: _schema, study: _study, ...trained } = movePaths(experiment, folder, null);
  return createHash('sha1').update(canonical(trained)).digest('base64url');
}

/**
 * The same for experiments that differ in nothing but the learning rate and their seeds; undefined for one that was
 * changed in mid-run, whose rate is not one number.
 */
export function fingerprintButRate(experiment: Experiment, folder: string | null): string | undefined {
  if (experiment.changes.length > 0) return undefined;
  const training = { ...experiment.training, learningRate: 0 };
  return fingerprintOf({ ...experiment, training, seed: 0, seeds: 1 }, folder);
}

/** JSON with its keys in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isRecord(inner) && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
