// npm run --silent bench -- NAME …: each benchmark is a module with `run(args)`, bundled when it is asked for.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { setUp } from '../harness/lib/setup.mjs';

/** What can be measured, and by which module. */
const benchmarks = {
  ...{ W1: 'engine.ts', W2: 'engine.ts', W3: 'engine.ts', all: 'engine.ts' },
  ...{
    peers: 'peers.ts',
    cost: 'cost.ts',
    threads: 'threads.ts',
    pair: 'pair.ts',
    nodes: 'nodes.ts',
    views: 'views.ts',
    ui: 'ui.ts',
    soak: 'soak.ts',
    scan: 'scan.ts',
    claims: 'claims.ts',
    samplers: 'samplers.ts',
    power: 'power.ts',
    nulls: 'nulls.ts',
    matters: 'matters.ts',
    studies: 'studies.ts',
    fair: 'fair.ts',
    try: 'try.ts',
    logs: 'logs.ts',
    fleet: 'fleet.ts',
  },
};

const name = process.argv[2] ?? 'all';
const module = benchmarks[name];
if (!module) {
  process.stderr.write(`bench: no benchmark ${name}; there are ${Object.keys(benchmarks).join(', ')}.\n`);
  process.exit(2);
}

await setUp();
const esbuild = await import('esbuild');
const root = resolve(import.meta.dirname, '../..');
process.chdir(root);
if (!existsSync('src/core/kernels/kernels.wasm')) {
  execFileSync(process.execPath, ['esbuild.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
const outfile = resolve(root, `dist/bench/${module.replace('.ts', '.cjs')}`);
await esbuild.build({
  entryPoints: {
    [module.replace('.ts', '')]: resolve(import.meta.dirname, module),
    helper: 'src/worker/helper.ts',
    worker: 'src/worker/node.ts',
    'logs-thread': 'src/host/logs/log-thread.ts',
  },
  outdir: dirname(outfile),
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  packages: 'external',
  loader: { '.wasm': 'binary' },
  logLevel: 'error',
});
await createRequire(import.meta.url)(outfile).run(process.argv.slice(2));
