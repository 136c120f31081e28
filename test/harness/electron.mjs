// `npm run test:electron`: the host tests in a desktop VS Code, where one can be downloaded.
import { resolve } from 'node:path';
import { grepArgument } from './lib/mocha.mjs';
import { root } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';
import { build } from './lib/suites.mjs';

await setUp();
await build();
const { runTests } = await import('@vscode/test-electron');
await runTests({
  extensionDevelopmentPath: root,
  extensionTestsPath: resolve(root, 'dist/test/host/index.js'),
  launchArgs: [resolve(root, 'test/fixtures/workspace'), '--disable-extensions', '--disable-workspace-trust'],
  extensionTestsEnv: { PLAYGROUND_GREP: grepArgument() ?? '' },
});
