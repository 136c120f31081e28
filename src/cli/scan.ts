import { resolve } from 'node:path';
import { scanPaths } from '../code/scan-paths';
import { type Io, UsageError } from './io';

/** `scan PATH…`: hyperparameters in source code, one line a finding. */
export async function scanCommand(paths: readonly string[], json: boolean, io: Io): Promise<number> {
  if (paths.length === 0) throw new UsageError('scan takes at least one file or folder.');
  let problems = 0;
  await scanPaths(
    paths.map((path) => resolve(io.cwd(), path)),
    {
      onFinding: (finding) => {
        const place = `${finding.file}:${finding.line}:${finding.column}`;
        const value = finding.value ?? finding.name ?? `unresolved (${finding.reason})`;
        io.stdout.write(
          json
            ? `${JSON.stringify(finding)}\n`
            : `${place}: ${finding.kind} ${value} [${finding.framework}]\n`,
        );
      },
      onProblem: (problem) => {
        problems++;
        io.stderr.write(`${problem.file}: ${problem.message}\n`);
      },
    },
  );
  return problems > 0 && paths.length === problems ? 2 : 0;
}
