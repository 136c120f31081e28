import { grepArgument } from './mocha.mjs';
import { say } from './run.mjs';
import { setUp } from './setup.mjs';
import { build } from './suites.mjs';

/**
 * Lists the tests that were skipped, each with its reason, then those that failed, each with its error in full, so that
 * the end of a log shows them; counts all in the last line, and ends the process.
 */
export function conclude({ passed, failed, skipped, failures }) {
  for (const { title, reason = 'no reason is given' } of skipped) say(`skipped: ${title} (${reason})`);
  for (const { title, error } of failures) say(`\nfailed: ${title}\n${indented(error)}`);
  if (failures.length > 0) say('');
  say(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  process.exit(failed > 0 ? 1 : 0);
}

const indented = (text) => text.trimEnd().replace(/^(?=.)/gm, '    ');

/** A script that builds and runs one suite; `-- --grep WORDS` narrows it down. */
export async function runSuite(suite) {
  await setUp();
  await build();
  conclude(await suite({ grep: grepArgument() }));
}
