import { codeTimes, threadTimes } from './scan/code';
import { folderTimes } from './scan/folder';
import { tableTimes } from './scan/table';

/** Numbers of a report, as many digits as mean anything. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(3));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, rounded(one)]));
}

/** `bench -- scan`: what reading a person's code and tables costs; one JSON line. */
export async function run(): Promise<void> {
  const code = await codeTimes();
  const thread = await threadTimes();
  const folder = await folderTimes();
  const table = await tableTimes(50_000, 250, 6);
  const largest = await tableTimes(100_000, 1000, 1);
  process.stdout.write(
    `${JSON.stringify({ bench: 'scan', ...(rounded({ code, thread, folder, table, largest }) as object) })}\n`,
  );
}
