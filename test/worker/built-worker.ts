import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

let script: string | undefined;

/** The worker as it ships, bundled from the sources under test once a process. */
export function workerScript(): string {
  if (script) return script;
  script = join(mkdtempSync(join(tmpdir(), 'dropout-playground-worker-')), 'worker.js');
  buildSync({
    entryPoints: ['src/worker/node.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    loader: { '.wasm': 'binary' },
    outfile: script,
    logLevel: 'error',
  });
  return script;
}
