import { createHash } from 'node:crypto';
import { movePaths } from '../../data/move-paths';
import type { Experiment } from '../../experiment/schema';
import { isRecord } from '../../experiment/schema-node';

/** The same for experiments that train the same: the name counts for nothing, the place of a data file does. */
export function fingerprintOf(experiment: Experiment, folder: string | null): string {
  const { name: _name, $schema: _schema, study: _study, ...trained } = movePaths(experiment, folder, null);
  return createHash('sha1').update(canonical(trained)).digest('base64url');
}

/** JSON with its keys in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isRecord(inner) && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
