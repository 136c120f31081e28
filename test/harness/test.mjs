// `npm test`: everything. What is cheap comes first; then the unit tests, beside those that need a VS Code.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { findChromium } from './lib/chromium.mjs';
import { conclude } from './lib/conclude.mjs';
import { packageExtension } from './lib/package.mjs';
import { root, run, say } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';
import { build, chaos, e2e, host, unit } from './lib/suites.mjs';
import { installServer } from './lib/vscode-server.mjs';

await setUp();
const total = { passed: 0, failed: 0, skipped: [], failures: [] };

/** One stage: what throws is one failure, and the stages that do not need it go on. Resolves to what `work` did. */
async function stage(name, work) {
  const begun = Date.now();
  const seconds = () => ((Date.now() - begun) / 1000).toFixed(0);
  say(`── ${name}`);
  try {
    const result = await work();
    const counts = result?.failures ? result : { passed: 1, failed: 0, skipped: [], failures: [] };
    for (const key of ['passed', 'failed']) total[key] += counts[key];
    for (const key of ['skipped', 'failures']) total[key].push(...counts[key]);
    const { passed, failed, skipped } = counts;
    say(`   ${name}: ${passed} passed, ${failed} failed, ${skipped.length} skipped, ${seconds()} s`);
    return result;
  } catch (error) {
    total.failed++;
    total.failures.push({ title: name, error: error.stack ?? error.message });
    say(`   ${name}: failed, ${seconds()} s`);
    return undefined;
  }
}

/** The lock file names packages and hashes; where to get them is the machine's own affair. */
function checkLockFile() {
  const lock = readFileSync(resolve(root, 'package-lock.json'), 'utf8');
  if (/"resolved": "http/.test(lock)) throw new Error('package-lock.json holds registry addresses.');
}

async function checkPatterns() {
  // Only now: what it imports is there once `setUp` has installed it.
  const patterns = await import('./patterns.mjs');
  const { faults } = await patterns.checkPatterns();
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

/** The tests in a VS Code. The unit tests need none, and are at work meanwhile. */
async function inVsCode(vsix) {
  await stage('inside the extension host', () => host());
  await stage('a person on the installed .vsix', () => e2e({ vsix }));
  await stage('chaos, one seed', () => chaos({ vsix }));
}

// Needed only later: a machine that has none gets them while the rest goes on.
for (const download of [installServer, findChromium]) download().catch(() => {});
await Promise.all([
  stage('lock file', checkLockFile),
  stage('format, lint, import walls', () => run('biome', ['check', '.'], { quiet: true })),
  stage('types', () => run('npm', ['run', '-s', 'check:types'], { quiet: true })),
  stage('linear patterns', checkPatterns),
]);
// The one after the other: both write to dist, and the tests read what the second has left there.
const packaged = await stage('package', packageExtension);
if (packaged && (await stage('build', build)))
  await Promise.all([stage('unit tests', () => unit({ atEnd: true })), inVsCode(packaged.vsix)]);
conclude(total);
