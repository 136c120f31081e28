import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { cliScript } from '../../worker/built-worker';

/** A process that trains what a queue has. */
export interface Machine {
  readonly child: ChildProcess;
  /** What it has said. */
  // biome-ignore lint/suspicious/noExplicitAny: lines of JSON, as anyone reads them.
  readonly lines: any[];
  readonly errors: string[];
  kill(): Promise<void>;
  /** Ends it as a person does; resolves to its exit status. */
  end(): Promise<number | null>;
}

/** Starts `worker` as it ships; resolves when it has joined. */
export const machine = (queue: string, ...args: string[]): Promise<Machine> =>
  machineWith({}, queue, ...args);

/** The same with an environment of its own. */
export async function machineWith(env: object, queue: string, ...args: string[]): Promise<Machine> {
  const child = spawn(
    process.execPath,
    [cliScript(), 'worker', '--queue', queue, '--json', '--threads', '1', ...args],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } },
  );
  const made: Machine = {
    ...{ child, lines: [], errors: [] },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    async end() {
      const gone = once(child, 'exit');
      child.kill('SIGINT');
      return (await gone)[0];
    },
  };
  child.stderr.on('data', (text) => made.errors.push(String(text)));
  const joined = new Promise<void>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      made.lines.push(JSON.parse(line));
      resolve();
    });
    child.once('exit', (code) => reject(new Error(`It ended with ${code}: ${made.errors.join('')}`)));
  });
  await joined;
  return made;
}
