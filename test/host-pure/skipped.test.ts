import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const TESTS = `
import { skip } from './test/support/skip';
describe('some', () => {
  it('pass', () => {});
  it('need what is not here', function () { skip(this, 'there is no moon'); });
  it.skip('are switched off', () => {});
});`;

const FAILING = `
const { deepEqual } = require('node:assert/strict');
describe('some', () => {
  it('pass', () => {});
  it('fail', () => deepEqual({ moons: 1 }, { moons: 2 }));
});`;

describe('tests that are skipped', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dropout-playground-skipped-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('are handed on by name, with the reason where one is given', async () => {
    const [script, result] = [join(folder, 'some.test.cjs'), join(folder, 'result.json')];
    const stdin = { contents: TESTS, loader: 'ts', resolveDir: process.cwd() } as const;
    await build({ stdin, bundle: true, platform: 'node', format: 'cjs', outfile: script });
    const mocha = ['node_modules/mocha/bin/mocha.js', '--reporter', 'test/harness/lib/reporter.mjs', script];
    // In one process and in several, which hand results to each other.
    for (const flags of [[], ['--parallel', '--jobs', '2']]) {
      const env = { ...process.env, PLAYGROUND_RESULT: result };
      execFileSync(process.execPath, [...mocha, ...flags], { env });
      assert.deepEqual(JSON.parse(readFileSync(result, 'utf8')), {
        passed: 1,
        failed: 0,
        skipped: [
          { title: 'some need what is not here', reason: 'there is no moon' },
          { title: 'some are switched off' },
        ],
      });
    }
  });

  it('stand before those that failed, each with its error in full, and the last line counts them all', () => {
    const [script, result] = [join(folder, 'failing.test.cjs'), join(folder, 'failing.json')];
    writeFileSync(script, FAILING);
    const mocha = ['node_modules/mocha/bin/mocha.js', '--reporter', 'test/harness/lib/reporter.mjs', script];
    spawnSync(process.execPath, mocha, { env: { ...process.env, PLAYGROUND_RESULT: result } });
    const { failures } = JSON.parse(readFileSync(result, 'utf8'));
    const skipped = [{ title: 'some wait', reason: 'there is no moon' }];
    const counts = JSON.stringify({ passed: 1, failed: 1, skipped, failures });
    const conclude = `import('./test/harness/lib/conclude.mjs').then((one) => one.conclude(${counts}))`;
    const { stdout, status } = spawnSync(process.execPath, ['-e', conclude], { encoding: 'utf8' });
    assert.equal(status, 1);
    const [first, ...rest] = stdout.trimEnd().split('\n');
    assert.equal(first, 'skipped: some wait (there is no moon)');
    assert.match(
      rest.join('\n'),
      /^\nfailed: some fail\n {4}AssertionError[\s\S]*moons[\s\S]*failing\.test\.cjs:5/,
    );
    assert.equal(rest.at(-1), '1 passed, 1 failed, 1 skipped');
  });
});
