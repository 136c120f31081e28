// `npm test`: everything, in the order in which a fault is cheapest to find.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { conclude } from './lib/conclude.mjs';
import { root, run, say } from './lib/run.mjs';
import { setUp } from './lib/setup.mjs';
import { build, chaos, e2e, host, unit } from './lib/suites.mjs';

await setUp();
const total = { passed: 0, failed: 0, skipped: [] };

/** One stage: what throws is one failure, and the stages that do not need it go on. */
async function stage(name, work) {
  const begun = Date.now();
  say(`\n── ${name}`);
  try {
    const { passed, failed, skipped } = (await work()) ?? { passed: 1, failed: 0, skipped: [] };
    total.passed += passed;
    total.failed += failed;
    total.skipped.push(...skipped);
    const seconds = ((Date.now() - begun) / 1000).toFixed(0);
    say(`   ${name}: ${passed} passed, ${failed} failed, ${skipped.length} skipped, ${seconds} s`);
    return failed === 0;
  } catch (error) {
    total.failed++;
    say(`   ${name} failed: ${error.message}`);
    return false;
  }
}

/** The lock file names packages and hashes; where to get them is the machine's own affair. */
function checkLockFile() {
  const lock = readFileSync(resolve(root, 'package-lock.json'), 'utf8');
  if (/"resolved": "http/.test(lock)) throw new Error('package-lock.json holds registry addresses.');
}

await stage('lock file', checkLockFile);
await stage('format, lint, import walls', () =>
  run('biome', ['check', '.'], { quiet: true }).then(() => undefined),
);
await stage('types', () => run('tsc', ['--noEmit'], { quiet: true }).then(() => undefined));
await stage('linear patterns', async () => {
  // Only now: what it imports is there once `setUp` has installed it.
  const { checkPatterns } = await import('./patterns.mjs');
  const { faults } = await checkPatterns();
  if (faults.length > 0) throw new Error(`\n${faults.join('\n')}`);
});
if (await stage('build', () => build().then(() => undefined))) {
  await stage('unit tests', unit);
  await stage('inside the extension host', host);
  await stage('a person on the installed .vsix', e2e);
  await stage('chaos, one seed', chaos);
}
say('');
conclude(total);
