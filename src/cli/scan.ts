import { resolve } from 'node:path';
import { type FindingRecord, scanPaths } from '../code/scan-paths';
import { type Io, UsageError } from './io';

/** `scan PATH…`: hyperparameters in source code, one line a finding. 2 when a path could not be read. */
export async function scanCommand(paths: readonly string[], json: boolean, io: Io): Promise<number> {
  if (paths.length === 0) throw new UsageError('scan takes at least one file or folder.');
  let status = 0;
  const listener = {
    onFinding(finding: FindingRecord) {
      io.stdout.write(`${json ? JSON.stringify(finding) : line(finding)}\n`);
    },
    onProblem({ file, message }: { readonly file: string; readonly message: string }) {
      status = 2;
      io.stderr.write(`${file}: ${message}\n`);
    },
  };
  await scanPaths(
    paths.map((path) => resolve(io.cwd(), path)),
    listener,
    io.assets,
  );
  return status;
}

function line(finding: FindingRecord): string {
  const { file, kind, framework, value, name, reason } = finding;
  const found = value ?? name ?? `not resolved (${reason})`;
  return `${file}:${finding.line}:${finding.column}: ${kind} ${found} [${framework}]`;
}

/** An optimizer has a name and a model its layers; anything else without a number could not be resolved. */
function valueInWords({ kind, name, text, reason }: ScanRecord): string {
  if (kind === 'optimizer') return name ?? '';
  return kind === 'layers' ? `${name}: ${text}` : `unresolved (${reason})`;
}
