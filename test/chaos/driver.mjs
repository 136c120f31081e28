// Started by chaos.mjs, where it can in namespaces of its own: whatever this process starts ends with it.
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { root, say } from '../harness/lib/run.mjs';
import { stage as serve } from '../harness/lib/stage.mjs';
import { Hosts } from './hosts.mjs';
import { Logs } from './logs.mjs';
import { runSeed } from './seed.mjs';
import { Storage } from './storage.mjs';
import { within } from './window.mjs';

/** A seed that takes longer is a violation, milliseconds. */
const LONGEST_SEED = 400_000;
/** The line of a seed that has not come to its end. */
const unended = (seed, detail) => ({
  ...{ seed, counts: {}, faults: 0, finished: 0, checked: 0, skipped: [], seconds: 0 },
  violations: [{ what: 'the seed comes to its end', detail }],
});

const { seeds, seconds, actions, vsix, scratch, result, isContained, isTold } = JSON.parse(process.argv[2]);
const control = join(scratch, 'hosts');
mkdirSync(control, { recursive: true });

let storage;
const served = await serve({
  vsix,
  nodeArgs: ['--require', resolve(root, 'test/chaos/host-hook.cjs')],
  serverArgs: ['--reconnection-grace-time', '5'],
  processEnv: { PLAYGROUND_CHAOS_DIR: control },
  prepare(dataDir) {
    const folder = join(dataDir, 'data/User');
    mkdirSync(folder, { recursive: true });
    storage = new Storage(folder, isContained);
  },
});
const flags = served.env.PLAYGROUND_CHROMIUM_FLAGS.split(' ');
const hosts = new Hosts(control);
const results = [];
try {
  for (const seed of seeds) {
    results.push(await oneSeed(seed).catch((error) => unended(seed, error.message)));
    writeFileSync(result, JSON.stringify(results));
  }
} finally {
  await served.stop();
  for (const pid of hosts.alive) hosts.kill(pid);
}
process.exit(0);

async function oneSeed(seed) {
  const kept = resolve(root, 'dist/chaos', String(seed));
  rmSync(kept, { recursive: true, force: true });
  mkdirSync(kept, { recursive: true });
  const log = (text) => {
    appendFileSync(join(kept, 'log.txt'), `${text}\n`);
    if (isTold) say(text);
  };
  // A browser of its own: what one seed does to it is not the next one's trouble.
  const browser = await chromium.launch({ executablePath: served.chromium, args: flags });
  const logs = new Logs(join(served.dataDir, 'data/logs'));
  const mark = logs.mark();
  const stage = {
    ...{ url: served.url, browser, hosts, storage, scratch, log, logs, kept },
    sample: served.env.PLAYGROUND_WORKSPACE,
    cli: resolve(root, 'dist/cli.js'),
  };
  const outcome = await within(runSeed(stage, { seed, seconds, actions }), LONGEST_SEED);
  await within(browser.close(), 5000);
  const line = outcome ?? unended(seed, `not within ${LONGEST_SEED / 1000} s`);
  const { violations } = line;
  if (violations.length > 0) writeFileSync(join(kept, 'extension.log'), logs.since(mark).join('\n'));
  else rmSync(kept, { recursive: true });
  say(
    `seed ${seed}: ${line.finished} runs finished, ${line.checked} checked, ${violations.length} violations, ${line.seconds.toFixed(0)} s`,
  );
  return line;
}
