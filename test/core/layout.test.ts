import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { activations } from '../../src/core/activations/index';
import { ACTIVATION, LAYER, NET, OPTIMIZER, SETTINGS } from '../../src/core/kernels/layout';
import { optimizers } from '../../src/core/optimizers/index';

describe('the layout of the kernels’ structures', () => {
  it('is what the build writes from their sources', async () => {
    const { layout } = await import(pathToFileURL(resolve('kernels-layout.mjs')).href);
    assert.equal(readFileSync('src/core/kernels/layout.ts', 'utf8'), layout(), 'npm run build writes it');
  });

  it('aligns each field to its size', () => {
    for (const { bytes, fields } of [LAYER, NET, SETTINGS])
      for (const { offset, kind } of Object.values(fields)) {
        assert.equal(offset % (kind === 'f64' ? 8 : 4), 0);
        assert.ok(offset < bytes);
      }
  });

  it('has a number for every activation and every optimizer that is offered', () => {
    assert.deepEqual(activations.map(({ id }) => id).sort(), Object.keys(ACTIVATION).sort());
    assert.deepEqual(optimizers.map(({ id }) => id).sort(), Object.keys(OPTIMIZER).sort());
  });
});
