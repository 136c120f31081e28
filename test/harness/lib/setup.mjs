import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { root, run, say, toolEnvironment } from './run.mjs';

const WANTED = 22;

/** Makes a fresh clone ready: dependencies installed, and this very script running on the project's own Node. */
export async function setUp() {
  if (!dependenciesAreCurrent()) {
    say('Installing dependencies (npm ci) …');
    await run('npm', ['ci', '--no-audit', '--no-fund'], { quiet: true });
  }
  const major = Number(process.versions.node.split('.')[0]);
  const own = resolve(root, 'node_modules/.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  if (process.env.DROPOUT_PLAYGROUND_NODE === 'own' || major >= WANTED + 2) return;
  if (existsSync(own)) await handOver(own);
  else if (major < WANTED)
    throw new Error(
      `Node ${WANTED} or later is needed; this is ${process.versions.node}, and npm did not bring one.`,
    );
}

function dependenciesAreCurrent() {
  const installed = resolve(root, 'node_modules/.package-lock.json');
  return (
    existsSync(installed) &&
    statSync(installed).mtimeMs >= statSync(resolve(root, 'package-lock.json')).mtimeMs
  );
}

/** Starts the same script on another Node, and ends as it ends. */
function handOver(node) {
  return new Promise(() => {
    const child = spawn(node, process.argv.slice(1), {
      stdio: 'inherit',
      env: toolEnvironment({ DROPOUT_PLAYGROUND_NODE: 'own' }),
      shell: process.platform === 'win32',
    });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.on('close', (code, signal) => process.exit(signal ? 1 : code));
  });
}
