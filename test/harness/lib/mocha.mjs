import { run } from './run.mjs';

/** Runs compiled tests; resolves to { passed, failed, skipped }. A run without a test counts as a failure. */
export async function mocha(patterns, { env = {}, timeout = 10_000, grep, parallel = false } = {}) {
  const args = [
    '--ui',
    'bdd',
    '--timeout',
    String(timeout),
    ...(parallel ? ['--parallel', '--jobs', '2'] : []),
  ];
  if (grep) args.push('--grep', grep);
  const { code, output } = await run('mocha', [...args, ...patterns], {
    env: { ...env, FORCE_COLOR: '0' },
    allowFailure: true,
  });
  const passed = count(output, /(\d+) passing/);
  const failed = count(output, /(\d+) failing/);
  const skipped = count(output, /(\d+) pending/);
  return { passed, failed: Math.max(failed, code === 0 && (passed > 0 || grep) ? 0 : 1), skipped };
}

/** What a run comes to; tests are skipped where a machine has not what they need, such as Python with a library. */
export function summary({ passed, failed, skipped = 0 }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function count(output, pattern) {
  return Number(output.match(pattern)?.[1] ?? 0);
}

/** `--grep WORDS` from this script's own arguments. */
export function grepArgument() {
  const at = process.argv.indexOf('--grep');
  return at < 0 ? undefined : process.argv[at + 1];
}
