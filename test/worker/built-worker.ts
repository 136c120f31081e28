import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { nodeBundle, programs } from '../../bundling.mjs';
import { WASM_FILES } from '../../src/code/parser';

/** What the scanner's parser loads. */
const WASM = 'dist';

let folder: string | undefined;

/** A folder with the threads and the command line as they ship, bundled from the sources under test. */
export function bundles(): string {
  if (folder) return folder;
  const made = mkdtempSync(join(tmpdir(), 'dropout-playground-bundles-'));
  process.on('exit', () => rmSync(made, { recursive: true, force: true }));
  folder = made;
  for (const name of WASM_FILES) copyFileSync(join(WASM, name), join(made, name));
  // What the command line takes from there and is not bundled.
  symlinkSync(resolve('node_modules'), join(made, 'node_modules'), 'junction');
  copyFileSync('src/try/launcher.py', join(made, 'launcher.py'));
  buildSync({
    ...nodeBundle,
    entryPoints: programs,
    outdir: folder,
    logLevel: 'error',
  });
  return folder;
}

export const workerScript = () => join(bundles(), 'worker.js');
export const helperScript = () => join(bundles(), 'helper.js');
export const scannerScript = () => join(bundles(), 'scanner.js');
export const cliScript = () => join(bundles(), 'cli.js');
