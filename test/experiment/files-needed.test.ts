import assert from 'node:assert/strict';
import { defaultExperiment } from '../../src/experiment/defaults';
import { filesNeeded } from '../../src/experiment/files-needed';

describe('files that a source of data needs', () => {
  const needed = (source: unknown): string[] =>
    filesNeeded(defaultExperiment(), ['data', 'source'], source).map(({ path }) => path.join('.'));

  it('are those of its reader', () => {
    assert.deepEqual(needed('csv'), ['data.file']);
    assert.deepEqual(needed('idx'), ['data.images', 'data.labels']);
  });

  it('are none for generated data, and for what is no source', () => {
    for (const source of ['circles', 'digits', 'nonsense', undefined, null, 3])
      assert.deepEqual(needed(source), []);
  });

  it('are none for another edit', () => {
    assert.deepEqual(filesNeeded(defaultExperiment(), ['data', 'train'], 'csv'), []);
    assert.deepEqual(filesNeeded(defaultExperiment(), ['training', 'optimizer'], 'csv'), []);
  });
});
