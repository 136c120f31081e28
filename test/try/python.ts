import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { cli } from '../study/cli-support';
import { python } from '../support/python3';
import { skip } from '../support/skip';

export { python };

/** Skips a test where there is no Python. */
export function needsPython(test: Mocha.Context): void {
  if (python === undefined) skip(test, 'there is no python3');
}

const folders: string[] = [];
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder, with a blank and a letter that is not ASCII in its path, of files: their texts or bytes by name. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const base = mkdtempSync(join(tmpdir(), 'dropout-playground-try-'));
  folders.push(base);
  const folder = join(base, 'ein Versuch ñ 학습');
  for (const [name, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), contents);
  }
  return folder;
}

/** All files below a folder, with what is in them. */
export function contentsOf(folder: string): Record<string, string> {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = all.map((name) => join(folder, name)).filter((path) => statSync(path).isFile());
  const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
  return Object.fromEntries(files.map((path) => [relative(folder, path), digest(path)]));
}

/** Tries values of a script on the command line, as JSON lines; every file is as it was, and none is added. */
export async function tried(folder: string, script: string, ...flags: string[]) {
  const before = contentsOf(folder);
  const answered = await cli(['try', join(folder, script), '--python', python!, '--json', ...flags]);
  if (JSON.stringify(contentsOf(folder)) !== JSON.stringify(before))
    throw new Error(`files have changed: ${Object.keys(contentsOf(folder)).join(', ')}`);
  const of = (type: string) => answered.lines.filter((line) => line.type === type);
  return { ...answered, metrics: of('metric'), trials: of('trial'), answer: answered.lines.at(-1) };
}
