// `npm start`: from a fresh clone to a VS Code with the extension in it.
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cacheFolder } from './lib/cache.mjs';
import { packageExtension } from './lib/package.mjs';
import { root, run, say } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';
import {
  CLEAN_SETTINGS,
  installExtension,
  installServer,
  startServer,
  writeSettings,
} from './lib/vscode-server.mjs';

await setUp();
const desktop = process.argv.includes('--desktop');
const workspace = sampleWorkspace();
say('Building and packaging the extension …');
const { vsix } = await packageExtension();
if (desktop) await openDesktop();
else await serve();

/** A copy that a person may change: it is made once, and `npm start` never overwrites it. */
function sampleWorkspace() {
  const folder = join(cacheFolder(), 'workspace');
  mkdirSync(cacheFolder(), { recursive: true });
  if (!existsSync(folder)) cpSync(resolve(root, 'test/fixtures/workspace'), folder, { recursive: true });
  return folder;
}

async function openDesktop() {
  const { code } = await run('code', ['--version'], { quiet: true, allowFailure: true }).catch(() => ({
    code: 1,
  }));
  if (code !== 0)
    throw new Error(
      'There is no `code` on the PATH: install VS Code’s shell command, or leave --desktop out.',
    );
  await run('code', ['--install-extension', vsix, '--force']);
  await run('code', ['--new-window', workspace, join(workspace, 'train.py')]);
}

async function serve() {
  const server = await installServer();
  const dataDir = join(cacheFolder(), 'profile');
  writeSettings(dataDir, CLEAN_SETTINGS);
  await installExtension(server, vsix, dataDir);
  const running = await startServer(server, { dataDir, port: Number(process.env.PORT ?? 0) });
  const payload = JSON.stringify([
    ['openFile', `vscode-remote://127.0.0.1:${running.port}${join(workspace, 'train.py')}`],
  ]);
  say('');
  say('VS Code with Dropout Playground is at');
  say(`  ${running.url}/?folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(payload)}`);
  say('Press F1 there and choose “Run Dropout Experiment”. Ctrl+C here ends it.');
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => running.stop().then(() => process.exit(0)));
}
