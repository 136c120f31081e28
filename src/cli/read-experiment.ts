import { open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseExperiment, parseExperimentText } from '../experiment/parse';
import { type Experiment, MAX_FILE_BYTES } from '../experiment/schema';
import { InputError, type Io, UsageError } from './io';

export interface RunFlags {
  readonly json: boolean;
  readonly baseline: boolean;
  readonly seeds?: string | undefined;
  /** Processor cores to use at the most; 0 for all. */
  readonly threads?: string | undefined;
  /** Where to write a report. */
  readonly report?: string | undefined;
  readonly 'single-file'?: boolean | undefined;
}

/** An experiment and the folder that its paths are relative to. */
export interface Located {
  readonly experiment: Experiment;
  readonly folder: string;
}

/**
 * Reads an experiment from a file, or from standard input for `-`. Warnings go to stderr.
 * @throws InputError when it cannot be read or is not valid.
 */
export async function readExperiment(path: string, flags: RunFlags, io: Io): Promise<Located> {
  const isStdin = path === '-';
  const name = isStdin ? '<stdin>' : path;
  const file = resolve(io.cwd(), path);
  const text = isStdin ? await readStream(io.stdin) : await readFileText(file, name);
  const parsed = parseExperimentText(text, name);
  if (!parsed.ok) throw new InputError(parsed.problems.map(({ message }) => message).join('\n'));
  for (const warning of parsed.warnings) io.stderr.write(`${name}: warning: ${warning}\n`);
  return { experiment: withFlags(parsed.experiment, flags), folder: isStdin ? io.cwd() : dirname(file) };
}

function withFlags(experiment: Experiment, flags: RunFlags): Experiment {
  const seeds = flags.seeds === undefined ? experiment.seeds : Number(flags.seeds || Number.NaN);
  const changed = parseExperiment({ ...experiment, seeds, baseline: experiment.baseline || flags.baseline });
  if (!changed.ok) throw new UsageError(`--seeds ${flags.seeds}: ${changed.problems[0].message}`);
  return changed.experiment;
}

/** One byte more than is allowed is enough to see that there is too much. */
const MOST_BYTES = 4 * MAX_FILE_BYTES + 1;

const REASONS = new Map([
  ['ENOENT', 'there is no such file'],
  ['EISDIR', 'this is a folder, not an experiment file'],
  ['EACCES', 'the file may not be read'],
]);

async function readFileText(file: string, name: string): Promise<string> {
  try {
    const handle = await open(file);
    try {
      return await readStream(handle.createReadStream({ autoClose: false, end: MOST_BYTES }));
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(`${name}: ${REASONS.get(code ?? '') ?? message}`);
  }
}

async function readStream(stream: AsyncIterable<Uint8Array | string>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk));
    size += chunk.length;
    if (size > MOST_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}
