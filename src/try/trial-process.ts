import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import * as l10n from '@vscode/l10n';
import type { LauncherFile } from './plan';

/** How the script is started. */
export interface Command {
  readonly interpreter: string;
  /** The script's own arguments. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Path of launcher.py. */
  readonly launcher: string;
}

export interface TrialRequest {
  /** Absolute. */
  readonly script: string;
  readonly seed: number;
  readonly files: readonly LauncherFile[];
  /** Behind the script's own arguments. */
  readonly options: readonly string[];
}

export interface TrialListener {
  /** What the script writes; `isError`: to standard error. */
  output(chunk: Uint8Array, isError: boolean): void;
  /** What a library has recorded. */
  recorded(name: string, step: number | null, value: number): void;
  /** It opens a log to write to, `from` bytes of which were there before. */
  wrote(path: string, from: number): void;
  /** It starts another Python, which reads files as they lie on the disk. */
  started(command: string): void;
}

export interface TrialEnd {
  readonly state: 'complete' | 'failed' | 'stopped';
  /** Why it failed, in words. */
  readonly reason?: string;
}

/** Milliseconds between asking a process group to end and ending it. */
const GRACE = 1000;
/** Milliseconds in which what an ended script has left to say arrives, and what it has left running is ended. */
const DRAIN = 600;
/** What is kept of standard error, in characters: the end of a traceback. */
const KEPT = 8000;
const NICE = 10;
/** What the launcher ends with when it has run nothing. */
const REFUSED = 97;

/**
 * Runs the script once, in a process group of its own. Resolves when the group has ended; never rejects. Its standard
 * input is empty.
 */
export async function runTrial(
  command: Command,
  request: TrialRequest,
  listener: TrialListener,
  signal: AbortSignal,
): Promise<TrialEnd> {
  const folder = await mkdtemp(join(tmpdir(), 'dropout-playground-trial-'));
  try {
    const { script, seed, files } = request;
    await writeFile(join(folder, 'trial.json'), JSON.stringify({ script, seed, files }));
    if (signal.aborted) return { state: 'stopped' };
    return await watch(start(command, request, folder), command, listener, signal);
  } catch (error) {
    return { state: 'failed', reason: (error as Error).message };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
  }
}

const isWindows = process.platform === 'win32';

function start(
  { interpreter, args, cwd, env, launcher }: Command,
  request: TrialRequest,
  folder: string,
): ChildProcess {
  const child = spawn(interpreter, [launcher, folder, ...args, ...request.options], {
    cwd,
    env: { ...defaultsOf(folder), ...env, ...forced(folder, request.seed) },
    // A group of its own can be ended with all of its children.
    detached: !isWindows,
    windowsHide: true,
    // The fifth is read by who ends the trial when this process has ended.
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
  });
  for (const stream of child.stdio) stream?.on('error', () => {});
  try {
    if (child.pid !== undefined) setPriority(child.pid, NICE);
  } catch {
    // Not where the system does not allow it, or the process has ended.
  }
  return child;
}

/** What libraries record goes nowhere but here, and no window is opened, unless the person's environment says so. */
const defaultsOf = (folder: string) => ({
  MPLBACKEND: 'Agg',
  WANDB_MODE: 'offline',
  WANDB_DIR: folder,
  WANDB_SILENT: 'true',
  MLFLOW_TRACKING_URI: `sqlite:///${join(folder, 'mlflow.db')}`,
});

const forced = (folder: string, seed: number) => ({
  // By this the launcher knows what a trial has started.
  DROPOUT_PLAYGROUND_TRIAL: folder,
  // Nothing is written beside a person's files.
  PYTHONDONTWRITEBYTECODE: '1',
  PYTHONIOENCODING: 'utf-8',
  PYTHONHASHSEED: String(seed % 2 ** 32),
});

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly error?: NodeJS.ErrnoException;
}

async function watch(
  child: ChildProcess,
  command: Command,
  listener: TrialListener,
  signal: AbortSignal,
): Promise<TrialEnd> {
  let errors = '';
  let refused: string | undefined;
  const decoder = new TextDecoder();
  child.stdout?.on('data', (chunk: Buffer) => listener.output(chunk, false));
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = (errors + decoder.decode(chunk, { stream: true })).slice(-KEPT);
    listener.output(chunk, true);
  });
  const records = linesOf((line) => {
    const record = parsed(line);
    if (Array.isArray(record))
      listener.recorded(String(record[0]), record[1] as number | null, toNumber(record[2]));
    else if (record?.wrote !== undefined) listener.wrote(String(record.wrote), Number(record.from));
    else if (record?.started !== undefined) listener.started(String(record.started));
    else if (record?.refused !== undefined) refused = String(record.refused);
  });
  child.stdio[3]?.on('data', (chunk: Buffer) => records(chunk));
  const kill = () => endGroup(child);
  signal.addEventListener('abort', kill, { once: true });
  if (signal.aborted) kill();
  const ended = await exitOf(child);
  signal.removeEventListener('abort', kill);
  // The trial is over: what it has left running is ended.
  (child.stdio[4] as Writable | null)?.end('.');
  await drained(child);
  signalGroup(child.pid, 'SIGKILL');
  if (signal.aborted) return { state: 'stopped' };
  if (ended.code === 0) return { state: 'complete' };
  return { state: 'failed', reason: refused ?? reasonOf(ended, errors, command) };
}

const exitOf = (child: ChildProcess): Promise<Ended> =>
  new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });

/** Waits for the ends of what the script writes, and of the launcher's own descriptor. */
const drained = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, DRAIN);
    function done() {
      clearTimeout(timer);
      for (const stream of child.stdio) stream?.destroy();
      resolve();
    }
    if (child.pid === undefined) done();
    else child.once('close', done);
  });

function endGroup(child: ChildProcess): void {
  signalGroup(child.pid, 'SIGTERM');
  setTimeout(() => signalGroup(child.pid, 'SIGKILL'), GRACE).unref();
}

/** What of the system ends processes. */
export interface System {
  readonly isWindows: boolean;
  run(command: string, args: readonly string[]): void;
  kill(pid: number, name: 'SIGTERM' | 'SIGKILL'): void;
}

const system: System = {
  isWindows,
  run: (command, args) =>
    void spawn(command, args, { stdio: 'ignore', windowsHide: true }).on('error', () => {}),
  kill: (pid, name) => void process.kill(pid, name),
};

/**
 * Ends a process and what it has started. Windows knows no groups of processes: there the tree below it is ended at once, which
 * leaves out what has lost its parent.
 */
export function signalGroup(
  pid: number | undefined,
  name: 'SIGTERM' | 'SIGKILL',
  { isWindows: hasTrees, run, kill }: System = system,
): void {
  if (pid === undefined) return;
  if (hasTrees) {
    run('taskkill', ['/pid', String(pid), '/T', '/F']);
    return;
  }
  try {
    kill(-pid, name);
  } catch {
    // All of its processes have ended.
  }
}

function reasonOf(
  { code, signal, error }: Ended,
  errors: string,
  { interpreter, cwd, launcher }: Command,
): string {
  if (error) return l10n.t('{0} cannot be started in {1}: {2}', interpreter, cwd, error.message);
  if (signal === 'SIGKILL')
    return l10n.t('the script was ended by the system (SIGKILL): often there was too little memory');
  if (signal) return l10n.t('the script was ended by {0} (signal {1})', signal, constants.signals[signal]);
  const last = errors
    .trimEnd()
    .split(/\r\n?|\n/)
    .at(-1)
    ?.trim();
  if (last?.startsWith('EOFError') && errors.includes('input('))
    return l10n.t('the script asks for input, which a trial cannot give; pass it as an argument instead');
  if (errors.includes('bootstrapping phase'))
    return l10n.t(
      'the processes that the script starts run it from its beginning again: put what starts them under if __name__ == "__main__":',
    );
  // Of an earlier Python not even the launcher can be read.
  if (last?.startsWith('SyntaxError') && errors.includes(launcher))
    return l10n.t('{0} is too old: Python 3.8 or later is needed', interpreter);
  if (last) return last;
  return code === REFUSED
    ? l10n.t('the launcher could not start the script')
    : l10n.t('the script ended with exit status {0} and no message', code ?? -1);
}

/** Calls `each` with every whole line of what comes in chunks. */
function linesOf(each: (line: string) => void): (chunk: Uint8Array) => void {
  const decoder = new TextDecoder();
  let rest = '';
  return (chunk) => {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) each(line);
  };
}

function parsed(line: string): Record<string, unknown> | unknown[] | null {
  try {
    return JSON.parse(line) as Record<string, unknown> | unknown[];
  } catch {
    return null;
  }
}

/** As Python writes numbers. */
function toNumber(text: unknown): number {
  if (text === 'inf') return Number.POSITIVE_INFINITY;
  return text === '-inf' ? Number.NEGATIVE_INFINITY : Number(text === 'nan' ? Number.NaN : text);
}
