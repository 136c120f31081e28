import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
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

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'dropout-playground-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
  }).timeout(180_000);

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

  it('ends silently when the reader closes the pipe', async () => {
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

  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)
    it(`reports what was trained until ${signal}, and ends with ${status}`, async function () {
      if (process.platform === 'win32') skip(this, 'Windows has no signals');
      await inFolder(async (folder) => {
        const args = ['run', '-', '--json', '--baseline', '--report', join(folder, 'out.md')];
        const child = start(args, { input: JSON.stringify(endless) });
        const ended = output(child);
        await once(child.stdout!, 'data');
        child.kill(signal);
        const { code, out, err } = await ended;
        assert.equal(code, status);
        assert.match(err, new RegExp(`^Stopped \\(${signal}\\): the results are of what was trained`, 'm'));
        const lines = out
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line));
        const results = lines.filter(({ type }) => type === 'result');
        assert.deepEqual(
          results.map(({ run, stopped }) => [run, Number.isInteger(stopped)]),
          [
            ['dropout', true],
            ['baseline', true],
          ],
        );
        assert.match(readFileSync(join(folder, 'out.md'), 'utf8'), /stopped at epoch/);
        assert.deepEqual(readdirSync(folder).sort(), ['out-loss.svg', 'out-score.svg', 'out.md']);
      });
    }).timeout(20_000);

  it('ends at once at a second signal', async function () {
    if (process.platform === 'win32') skip(this, 'Windows has no signals');
    const child = start(['run', '-', '--json'], { input: JSON.stringify(endless) });
    child.stdout?.resume();
    const ended = once(child, 'exit');
    await once(child.stdout!, 'data');
    child.kill('SIGTERM');
    child.kill('SIGINT');
    const [code] = await ended;
    assert.ok(code === 130 || code === 143);
  });

  it('writes what it can of a report, names what it cannot, and leaves no rest', async () => {
    await inFolder(async (folder) => {
      mkdirSync(join(folder, 'out-loss.svg'));
      const input = JSON.stringify({ version: 1, training: { epochs: 3 } });
      const { code, err } = await output(start(['run', '-', '--report', join(folder, 'out.md')], { input }));
      assert.equal(code, 1);
      assert.match(err, /out-loss\.svg: cannot be written: this is a folder/);
      assert.deepEqual(readdirSync(folder).sort(), ['out-loss.svg', 'out-score.svg', 'out.md']);
    });
  });

  it('rejects what is not a file, as an experiment and as data, without blocking', async function () {
    if (process.platform === 'win32') skip(this, 'Windows has no such files');
    await inFolder(async (folder) => {
      const pipe = join(folder, 'pipe.py');
      execFileSync('mkfifo', [pipe]);
      const data = { source: 'csv', file: 'own.csv', testFile: pipe };
      writeFileSync(join(folder, 'own.csv'), `a,b\n${'1,0\n2,1\n'.repeat(20)}`);
      writeFileSync(join(folder, 'test.dropout.json'), JSON.stringify({ version: 1, data }));
      writeFileSync(
        join(folder, 'data.dropout.json'),
        JSON.stringify({ version: 1, data: { source: 'csv', file: '/dev/stdin' } }),
      );
      for (const args of [
        ['run', pipe],
        ['run', join(folder, 'test.dropout.json')],
        ['run', join(folder, 'data.dropout.json')],
      ]) {
        const { code, err } = await output(start(args));
        assert.equal(code, 2, args.join(' '));
        assert.match(err, /it is a (pipe|socket), not a file/, args.join(' '));
      }
    });
  }).timeout(20_000);

  it('does not write its report over what it reads, by whatever name', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'own.md');
      writeFileSync(file, JSON.stringify({ version: 1, training: { epochs: 3 } }));
      symlinkSync('own.md', join(folder, 'other.md'));
      for (const name of ['own.md', 'other.md']) {
        const { code, err } = await output(start(['run', file, '--report', join(folder, name)]));
        assert.equal(code, 2);
        assert.match(err, /the run reads this file; a report cannot be written there/);
      }
      assert.match(readFileSync(file, 'utf8'), /^\{/);
    });
  });

  it('says that the folder that it was called in is gone', async function () {
    if (process.platform === 'win32') skip(this, 'Windows keeps a folder that is in use');
    const { code, err } = await inFolder((folder) => {
      const script = `cd "${folder}" && rmdir "${folder}" && exec "${process.execPath}" "${cliScript()}" run x.json`;
      return output(spawn('sh', ['-c', script]));
    });
    assert.equal(code, 2);
    assert.match(err, /the current folder is gone/);
    assert.doesNotMatch(err, / at .*\.js/, 'no stack');
  });
});
