import fs, { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { root, run, say } from './run.mjs';
import { slowness } from './slowness.mjs';

/** A file in a new folder, for tests to write their result into. */
export function resultFile() {
  return join(mkdtempSync(join(tmpdir(), 'playground-result-')), 'result.json');
}

/**
 * Runs compiled tests; resolves to { passed, failed, skipped, failures }. A run without a test counts as a failure.
 * Options: env, timeout (of a test, milliseconds on an idle machine), grep, jobs (processes that share the files out, in
 * the order of `first` and then of their names), atEnd (print in one piece at the end, since others print meanwhile).
 */
export async function mocha(pattern, options = {}) {
  const { env = {}, timeout = 10_000, grep, jobs = 1, first = [], atEnd = false } = options;
  const file = resultFile();
  const reporter = resolve(root, 'test/harness/lib/reporter.mjs');
  const args = ['--no-color', '--ui', 'bdd', '--timeout', String(timeout), '--reporter', reporter];
  args.push('--require', resolve(root, 'dist/test/support/stretch.js'));
  if (grep) args.push('--grep', grep);
  if (jobs > 1) args.push('--parallel', '--jobs', String(jobs));
  const { code, output } = await run('mocha', [...args, ...filesOf(pattern, first)], {
    env: { ...env, PLAYGROUND_RESULT: file, PLAYGROUND_SLOWNESS: String(await slowness()) },
    allowFailure: true,
    quiet: atEnd,
  });
  if (atEnd) say(output);
  const ended = existsSync(file)
    ? { failures: [], ...JSON.parse(readFileSync(file, 'utf8')) }
    : lost(code, output);
  if (ended.failed === 0 && (code !== 0 || (ended.passed === 0 && !grep)))
    return { ...ended, ...lost(code, output), passed: ended.passed };
  return ended;
}

/** What mocha came to that has written no result, or has failed beside all tests. */
function lost(code, output) {
  const error = `mocha ended with status ${code}\n${output.split('\n').slice(-60).join('\n')}`;
  return { passed: 0, failed: 1, skipped: [], failures: [{ title: 'the tests run to their end', error }] };
}

/** The files of a pattern; those whose names contain one of `first`, in its order, before the others. */
function filesOf(pattern, first) {
  // No import of its name: Node 20, on which a fresh clone begins, has none, and would not load this file at all.
  const files = fs.globSync(pattern, { cwd: root }).sort();
  const rank = (file) => {
    const at = first.findIndex((name) => file.includes(name));
    return at < 0 ? first.length : at;
  };
  return files.sort((a, b) => rank(a) - rank(b));
}

/** `--grep WORDS` from this script's own arguments. */
export function grepArgument() {
  const at = process.argv.indexOf('--grep');
  return at < 0 ? undefined : process.argv[at + 1];
}
