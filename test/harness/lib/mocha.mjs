import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { root, run } from './run.mjs';

/** A file in a new folder, for tests to write their result into. */
export function resultFile() {
  return join(mkdtempSync(join(tmpdir(), 'playground-result-')), 'result.json');
}

/** Runs compiled tests; resolves to { passed, failed, skipped }. A run without a test counts as a failure. */
export async function mocha(patterns, { env = {}, timeout = 10_000, grep } = {}) {
  const file = resultFile();
  const reporter = resolve(root, 'test/harness/lib/reporter.mjs');
  const args = ['--ui', 'bdd', '--timeout', String(timeout), '--reporter', reporter];
  if (grep) args.push('--grep', grep);
  const { code } = await run('mocha', [...args, ...patterns], {
    env: { ...env, FORCE_COLOR: '0', PLAYGROUND_RESULT: file },
    allowFailure: true,
  });
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: [] };
  const { passed, failed, skipped } = JSON.parse(readFileSync(file, 'utf8'));
  return { passed, failed: Math.max(failed, code === 0 && (passed > 0 || grep) ? 0 : 1), skipped };
}

/** `--grep WORDS` from this script's own arguments. */
export function grepArgument() {
  const at = process.argv.indexOf('--grep');
  return at < 0 ? undefined : process.argv[at + 1];
}
