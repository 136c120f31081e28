import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { codeGenerators } from '../../src/code/generate/index';
import { parseExperiment } from '../../src/experiment/parse';
import type { Experiment } from '../../src/experiment/schema';
import { skip } from '../support/skip';

/** A whole experiment of what differs from the default. */
export function experimentOf(input: object): Experiment {
  const result = parseExperiment({ version: 1, ...input });
  assert.ok(result.ok, JSON.stringify(result));
  return result.experiment;
}

/** The program for a library. */
export function codeOf(id: string, experiment: Experiment): string {
  return codeGenerators.find((one) => one.id === id)!.generate(experiment).code;
}

/** What was found for the modules that were asked for. */
const pythons = new Map<string, string | undefined>();

/** The command of a Python that can import `module`; without one the test is skipped. */
export function pythonWith(module: string, test: Mocha.Context): string {
  if (!pythons.has(module)) pythons.set(module, commandWith(module));
  return pythons.get(module) ?? skip(test, `there is no Python with ${module}`);
}

/** Runs the programs whose paths it reads, each in its own folder, and answers what each has printed. */
const RUN_PROGRAMS = `
import contextlib, io, json, os, runpy, sys, traceback
for line in sys.stdin:
    path, printed, error = json.loads(line), io.StringIO(), None
    os.chdir(os.path.dirname(path))
    try:
        with contextlib.redirect_stdout(printed):
            runpy.run_path(path, run_name="__main__")
    except BaseException:
        error = traceback.format_exc()
    print(json.dumps([printed.getvalue(), error]), flush=True)
`;

/**
 * For the suite that calls it: runs a Python program and resolves to what it prints. A command is started once and runs
 * its programs one after the other, so that the libraries are loaded once.
 */
export function pythonPrograms(): (command: string, path: string) => Promise<string> {
  const running = new Map<string, PythonProcess>();
  after(() => {
    for (const { child } of running.values()) child.kill();
  });
  return async (command, path) => {
    const { child, answers } = running.get(command) ?? startPython(command);
    running.set(command, { child, answers });
    child.stdin!.write(`${JSON.stringify(path)}\n`);
    const { value, done } = await answers.next();
    assert.ok(!done, `Python ended while it ran ${path}`);
    const [printed, error] = JSON.parse(value) as [string, string | null];
    assert.equal(error, null, `${path}\n${error}`);
    return printed;
  };
}

interface PythonProcess {
  readonly child: ChildProcess;
  readonly answers: AsyncIterator<string>;
}

function startPython(command: string): PythonProcess {
  // Networks this small are trained faster by one thread than by several.
  const env = { ...process.env, OMP_NUM_THREADS: '1' };
  const child = spawn(command, ['-c', RUN_PROGRAMS], { stdio: ['pipe', 'pipe', 'inherit'], env });
  return { child, answers: createInterface({ input: child.stdout! })[Symbol.asyncIterator]() };
}

/** Modules that were imported: the same path is another module each time. */
let modules = 0;

/** Writes a JavaScript module, and runs it in its own folder. Resolves to what it exports as its default. */
export async function defaultOf<T>(path: string, text: string): Promise<T> {
  writeFileSync(path, text);
  modules++;
  const before = process.cwd();
  process.chdir(dirname(path));
  try {
    return (await import(`${pathToFileURL(path).href}?${modules}`)).default;
  } finally {
    process.chdir(before);
  }
}

const commandWith = (module: string) =>
  ['python3', '/usr/bin/python3', 'python'].find((command) => {
    try {
      execFileSync(command, ['-c', `import ${module}`], { stdio: 'ignore', timeout: 60_000 });
      return true;
    } catch {
      return false;
    }
  });
