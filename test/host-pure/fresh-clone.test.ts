import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

/** What Node's own modules did not export in 20.0: a script that imports one of them by name does not even begin there. */
const YOUNGER =
  /\b(?:glob|globSync|matchesGlob|crc32|styleText|getCallSites?|parseEnv|registerHooks|enableCompileCache|stripTypeScriptTypes|getBuiltinModule|availableMemory)\b/;

/** The names of Node's own modules that a module imports. */
const ownNames = (module: string): string =>
  [...readFileSync(module, 'utf8').matchAll(/^import ([^;]*) from 'node:[^']+';/gm)].join('\n');

/**
 * What a script needs before its first line runs: packages, each with the module that imports it, and what the oldest
 * Node does not have.
 */
async function neededBy(script: string): Promise<string[]> {
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
    const younger = YOUNGER.exec(ownNames(module));
    if (younger) packages.push(`${module}: ${younger[0]} of a later Node`);
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
    it(`${script} begins on Node 20 and without a package`, async () => {
      assert.deepEqual(await neededBy(script), []);
    });
});
