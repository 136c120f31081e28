import { dirname, resolve } from 'node:path';
import { parseExperimentText } from '../experiment/parse';
import { type Experiment, MAX_FILE_BYTES, MAX_SEEDS } from '../experiment/schema';
import { openRegular } from '../files/read-whole';
import { reasonOf } from '../files/reasons';
import { wholeNumber } from './arguments';
import { InputError, type Io } from './io';

export interface RunFlags {
  readonly json: boolean;
  readonly baseline: boolean;
  readonly seeds?: string | undefined;
  /** Maximum number of processor cores; 0 for all. */
  readonly threads?: string | undefined;
  /** Where to write a report. */
  readonly report?: string | undefined;
  readonly 'single-file'?: boolean | undefined;
}

/** An experiment, and the folder its paths are relative to. */
export interface Located {
  readonly experiment: Experiment;
  readonly folder: string;
  /** Its file; undefined for standard input. */
  readonly file?: string;
}

/**
 * Reads an experiment from a file, or from standard input for `-`. Warnings go to stderr.
 * @throws InputError if it cannot be read or is invalid.
 */
export async function readExperiment(path: string, flags: RunFlags, io: Io): Promise<Located> {
  const isStdin = path === '-';
  const name = isStdin ? '<stdin>' : path;
  const file = resolve(io.cwd(), path);
  const text = isStdin ? await readStream(io.stdin) : await readFileText(file, name);
  const parsed = parseExperimentText(text, name);
  if (!parsed.ok) throw new InputError(parsed.problems.map(({ message }) => message).join('\n'));
  for (const warning of parsed.warnings) io.stderr.write(`${name}: warning: ${warning}\n`);
  const experiment = withFlags(parsed.experiment, flags);
  return isStdin ? { experiment, folder: io.cwd() } : { experiment, folder: dirname(file), file };
}

function withFlags(experiment: Experiment, flags: RunFlags): Experiment {
  const { seeds = String(experiment.seeds) } = flags;
  return {
    ...experiment,
    seeds: wholeNumber('seeds', seeds, [1, MAX_SEEDS]),
    baseline: experiment.baseline || flags.baseline,
  };
}

/** One byte beyond the limit suffices to detect excess. */
const MOST_BYTES = 4 * MAX_FILE_BYTES + 1;

async function readFileText(file: string, name: string): Promise<string> {
  try {
    const { handle } = await openRegular(file);
    try {
      return await readStream(handle.createReadStream({ autoClose: false, end: MOST_BYTES }));
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new InputError(`${name}: ${reasonOf(error)}`);
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
