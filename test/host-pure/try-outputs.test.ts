import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TryOutputs } from '../../src/host/try/outputs';
import { folderOf } from '../try/python';

describe('outputs of trials', () => {
  it('are kept on the disk once a trial has ended, and forgotten when others begin', async () => {
    const folder = join(folderOf({ x: '' }), 'outputs');
    const first = new TryOutputs(folder);
    first.begin(3);
    first.append(3, 'one\n');
    first.append(3, 'two\n');
    assert.equal(await first.of(3), 'one\ntwo\n');
    first.end(3);
    await first.close();
    const next = new TryOutputs(folder);
    assert.equal(await next.of(3), 'one\ntwo\n');
    assert.equal(await next.of(4), undefined);
    next.clear();
    assert.equal(await next.of(3), undefined);
  });

  it('are bounded, and keep their end', async () => {
    const outputs = new TryOutputs(null);
    outputs.begin(0);
    for (let i = 0; i < 200; i++) outputs.append(0, `${'x'.repeat(9_990)} ${i}\n`);
    const text = (await outputs.of(0))!;
    assert.ok(text.length < 500_000);
    assert.ok(text.startsWith('xxx') && text.endsWith(' 199\n'));
    for (let i = 1; i < 100; i++) {
      outputs.begin(i);
      outputs.end(i);
    }
    assert.equal(await outputs.of(0), undefined);
    assert.equal(await outputs.of(99), '');
  });

  it('stay in memory where they cannot be written', async () => {
    const folder = folderOf({ file: '' });
    writeFileSync(join(folder, 'taken'), '');
    const outputs = new TryOutputs(join(folder, 'taken', 'below'));
    outputs.begin(0);
    outputs.append(0, 'said');
    outputs.end(0);
    assert.equal(await outputs.of(0), 'said');
  });
});
