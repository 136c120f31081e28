import { readFileSync } from 'node:fs';

/** A journal without what is another one at each run: times, leases, processes and the order within a round. */
export function journalOf(path: string): string[] {
  const plain = (key: string, value: unknown) =>
    /^(worker_id|datetime_\w+|study_name|playground:lease)$/.test(key) ? undefined : value;
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.stringify(JSON.parse(line), plain))
    .filter((line) => !line.includes('"user_attr":{}'))
    .sort();
}
