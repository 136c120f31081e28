import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skip } from '../support/skip';
import { cliScript } from './built-worker';

const endless = { version: 1, training: { epochs: 1_000_000 } };

function start(args: string[], options: { cwd?: string; input?: string } = {}): ChildProcess {
  const child = spawn(process.execPath, [cliScript(), ...args], { cwd: options.cwd ?? process.cwd() });
  child.stdin?.end(options.input ?? '');
  return child;
}

async function output(child: ChildProcess): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, out, err };
}

describe('command line as a process', () => {
  before(() => {
    cliScript();
  });

  it('runs, and ends as soon as it has', async () => {
    const input = JSON.stringify({ version: 1, training: { epochs: 3 } });
    const { code, out, err } = await output(start(['run', '-', '--json', '--baseline'], { input }));
    assert.deepEqual([code, err], [0, '']);
    assert.equal(out.trim().split('\n').length, 8);
  });

  it('prints the same whatever the number of threads, and ends although helpers have slept', async () => {
    const training = { epochs: 40, batchSize: 256 };
    const data = { source: 'digits', train: 1024, test: 512 };
    const input = JSON.stringify({ version: 1, data, network: { hidden: [128, 128] }, training });
    const outputs = [];
    for (const threads of ['1', '2', '3']) {
      const { code, out, err } = await output(start(['run', '-', '--json', '--threads', threads], { input }));
      assert.deepEqual([code, err], [0, '']);
      outputs.push(out.replace(/"seconds":[^,}]+/, ''));
    }
    assert.ok(outputs[0].length > 0);
    assert.deepEqual(outputs, new Array(3).fill(outputs[0]));
  }).timeout(20_000);

  it('takes paths from the folder of the experiment file, not from where it was called', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dropout-playground-'));
    try {
      const data = { source: 'csv', file: 'own.csv' };
      writeFileSync(join(folder, 'own.dropout.json'), JSON.stringify({ version: 1, data }));
      const { code, err } = await output(start(['run', join(folder, 'own.dropout.json')], { cwd: '/' }));
      assert.equal(code, 2);
      assert.match(err, /own\.csv/);
      assert.match(err, /there is no such file/);
      assert.doesNotMatch(err, / at .*\.js/, 'no stack');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('ends without a word when nobody reads on', async () => {
    const child = start(['run', '-', '--json'], { input: JSON.stringify(endless) });
    const ended = output(child);
    await once(child.stdout!, 'data');
    child.stdout!.destroy();
    const { code, err } = await ended;
    assert.deepEqual([code, err], [0, '']);
  });

  it('says in one line that its output has no room', async function () {
    if (!existsSync('/dev/full')) skip(this, 'there is no /dev/full');
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [cliScript(), 'run', '-'], { stdio: ['pipe', full, 'pipe'] });
    child.stdin?.end(JSON.stringify({ version: 1, training: { epochs: 3 } }));
    const { code, err } = await output(child);
    closeSync(full);
    assert.equal(code, 1);
    assert.match(err, /^The output cannot be written: .*\n$/);
  });

  it('ends at an interrupt', async () => {
    const child = start(['run', '-'], { input: JSON.stringify(endless) });
    const ended = once(child, 'exit');
    await once(child.stdout!, 'data');
    child.kill('SIGINT');
    const [code, signal] = await ended;
    assert.ok(signal === 'SIGINT' || code === 130);
  });
});
