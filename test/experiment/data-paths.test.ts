import assert from 'node:assert/strict';
import { movePaths } from '../../src/data/move-paths';
import { DATA_PATHS, dataPaths } from '../../src/experiment/data-paths';
import { experimentJsonSchema } from '../../src/experiment/json-schema';
import { parseExperiment } from '../../src/experiment/parse';

describe('the files of an experiment', () => {
  it('are all that its format calls files', () => {
    const keys = new Set<string>();
    const walk = (node: unknown, key: string) => {
      if (typeof node !== 'object' || node === null) return;
      if ((node as { ui?: unknown }).ui === 'file') keys.add(key);
      for (const [name, child] of Object.entries(node)) walk(child, name);
    };
    walk(experimentJsonSchema(), '');
    assert.deepEqual([...keys].sort(), [...DATA_PATHS].sort());
  });

  it('move with it, those of the test set too', () => {
    const data = { source: 'npy', file: 'x.npy', labels: 'y.npy', testFile: 'u.npy', testLabels: '/z/v.npy' };
    const parsed = parseExperiment({ version: 1, data });
    assert.ok(parsed.ok);
    const moved = movePaths(parsed.experiment, '/a/b', '/a');
    assert.deepEqual(dataPaths(moved.data), ['b/x.npy', 'b/y.npy', 'b/u.npy', '/z/v.npy']);
  });
});
