/** The result as a Markdown table. */
export function table(results) {
  const head = ['seed', 'actions', 'faults', 'runs finished', 'checked bit for bit', 'violations', 'seconds'];
  const rows = results.map(({ seed, counts, faults, finished, checked, violations, seconds }) => [
    seed,
    Object.entries(counts)
      .map(([kind, count]) => (count > 1 ? `${kind} ×${count}` : kind))
      .join(', '),
    faults,
    finished,
    checked,
    violations.length === 0 ? 0 : `**${violations.length}**`,
    seconds.toFixed(0),
  ]);
  rows.push([
    'all',
    sumOfCounts(results),
    ...['faults', 'finished', 'checked'].map((key) => sum(results, (one) => one[key])),
    sum(results, ({ violations }) => violations.length),
    sum(results, ({ seconds }) => seconds).toFixed(0),
  ]);
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return [...lines, '', ...violationLines(results)].join('\n');
}

const sum = (items, of) => items.reduce((total, item) => total + of(item), 0);
const sumOfCounts = (results) =>
  `${sum(results, ({ counts }) => sum(Object.values(counts), (count) => count))}`;

/** Each violation, by seed. */
const violationLines = (results) => results.flatMap(violationsOf);

function violationsOf({ seed, violations }) {
  return violations.map(({ what, detail }) => `- seed ${seed}, ${what}: ${detail.replaceAll('\n', ' ')}`);
}

/** Seeds as the tests that they are: { passed, failed, skipped, failures }. */
export function counted(results) {
  const bad = results.filter(({ violations }) => violations.length > 0);
  const failures = bad.map((one) => ({
    title: `chaos, seed ${one.seed}; dist/chaos/${one.seed} keeps its log`,
    error: table([one]),
  }));
  const skipped = new Map(results.flatMap((one) => one.skipped.map((step) => [step.title, step])));
  const counts = { passed: results.length - bad.length, failed: bad.length };
  return { ...counts, skipped: [...skipped.values()], failures };
}
