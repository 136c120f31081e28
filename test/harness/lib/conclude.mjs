import { grepArgument } from './mocha.mjs';
import { say } from './run.mjs';
import { setUp } from './setup.mjs';
import { build } from './suites.mjs';

/** Lists the tests that were skipped, each with its reason, counts all in the last line, and ends the process. */
export function conclude({ passed, failed, skipped }) {
  for (const { title, reason = 'no reason is given' } of skipped) say(`skipped: ${title} (${reason})`);
  say(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  process.exit(failed > 0 ? 1 : 0);
}

/** A script that builds and runs one suite; `-- --grep WORDS` narrows it down. */
export async function runSuite(suite) {
  await setUp();
  await build();
  conclude(await suite({ grep: grepArgument() }));
}
