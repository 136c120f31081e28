import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const EXTENSION = 'dropout-playground.dropout-playground';

/** A process, told from another that was given its number later by when it began. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly begun: string;
}

/** What the kernel says of a process; sizes in bytes. */
export interface Residence {
  readonly rss: number;
  /** Its share of what it has in common with others. */
  readonly pss: number;
  readonly anonymous: number;
  readonly descriptors: number;
  readonly threads: number;
}

function processOf(pid: number): Process | undefined {
  try {
    // The name stands in brackets and may hold any character; what follows it does not.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)!.split(' ');
    return { pid, parent: Number(fields[1]), begun: fields[19] };
  } catch {
    return undefined;
  }
}

/** All processes that descend from one, nearest first. */
export function descendants(ancestor: number): Process[] {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) && processOf(Number(name))) || []);
  const found: Process[] = [];
  for (let parents = [ancestor]; parents.length > 0; ) {
    const children = all.filter(({ parent }) => parents.includes(parent));
    found.push(...children);
    parents = children.map(({ pid }) => pid);
  }
  return found;
}

/** Ends the processes that still are the ones meant. */
export function killAll(processes: Iterable<Process>): void {
  for (const { pid, begun } of processes) {
    if (processOf(pid)?.begun !== begun) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone by itself.
    }
  }
}

/** The arguments that a process was started with. */
export function argumentsOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** Throws where the process is gone. */
export function residenceOf(pid: number): Residence {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const bytes = (name: string) => 1024 * Number(new RegExp(`^${name}: *(\\d+)`, 'm').exec(rollup)?.[1]);
  return {
    rss: bytes('Rss'),
    pss: bytes('Pss'),
    anonymous: bytes('Anonymous'),
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    threads: readdirSync(`/proc/${pid}/task`).length,
  };
}

/** Bytes of all files of the extension under a folder; none where nothing has been saved yet. */
export function bytesUnder(folder: string): number {
  let bytes = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.includes(EXTENSION)) continue;
    try {
      const status = statSync(join(folder, name));
      if (status.isFile()) bytes += status.size;
    } catch {
      // Renamed or deleted.
    }
  }
  return bytes;
}
