// npm run chaos -- [--seeds A-B | --seed S] [--seconds N] [--actions I-J] [--file OUT.md|OUT.json]
//
// Bounded, reproducible chaos in a real VS Code with the packaged extension: windows are opened, reloaded and closed,
// hosts and threads killed, the disk filled, saved runs and a person's files harmed. Then all comes to rest, and what
// must hold is checked (invariants.mjs). A seed is a list of actions (plan.mjs); `--seed S --actions 0-7` runs a part of
// one again. The log and pictures of a seed that fails are kept in dist/chaos/SEED.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { conclude } from '../harness/lib/conclude.mjs';
import { say } from '../harness/lib/run.mjs';
import { setUp } from '../harness/lib/setup.mjs';
import { build } from '../harness/lib/suites.mjs';
import { contained } from './contain.mjs';
import { counted, table } from './report.mjs';

await setUp();
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1-50' },
    seed: { type: 'string' },
    seconds: { type: 'string', default: '12' },
    actions: { type: 'string' },
    file: { type: 'string' },
  },
});

await build();
const results = await contained({
  seeds: range('seeds', values.seed ?? values.seeds),
  seconds: Number(values.seconds),
  isTold: values.seed !== undefined,
  actions: values.actions && bounds('actions', values.actions),
});
const text = table(results);
say(`\n${text}`);
if (values.file) writeFileSync(values.file, values.file.endsWith('.json') ? JSON.stringify(results) : text);
conclude(counted(results));

/** The whole numbers from A to B of “A-B”, or the one number. */
function range(option, words) {
  const [first, last] = bounds(option, words);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function bounds(option, words) {
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(words) ?? [];
  if (first === undefined || Number(last) < Number(first))
    throw new Error(`--${option} ${words}: a number, or two such as 1-50, are needed.`);
  return [Number(first), Number(last)];
}
