import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli } from '../study/cli-support';

describe('logs on the command line', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'logs'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const table = (rows: number) =>
    `epoch,loss,val_loss\n${Array.from({ length: rows }, (_, i) => `${i + 1},${1 / (i + 1)},${1 + i * 0.1}\n`).join('')}`;

  it('prints each metric with its role, each training, then the answer', async () => {
    writeFileSync(join(folder, 'metrics.csv'), `${table(10)}11,nan,2\n12,0.08,2.1\n`);
    const { code, lines } = await cli(['logs', folder, '--json']);
    assert.equal(code, 0);
    const metrics = lines.filter(({ type }) => type === 'metric');
    assert.equal(metrics.length, 24);
    assert.deepEqual(metrics[0], {
      type: 'metric',
      trial: 0,
      name: 'loss',
      role: 'trainLoss',
      step: 1,
      value: 1,
    });
    assert.deepEqual(metrics[10].value, 'NaN');
    assert.equal(lines.at(-2).type, 'trial');
    assert.equal(lines.at(-2).last.validationLoss, 2.1);
    assert.deepEqual([lines.at(-1).type, lines.at(-1).verdict], ['answer', 'overfits']);
  });

  it('says in words what a log shows', async () => {
    writeFileSync(join(folder, 'metrics.csv'), table(10));
    const { out } = await cli(['logs', join(folder, 'metrics.csv')]);
    assert.match(out, /It overfits since epoch 1\./);
  });

  it('follows until it is interrupted', async () => {
    const path = join(folder, 'metrics.csv');
    writeFileSync(path, table(3));
    setTimeout(() => appendFileSync(path, '4,0.25,2\n'), 100);
    const { lines } = await cli(['logs', folder, '--json', '--follow'], '', 2_000);
    const steps = lines.filter(({ name }) => name === 'loss').map(({ step }) => step);
    assert.deepEqual(steps, [1, 2, 3, 4]);
    assert.equal(lines.at(-1).type, 'answer');
  });

  it('has a word for what it cannot read', async () => {
    const { code, err } = await cli(['logs', folder]);
    assert.deepEqual([code, err], [2, 'No training log was found there.\n']);
    assert.equal((await cli(['logs'])).code, 2);
    const missing = await cli(['logs', join(folder, 'gone')]);
    assert.match(missing.err, /no such file/);
  });
});
