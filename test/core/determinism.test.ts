import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { activations } from '../../src/core/activations/index';
import { generators } from '../../src/core/datasets/index';
import { dropoutRules } from '../../src/core/dropout/index';
import { dropoutSchedules } from '../../src/core/dropout/schedules/index';
import { initializers } from '../../src/core/initializers';
import { losses } from '../../src/core/losses';
import { optimizers } from '../../src/core/optimizers/index';
import { learningRateSchedules } from '../../src/core/schedules/index';
import { skip } from '../support/skip';
import { experiments, fingerprints } from './golden';

// What was changed on purpose is written anew by `node test/harness/determinism.mjs --write`; the same script compares
// in other Nodes and in a browser.
const golden = JSON.parse(readFileSync('test/fixtures/golden.json', 'utf8'));

/** Another process: its flags choose the compilers that the kernels and the rest go through. */
const compilers = [
  ['the baseline compiler of WebAssembly', '--liftoff-only'],
  ['the optimizing compiler of WebAssembly', '--no-liftoff'],
  ['JavaScript that is never optimized', '--no-opt'],
];

/** Other Nodes on the path that can run the engine (20 and later). */
function otherNodes(): { path: string; version: string }[] {
  const usual = ['/usr/bin', '/usr/local/bin'];
  const found = [...(process.env.PATH ?? '').split(delimiter), ...usual]
    .map((folder) => join(folder, process.platform === 'win32' ? 'node.exe' : 'node'))
    .filter((path) => existsSync(path))
    .map((path) => realpathSync(path));
  return [...new Set(found)]
    .filter((path) => path !== realpathSync(process.execPath))
    .flatMap((path) => {
      const version = execFileSync(path, ['--version'], { encoding: 'utf8' }).trim();
      return Number.parseInt(version.slice(1), 10) >= 20 ? [{ path, version }] : [];
    });
}

describe('golden experiments', () => {
  it('use every kind of everything', () => {
    const text = JSON.stringify(experiments);
    const ids = [
      ...optimizers,
      ...activations.filter(({ id }) => id !== 'relu'),
      ...dropoutRules.filter(({ id }) => id !== 'inverted'),
      ...dropoutSchedules.filter(({ id }) => id !== 'constant'),
      ...learningRateSchedules.filter(({ id }) => id !== 'constant'),
      ...losses.filter(({ id }) => id !== 'auto' && id !== 'crossEntropy'),
      ...initializers.filter(({ id }) => id !== 'he'),
      ...generators,
    ].map(({ id }) => id);
    assert.deepEqual(
      ids.filter((id) => !text.includes(`"${id}"`)),
      [],
    );
  });

  it('give the bits that they always gave', async () => {
    assert.deepEqual(await fingerprints(), golden);
  });
});

describe('the same bits', () => {
  let folder: string;
  let script: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dropout-playground-golden-'));
    script = join(folder, 'golden.js');
    await build({
      entryPoints: ['test/core/golden-main.ts'],
      bundle: true,
      format: 'iife',
      target: 'es2022',
      loader: { '.wasm': 'binary' },
      outfile: script,
      logLevel: 'error',
    });
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  const run = async (node: string, flags: readonly string[]) => {
    const { stdout } = await promisify(execFile)(node, [...flags, script]);
    return JSON.parse(stdout);
  };

  for (const [name, flag] of compilers) {
    it(`with ${name}`, async () => {
      assert.deepEqual(await run(process.execPath, [flag]), golden);
    }).timeout(20_000);
  }

  it('with the loops for engines that reorder long ones', async () => {
    const older = 'data:text/javascript,delete globalThis.Float16Array';
    assert.deepEqual(await run(process.execPath, ['--import', older]), golden);
  }).timeout(20_000);

  const others = otherNodes();
  if (others.length === 0)
    it('in another Node', function () {
      skip(this, 'there is no other Node, 20 or later, on the path');
    });
  for (const { path, version } of others) {
    it(`in Node ${version}`, async () => {
      assert.deepEqual(await run(path, []), golden);
    }).timeout(20_000);
  }
});
