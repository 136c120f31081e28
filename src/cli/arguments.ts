import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { nearest } from '../experiment/allowed';
import { UsageError } from './io';

const options = {
  json: { type: 'boolean', default: false },
  hints: { type: 'boolean', default: false },
  models: { type: 'boolean', default: false },
  baseline: { type: 'boolean', default: false },
  seeds: { type: 'string' },
  fair: { type: 'boolean', default: false },
  regularizers: { type: 'boolean', default: false },
  trials: { type: 'string' },
  fresh: { type: 'string' },
  workers: { type: 'string' },
  follow: { type: 'boolean', default: false },
  journal: { type: 'string' },
  name: { type: 'string' },
  sampler: { type: 'string' },
  report: { type: 'string' },
  threads: { type: 'string' },
  queue: { type: 'string' },
  'password-file': { type: 'string' },
  'max-cost': { type: 'string' },
  cache: { type: 'string' },
  verify: { type: 'string' },
  set: { type: 'string', multiple: true },
  read: { type: 'string', multiple: true },
  python: { type: 'string' },
  'single-file': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', short: 'v', default: false },
} as const;

const names = Object.keys(options);
const dashed = (some: readonly string[]) => some.map((name) => `--${name}`).join(', ');

/** Parses command-line arguments. Throws a UsageError for an invalid one. */
export function parseArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const name = code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' ? message.match(/'(-[^' ]*)'/)?.[1] : undefined;
    throw new UsageError(name === undefined ? message : unknownOption(name));
  }
}

function unknownOption(name: string): string {
  const guess = nearest(name.replace(/^-+/, ''), names);
  const words = guess ? `did you mean --${guess}?` : `there are ${dashed(names)}.`;
  return `There is no option ${name}; ${words}`;
}

/** Throws a UsageError for options that the command does not have, rather than silently ignoring them. */
export function refuseOthers(command: string, given: object, own: readonly string[]): void {
  const values = new Map(Object.entries(given));
  const others = names.filter((name) => values.get(name) && !own.includes(name));
  if (others.length === 0) return;
  throw new UsageError(`${command} has no option ${dashed(others)}; it has ${dashed(own)}.`);
}

/** Throws a UsageError for an empty path, which is an unset shell variable rather than the current folder. */
export function refuseEmpty(paths: readonly string[]): void {
  if (paths.includes('')) throw new UsageError('a path is empty; the name of a file is needed.');
}

/** Parses the whole number of an option. Throws a UsageError outside the range. */
export function wholeNumber(option: string, text: string, [low, high]: readonly [number, number]): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= low && value <= high) return value;
  throw new UsageError(`--${option} ${text}: a whole number from ${low} to ${high} is needed.`);
}

/** Number of cores to use for `--threads` or another option; left out or 0: all. */
export const coresOf = (count = '0', option = 'threads'): number =>
  wholeNumber(option, count, [0, 9999]) || availableParallelism();
