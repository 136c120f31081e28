import { spawn } from 'node:child_process';
import * as v from 'valibot';
import type { Experiment } from '../experiment/schema';
import type { StudyFleet } from '../protocol';

/** Milliseconds for the program to take back what machines have not begun, after it was asked to end. */
const LONGEST_END = 15_000;
/** Letters that are kept of what the program says of an error. */
const MOST_WORDS = 1_000;

/** The queue that a person has set, and the command line that knows it. */
export interface Queue {
  /** Without a password. */
  readonly address: string;
  readonly password: string | undefined;
  readonly program: string;
}

/** What the machines of a queue are to do. */
export interface QueuedStudy {
  readonly name: string;
  readonly experiment: Experiment;
  readonly folder: string | null;
  readonly journal: string;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const positive = v.pipe(v.number(), v.minValue(0));

const fleetSchema = v.object({
  type: v.literal('fleet'),
  machines: v.pipe(
    v.array(
      v.object({
        ...{
          name: v.pipe(v.string(), v.maxLength(200)),
          isHere: v.boolean(),
          threads: count,
          trained: count,
        },
        ...{ meanSeconds: v.nullable(positive), checked: count, differs: v.boolean() },
      }),
    ),
    v.maxLength(10_000),
  ),
  ...{ trained: count, waiting: count, trainingsPerSecond: positive, stalled: count, failed: count },
  secondsLeft: v.nullable(positive),
});

/**
 * Has a study run by the installed command line, which goes on with its journal and leaves the trainings to the machines of
 * a queue. Resolves when it has come to its end or `signal` has stopped it. Rejects with what the program says.
 */
export async function runOnQueue(
  { name, experiment, folder, journal }: QueuedStudy,
  { address, password, program }: Queue,
  heard: (fleet: StudyFleet) => void,
  signal: AbortSignal,
): Promise<void> {
  const isWindows = process.platform === 'win32';
  const args = ['study', '-', '--json', '--queue', address, '--journal', journal, '--name', name];
  const env = { ...process.env, ...(password && { DROPOUT_PLAYGROUND_QUEUE_PASSWORD: password }) };
  // What npm installs on Windows is a script of its shell.
  const child = spawn(isWindows ? quoted(program) : program, isWindows ? args.map(quoted) : args, {
    ...{ cwd: folder ?? undefined, env, shell: isWindows, windowsHide: true },
  });
  let words = '';
  child.stderr.on('data', (text) => {
    words = `${words}${text}`.slice(-MOST_WORDS);
  });
  let line = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = `${line}${text}`.split('\n');
    line = lines.pop()!;
    for (const one of lines) {
      const fleet = fleetOf(one);
      if (fleet) heard(fleet);
    }
  });
  child.stdin.on('error', () => {});
  child.stdin.end(JSON.stringify(experiment));
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    child.kill('SIGINT');
    timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_END);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0 && !signal.aborted) throw new Error(words.trim() || `${program}: ${code}`);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

const quoted = (text: string): string => `"${text.replaceAll('"', '')}"`;

function fleetOf(line: string): StudyFleet | undefined {
  if (!line.startsWith('{"type":"fleet"')) return undefined;
  try {
    const read = v.safeParse(fleetSchema, JSON.parse(line));
    if (!read.success) return undefined;
    const { type: _type, ...fleet } = read.output;
    return fleet;
  } catch {
    return undefined;
  }
}
