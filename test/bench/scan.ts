import { codeTimes, threadTimes } from './scan/code';
import { folderTimes } from './scan/folder';
import { tableTimes } from './scan/table';

/** Numbers of a report, as many digits as mean anything. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(3));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, rounded(one)]));
}

/** What is measured, in this order; one name after `scan` measures that alone. */
const parts: Readonly<Record<string, () => Promise<unknown>>> = {
  ...codeTimes,
  thread: threadTimes,
  folder: () => folderTimes(),
  table: () => tableTimes(50_000, 250, 6),
  largest: () => tableTimes(100_000, 1000, 1),
};

/** `bench -- scan [PART]`: what reading a person's code and tables costs; a JSON line for each part, as it is known. */
export async function run([, only]: readonly string[]): Promise<void> {
  for (const [part, measure] of Object.entries(parts)) {
    if (only !== undefined && part !== only) continue;
    const times = rounded(await measure()) as object;
    process.stdout.write(`${JSON.stringify({ bench: 'scan', part, ...times })}\n`);
  }
}
