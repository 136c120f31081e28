import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
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

const commandWith = (module: string) =>
  ['python3', '/usr/bin/python3', 'python'].find((command) => {
    try {
      execFileSync(command, ['-c', `import ${module}`], { stdio: 'ignore', timeout: 60_000 });
      return true;
    } catch {
      return false;
    }
  });
