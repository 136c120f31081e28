import assert from 'node:assert/strict';
import { build } from 'esbuild';

/** The packages that are loaded before the first line of a script runs, each with the module that imports it. */
async function packagesOf(script: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [script],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    metafile: true,
    write: false,
  });
  const packages: string[] = [];
  const visited = new Set<string>();
  const visit = (module: string) => {
    if (visited.has(module)) return;
    visited.add(module);
    for (const { kind, path, external } of metafile.inputs[module]?.imports ?? []) {
      if (kind !== 'import-statement' || path.startsWith('node:')) continue;
      if (external) packages.push(`${module}: ${path}`);
      else visit(path);
    }
  };
  visit(script);
  assert.ok(visited.has('test/harness/lib/setup.mjs'), `${script} does not install packages`);
  return packages;
}

describe('a fresh clone', () => {
  for (const script of [
    'test/harness/test.mjs',
    'test/harness/start.mjs',
    'test/harness/unit.mjs',
    'test/harness/host.mjs',
    'test/harness/e2e.mjs',
    'test/harness/electron.mjs',
    'test/harness/look.mjs',
    'test/harness/pictures.mjs',
    'test/harness/package.mjs',
    'test/bench/bench.mjs',
  ])
    it(`${script} needs no package before it has installed them`, async () => {
      assert.deepEqual(await packagesOf(script), []);
    });
});
