import { existsSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { mocha, resultFile } from './mocha.mjs';
import { root, run, say } from './run.mjs';
import { stage } from './stage.mjs';

const UNIT = 'dist/test/{core,experiment,worker,data,code,view,host-pure,fuzz,study,logs,try}/**/*.test.js';
/** Files of unit tests that take longest: a process that began one of them last would leave the others waiting. */
const LONGEST = [
  'fuzz/',
  'journal/optuna.test',
  'code/hostile-parser',
  'code/generate.test',
  'worker/verdicts.test',
  'l10n.test',
];

/** Builds what ships and the test bundles. */
export function build() {
  return run(process.execPath, ['esbuild.mjs', '--tests'], { quiet: true });
}

/** Everything that needs neither VS Code nor a browser. */
export function unit({ grep, jobs = availableParallelism(), atEnd } = {}) {
  const env = { MNIST_DIR: process.env.MNIST_DIR ?? resolve(root, '../shared/data/mnist') };
  return mocha(UNIT, { grep, env, jobs, first: LONGEST, atEnd });
}

/**
 * A VS Code server on which {@link insideHost} and {@link e2e} run, one after the other: as `stage` gives it, with the
 * file that a test inside the extension host writes its result to.
 */
export async function serve({ processEnv = {}, ...options } = {}) {
  const result = resultFile();
  const env = { PLAYGROUND_RESULT: result, ...processEnv };
  return { ...(await stage({ ...options, processEnv: env })), result };
}

/** The tests of test/host, inside the real extension host of a VS Code. */
export async function host({ grep } = {}) {
  const env = grep ? { PLAYGROUND_GREP: grep } : {};
  const { lines, ...counts } = await insideHost('dist/test/host/index.js', { env });
  for (const line of lines) say(line);
  return counts;
}

/**
 * Lets the extension host of a served VS Code call `run()` of a module; resolves to what it wrote as JSON to the file
 * that PLAYGROUND_RESULT names. Its server lets a page start tests, and shows no notifications for it. Options: env.
 */
export async function insideHost(module, { env = {} } = {}) {
  const { chromium } = await import('playwright-core');
  const server = await serve({ vsix: null, smokeTest: true, processEnv: env });
  rmSync(server.result, { force: true });
  const browser = await chromium.launchPersistentContext(server.env.PLAYGROUND_PROFILE, {
    executablePath: server.chromium,
    args: server.env.PLAYGROUND_CHROMIUM_FLAGS.split(' '),
    viewport: { width: 1500, height: 900 },
  });
  try {
    const page = await browser.newPage();
    await page.goto(testPage(server, module));
    await appears(server.result, 240_000);
    return JSON.parse(readFileSync(server.result, 'utf8'));
  } finally {
    await browser.close();
    await server.stop();
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
    if (Date.now() > until)
      throw new Error(`The extension host has said nothing more for ${silence / 1000} s.\n${seen}`);
    await new Promise((done) => setTimeout(done, 200));
  }
}

/** A person's journeys on the packaged and installed extension. Options: grep, vsix (left out: packaged now). */
export async function e2e({ grep, vsix } = {}) {
  const server = await serve({ vsix });
  try {
    return await mocha('dist/test/e2e/**/*.e2e.js', { env: server.env, timeout: 180_000, grep });
  } finally {
    await server.stop();
  }
}

/** A seed of chaos (`npm run chaos`): whether each invariant still holds after it. */
export async function chaos({ seeds = [7], seconds = 8, vsix } = {}) {
  const [{ contained }, { counted }] = [
    await import('../../chaos/contain.mjs'),
    await import('../../chaos/report.mjs'),
  ];
  return counted(await contained({ seeds, seconds, vsix }));
}
