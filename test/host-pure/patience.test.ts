import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { patience } from '../support/patience';

/** Limits that are set in each of the ways that mocha has; each test takes longer than its own. */
const TESTS = `
const wait = () => new Promise((done) => setTimeout(done, 60));
describe('some', function () {
  this.timeout(30);
  it('have the limit of their suite', wait);
  it('have one of their own', function () { this.timeout(20); return wait(); });
  it('have one that is given behind them', wait).timeout(10);
  before(wait);
});`;

describe('a machine that is slower than usual', () => {
  it('has more patience with every test', () => {
    const folder = mkdtempSync(join(tmpdir(), 'dropout-playground-patience-'));
    const script = join(folder, 'some.test.cjs');
    writeFileSync(script, TESTS);
    const endsWith = (slowness: number) => {
      const mocha = ['node_modules/mocha/bin/mocha.js', '--require', 'dist/test/support/stretch.js', script];
      const env = { ...process.env, PLAYGROUND_SLOWNESS: String(slowness) };
      return spawnSync(process.execPath, mocha, { env }).status;
    };
    assert.equal(endsWith(10_000), 0);
    assert.notEqual(endsWith(1), 0);
    rmSync(folder, { recursive: true });
  });

  it('never has less than usual', () => {
    assert.ok(patience(1_000) >= 1_000);
  });
});
