import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import * as esbuild from 'esbuild';
import { root } from './run.mjs';

/** Bundles the golden experiments into one script that needs an engine with WebAssembly and nothing else. */
export async function bundleGolden() {
  const folder = mkdtempSync(join(tmpdir(), 'dropout-playground-golden-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, 'golden.js');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['test/core/golden-main.ts'],
    bundle: true,
    format: 'iife',
    target: 'es2022',
    loader: { '.wasm': 'binary' },
    outfile,
    logLevel: 'error',
  });
  return outfile;
}

/** The fingerprints that one Node gives, run with these flags. */
export async function inNode(script, node = process.execPath, flags = []) {
  const { stdout } = await promisify(execFile)(node, [...flags, script]);
  return JSON.parse(stdout);
}

/** The fingerprints that a browser's worker gives. */
export async function inBrowser(script, executablePath, args) {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath, args });
  try {
    const page = await browser.newPage();
    const result = await page.evaluate(
      (code) => {
        const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
        const worker = new Worker(url);
        return new Promise((done, fail) => {
          worker.onmessage = (event) => done(event.data);
          worker.onerror = (event) => fail(new Error(event.message));
        });
      },
      readFileSync(script, 'utf8'),
    );
    return { version: browser.version(), result };
  } finally {
    await browser.close();
  }
}

/** The Nodes that this machine has besides the one that runs. */
export function otherNodes() {
  const named = (process.env.NODES ?? '').split(':').filter(Boolean);
  const usual = ['/usr/bin/node', '/usr/local/bin/node'].filter((path) => existsSync(path));
  return [...new Set([...named, ...usual].map((path) => resolve(path)))].filter(
    (path) => path !== process.execPath,
  );
}
