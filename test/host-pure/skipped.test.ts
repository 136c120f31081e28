import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
    execFileSync(process.execPath, mocha, { env: { ...process.env, PLAYGROUND_RESULT: result } });
    assert.deepEqual(JSON.parse(readFileSync(result, 'utf8')), {
      passed: 1,
      failed: 0,
      skipped: [
        { title: 'some need what is not here', reason: 'there is no moon' },
        { title: 'some are switched off' },
      ],
    });
  });
});
