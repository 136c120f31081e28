import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ordinary, program } from '../../code/program';
import { cliScript } from '../../worker/built-worker';

export interface FolderTimes {
  readonly files: number;
  readonly lines: number;
  readonly findings: number;
  readonly seconds: number;
}

/** A workspace of so many Python files, one in five with networks, scanned by the command line, its start included. */
export async function folderTimes(files = 1000): Promise<FolderTimes> {
  const folder = mkdtempSync(join(tmpdir(), 'playground-scan-'));
  try {
    let lines = 0;
    for (let n = 0; n < files; n++) {
      const text = n % 5 === 0 ? program(6) : Array.from({ length: 8 }, (_, k) => ordinary(k)).join('\n');
      lines += text.split('\n').length;
      mkdirSync(join(folder, `part${n % 20}`), { recursive: true });
      writeFileSync(join(folder, `part${n % 20}`, `file${n}.py`), text);
    }
    const script = cliScript();
    const begun = performance.now();
    const output = await stdoutOf([script, 'scan', folder, '--json']);
    const seconds = (performance.now() - begun) / 1000;
    return { files, lines, findings: output.split('\n').length - 1, seconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function stdoutOf(args: readonly string[]): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part) => parts.push(part));
    child.on('error', fail);
    child.on('close', (code) =>
      code === 0 ? done(Buffer.concat(parts).toString()) : fail(new Error(`scan ended with ${code}`)),
    );
  });
}
