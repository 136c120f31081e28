import { join, resolve } from 'node:path';
import {
  type HintRecord,
  type ModelRecord,
  type ScanHandlers,
  type ScanRecord,
  scanPaths,
} from '../code/scan-paths';
import { ScanThread, startScanner } from '../code/thread/scan-thread';
import { type Io, UsageError } from './io';

/** Milliseconds and megabytes that a file may take: it has up to 20 MB, and nobody waits for anything else. */
const BUDGET = 60_000;
const HEAP = 3_072;

/** What `scan` prints beside findings. */
export interface ScanOptions {
  readonly json: boolean;
  readonly hints: boolean;
  readonly models: boolean;
}

/**
 * `scan PATH…`: hyperparameters in source code, one line a finding; on request also hints and models. 2 when a path
 * could not be read, else 1 when hints were asked for and there are any.
 */
export async function scanCommand(paths: readonly string[], options: ScanOptions, io: Io): Promise<number> {
  if (paths.length === 0) throw new UsageError('scan takes at least one file or folder.');
  let hasHints = false;
  let isUnread = false;
  const print = <T>(record: T, words: (record: T) => string) =>
    io.stdout.write(`${options.json ? JSON.stringify(record) : words(record)}\n`);
  const handlers: ScanHandlers = {
    onFinding: (record) => print(record, line),
    ...(options.models && { onModel: (record: ModelRecord) => print(record, modelLine) }),
    ...(options.hints && {
      onHint(record: HintRecord) {
        hasHints = true;
        print(record, hintLine);
      },
    }),
    onProblem({ file, message }) {
      isUnread = true;
      io.stderr.write(`${file}: ${message}\n`);
    },
  };
  const start = () => startScanner(join(io.assets, 'scanner.js'), { wasmDir: io.assets }, HEAP);
  const thread = new ScanThread({ start, budget: BUDGET });
  try {
    const resolved = paths.map((path) => resolve(io.cwd(), path));
    await scanPaths(resolved, handlers, (text, language) => thread.scan(text, language));
  } finally {
    thread.dispose();
  }
  return isUnread ? 2 : hasHints ? 1 : 0;
}

function hintLine({ file, hint, message, source, ...at }: HintRecord): string {
  return `${file}:${at.line}:${at.column}: hint ${hint}: ${message} ${source}`;
}

/** `train.py:9: model Net: hidden 64-32, drop 0.5, adam, learning rate 0.001 (not taken over: …)` */
function modelLine({ file, name, experiment, notes, ...at }: ModelRecord): string {
  const { network, dropout, training } = experiment;
  const words = [
    ...(network.hidden ? [`hidden ${network.hidden.join('-')}`] : []),
    ...(dropout.ratio === undefined ? [] : [`dropout ${dropout.ratio}`]),
    ...Object.entries(training).map(
      ([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : value}`,
    ),
  ];
  const left = notes.length === 0 ? '' : ` (${notes.join('; ')})`;
  return `${file}:${at.line}: model ${name}: ${words.join(', ')}${left}`;
}

function line(record: ScanRecord): string {
  const { file, kind, framework } = record;
  return `${file}:${record.line}:${record.column}: ${kind} ${valueInWords(record)} [${framework}]`;
}

/** An optimizer has a name and a model its layers; anything else without a number could not be resolved. */
function valueInWords({ kind, value, name, text, reason }: ScanRecord): string {
  if (value !== null) return String(value);
  if (kind === 'optimizer' && name !== null) return name;
  return kind === 'layers' ? `${name}: ${text}` : `not resolved (${reason})`;
}
