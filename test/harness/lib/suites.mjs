import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { mocha, resultFile } from './mocha.mjs';
import { root, run, say } from './run.mjs';
import { stage } from './stage.mjs';

const UNIT = ['core', 'experiment', 'worker', 'data', 'code', 'view', 'host-pure', 'fuzz'];

/** Builds what ships and the test bundles. */
export function build() {
  return run(process.execPath, ['esbuild.mjs', '--tests'], { quiet: true });
}

/** Everything that needs neither VS Code nor a browser. */
export function unit({ grep } = {}) {
  return mocha(
    UNIT.map((folder) => `dist/test/${folder}/**/*.test.js`),
    { grep, env: { MNIST_DIR: process.env.MNIST_DIR ?? resolve(root, '../shared/data/mnist') } },
  );
}

/** The tests of test/host, inside the real extension host of a served VS Code. */
export async function host({ grep } = {}) {
  return report(await insideHost('dist/test/host/index.js', grep ? { PLAYGROUND_GREP: grep } : {}));
}

/**
 * Lets the extension host of a served VS Code call `run()` of a module; resolves to what it wrote as JSON to the file
 * that PLAYGROUND_RESULT names.
 */
export async function insideHost(module, env = {}) {
  const { chromium } = await import('playwright-core');
  const result = resultFile();
  const served = await stage({
    install: false,
    smokeTest: true,
    processEnv: { PLAYGROUND_RESULT: result, ...env },
  });
  const browser = await chromium.launch({
    executablePath: served.chromium,
    args: served.env.PLAYGROUND_CHROMIUM_FLAGS.split(' '),
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1500, height: 900 } });
    await page.goto(testPage(served, module));
    await appears(result, 240_000);
    return JSON.parse(readFileSync(result, 'utf8'));
  } finally {
    await browser.close();
    await served.stop();
  }
}

function testPage({ url, port, env }, module) {
  const remote = (path) => `vscode-remote://127.0.0.1:${port}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(root)],
    ['extensionTestsPath', remote(resolve(root, module))],
  ];
  const folder = encodeURIComponent(env.PLAYGROUND_WORKSPACE);
  return `${url}/?folder=${folder}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/** Waits for the result; as long as tests end, however slow the machine is, there is no hurry. */
async function appears(file, silence) {
  const progress = () => (existsSync(`${file}.progress`) ? readFileSync(`${file}.progress`, 'utf8') : '');
  let [seen, until] = ['', Date.now() + silence];
  while (!existsSync(file)) {
    const now = progress();
    if (now.length > seen.length) [seen, until] = [now, Date.now() + silence];
    if (Date.now() > until) {
      say(seen);
      throw new Error(`The extension host has said nothing more for ${silence / 1000} s.`);
    }
    await new Promise((done) => setTimeout(done, 200));
  }
}

function report({ lines, ...counts }) {
  for (const line of lines) say(line);
  return counts;
}

/** A person's journey on the packaged and installed extension. */
export async function e2e({ grep } = {}) {
  const served = await stage();
  try {
    return await mocha(['dist/test/e2e/**/*.e2e.js'], { env: served.env, timeout: 180_000, grep });
  } finally {
    await served.stop();
  }
}

/** A seed of chaos (`npm run chaos`): whether each invariant still holds after it. */
export async function chaos({ seeds = [7], seconds = 8 } = {}) {
  const [{ contained }, { counted, table }] = [
    await import('../../chaos/contain.mjs'),
    await import('../../chaos/report.mjs'),
  ];
  const results = await contained({ seeds, seconds });
  const counts = counted(results);
  if (counts.failed > 0) say(table(results));
  return counts;
}
