import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');

/** An environment whose PATH starts with the project's own tools, Node among them. */
export function toolEnvironment(extra = {}) {
  const separator = process.platform === 'win32' ? ';' : ':';
  return {
    ...process.env,
    PATH: `${resolve(root, 'node_modules/.bin')}${separator}${process.env.PATH}`,
    ...extra,
  };
}

/**
 * Runs a command to its end. Resolves to { code, output }; rejects for a status other than 0 unless `allowFailure`.
 * Options: cwd, env, quiet (keep the output to ourselves), allowFailure.
 */
export function run(command, args, options = {}) {
  const { cwd = root, env = {}, quiet = false, allowFailure = false } = options;
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      cwd,
      env: toolEnvironment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    const take = (stream) => (chunk) => {
      output += chunk;
      if (!quiet) stream.write(chunk);
    };
    child.stdout.on('data', take(process.stdout));
    child.stderr.on('data', take(process.stderr));
    child.on('error', fail);
    child.on('close', (code) => {
      if (code === 0 || allowFailure) done({ code, output });
      else
        fail(
          new Error(`${command} ${args.join(' ')} ended with status ${code}${quiet ? `\n${output}` : ''}`),
        );
    });
  });
}

/** Prints what goes on, for a person who waits. */
export function say(text) {
  process.stdout.write(`${text}\n`);
}
