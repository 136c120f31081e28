import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CHROMIUM_FLAGS, findChromium } from './chromium.mjs';
import { packageExtension } from './package.mjs';
import { root } from './run.mjs';
import { slowness } from './slowness.mjs';
import {
  CLEAN_SETTINGS,
  installExtension,
  installServer,
  startServer,
  writeSettings,
} from './vscode-server.mjs';

/**
 * A VS Code server with the packaged extension installed in a profile of its own, and the environment that
 * test/e2e/support reads. Options: vsix (what to install; left out: the extension, packaged now; null: nothing), smokeTest
 * (let a page start tests), processEnv (for the server and its extension host), prepare (given the data folder before
 * anything is in it), nodeArgs and serverArgs as in `startServer`. Resolves to { env, url, port, dataDir, chromium, stop }.
 */
export async function stage(options = {}) {
  const { vsix, smokeTest = false, processEnv = {}, prepare, nodeArgs, serverArgs } = options;
  const [server, chromium] = [await installServer(), await findChromium()];
  const dataDir = mkdtempSync(join(tmpdir(), 'playground-profile-'));
  await prepare?.(dataDir);
  writeSettings(dataDir, CLEAN_SETTINGS);
  const settings = join(dataDir, 'data/Machine/settings.json');
  copyFileSync(settings, `${settings}.base`);
  if (vsix !== null) await installExtension(server, vsix ?? (await packageExtension()).vsix, dataDir);
  const serverEnv = { PLAYGROUND_SLOWNESS: String(await slowness()), ...processEnv };
  const running = await startServer(server, { dataDir, smokeTest, env: serverEnv, nodeArgs, serverArgs });
  const env = {
    PLAYGROUND_URL: running.url,
    PLAYGROUND_SERVER: String(running.process.pid),
    PLAYGROUND_DATA_DIR: dataDir,
    PLAYGROUND_WORKSPACE: resolve(root, 'test/fixtures/workspace'),
    PLAYGROUND_SCREENSHOTS: resolve(root, 'test/screenshots'),
    PLAYGROUND_PROFILE: join(dataDir, 'browser'),
    PLAYGROUND_CHROMIUM: chromium,
    PLAYGROUND_CHROMIUM_FLAGS: CHROMIUM_FLAGS.join(' '),
  };
  return { env, url: running.url, port: running.port, dataDir, chromium, stop: running.stop };
}
