import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

let folder: string | undefined;

/** A folder with the worker and the command line as they ship, bundled from the sources under test. */
export function bundles(): string {
  if (folder) return folder;
  const made = mkdtempSync(join(tmpdir(), 'dropout-playground-bundles-'));
  process.on('exit', () => rmSync(made, { recursive: true, force: true }));
  folder = made;
  buildSync({
    entryPoints: { worker: 'src/worker/node.ts', helper: 'src/worker/helper.ts', cli: 'src/cli.ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    loader: { '.wasm': 'binary' },
    outdir: folder,
    logLevel: 'error',
  });
  return folder;
}

export const workerScript = () => join(bundles(), 'worker.js');
export const helperScript = () => join(bundles(), 'helper.js');
export const cliScript = () => join(bundles(), 'cli.js');
