import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { cached } from './cache.mjs';
import { run, say, toolEnvironment } from './run.mjs';

/** The npm package that holds a whole VS Code server: 4.139.1 is VS Code 1.139.1. */
const VERSION = '4.139.1';

let installed;

/** Path of the server's script; installs it on first use. Whoever asks while it is being installed waits for the same. */
export function installServer() {
  installed ??= install();
  return installed;
}

async function install() {
  const folder = await cached(`code-server-${VERSION}`, async (half) => {
    say(
      `Installing a VS Code server (code-server ${VERSION} from npm, about 700 MB, kept for the next time) …`,
    );
    writeFileSync(join(half, 'package.json'), '{ "private": true }\n');
    const quietly = { quiet: true, env: { npm_config_omit_lockfile_registry_resolved: 'false' } };
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    await run('npm', ['install', ...flags, `code-server@${VERSION}`], { cwd: half, ...quietly });
    const vscode = join(half, 'node_modules/code-server/lib/vscode');
    await run('npm', ['install', '--omit=dev', ...flags], { cwd: vscode, ...quietly });
  });
  return join(folder, 'node_modules/code-server/lib/vscode/out/server-main.js');
}

/** Installs a packaged extension as a user would. */
export async function installExtension(server, vsix, dataDir) {
  const args = [
    server,
    '--install-extension',
    vsix,
    '--force',
    '--server-data-dir',
    dataDir,
    '--accept-server-license-terms',
  ];
  const { output } = await run(process.execPath, args, { quiet: true });
  if (!/successfully installed/i.test(output)) throw new Error(`The extension was not installed:\n${output}`);
}

/** Settings of the served profile: nothing in the way of a first look, nothing sent anywhere. */
export const CLEAN_SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'telemetry.telemetryLevel': 'off',
  'security.workspace.trust.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'window.commandCenter': false,
  'editor.minimap.enabled': false,
};

/** Writes the machine's settings of a server's data folder. */
export function writeSettings(dataDir, settings) {
  const folder = join(dataDir, 'data', 'Machine');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
}

/**
 * Starts a server on 127.0.0.1. Resolves to { url, port, stop, process } once it answers.
 * Options: dataDir, port (0: any), smokeTest (lets a page start tests), env, nodeArgs (for Node itself, which extension
 * hosts inherit), serverArgs.
 */
export async function startServer(server, options) {
  const { dataDir, port = 0, smokeTest = false, env = {}, nodeArgs = [], serverArgs = [] } = options;
  const at = port || (await freePort());
  const args = [
    ...nodeArgs,
    server,
    '--host',
    '127.0.0.1',
    '--port',
    String(at),
    '--without-connection-token',
    '--accept-server-license-terms',
  ];
  args.push(
    '--telemetry-level',
    'off',
    '--server-data-dir',
    dataDir,
    '--disable-workspace-trust',
    ...serverArgs,
  );
  if (smokeTest) args.push('--enable-smoke-test-driver');
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: toolEnvironment(env),
  });
  let log = '';
  const keep = (chunk) => {
    log = (log + chunk).slice(-20_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const url = `http://127.0.0.1:${at}`;
  await answers(url, child, () => log);
  return { url, port: at, process: child, stop: () => stop(child) };
}

function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.on('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

async function answers(url, child, log) {
  const until = Date.now() + 60_000;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`The VS Code server ended at once:\n${log()}`);
    const ready = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`The VS Code server did not answer within a minute:\n${log()}`);
}

function stop(child) {
  return new Promise((done) => {
    if (child.exitCode !== null) {
      done();
      return;
    }
    child.once('exit', () => done());
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 3000).unref();
  });
}
