import { join, resolve } from 'node:path';
import { type ScanHandlers, type ScanRecord, scanPaths } from '../code/scan-paths';
import { ScanThread, startScanner } from '../code/thread/scan-thread';
import { type Io, UsageError } from './io';

/** Milliseconds and megabytes that a file may take: it has up to 20 MB, and nobody waits for anything else. */
const BUDGET = 60_000;
const HEAP = 3_072;

/** `scan PATH…`: hyperparameters in source code, one line a finding. 2 when a path could not be read. */
export async function scanCommand(paths: readonly string[], json: boolean, io: Io): Promise<number> {
  if (paths.length === 0) throw new UsageError('scan takes at least one file or folder.');
  let status = 0;
  const handlers: ScanHandlers = {
    onFinding(record) {
      io.stdout.write(`${json ? JSON.stringify(record) : line(record)}\n`);
    },
    onProblem({ file, message }) {
      status = 2;
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
  return status;
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
