import { lstat, readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Finding, FindingKind, Framework } from './finding';
import { languageOfFile } from './languages';
import { Lines } from './lines';
import { CodeScanner } from './scanner';

/** A finding as it is printed: 1-based lines and columns, columns in UTF-16 code units. */
export interface FindingRecord {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly kind: FindingKind;
  readonly value: number | null;
  /** The id of an optimizer, where `kind` is `optimizer`. */
  readonly name: string | null;
  readonly framework: Framework;
  readonly text: string;
  readonly edit: {
    readonly line: number;
    readonly column: number;
    readonly endLine: number;
    readonly endColumn: number;
  } | null;
  readonly confidence: Finding['confidence'];
  readonly chain: readonly string[];
  /** Why there is no value, or why it cannot be edited. */
  readonly reason: string | null;
}

export interface ScanListener {
  onFinding(finding: FindingRecord): void;
  /** A path that was named and cannot be read. Files met on the way that are not text are passed over in silence. */
  onProblem(problem: { readonly file: string; readonly message: string }): void;
}

/** Folders that hold other people's code or none. */
const SKIPPED = new Set([
  'node_modules',
  '.git',
  '.hg',
  '.svn',
  'venv',
  '.venv',
  'env',
  '__pycache__',
  '.tox',
  '.mypy_cache',
  'site-packages',
  'dist',
  'build',
]);
/** Larger files are data. */
const MOST_BYTES = 5_000_000;

/** Scans files and folders; a file that vanishes or cannot be read on the way is passed over. */
export async function scanPaths(
  paths: readonly string[],
  listener: ScanListener,
  wasmDir = dirname(process.argv[1] ?? '.'),
): Promise<void> {
  const scanner = await CodeScanner.load(wasmDir);
  for (const path of paths) {
    try {
      const stat = await lstat(path);
      if (stat.isDirectory()) await scanFolder(scanner, path, listener);
      else await scanFile(scanner, path, listener);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      listener.onProblem({
        file: path,
        message: code === 'ENOENT' ? 'there is no such file or folder' : message,
      });
    }
  }
}

async function scanFolder(scanner: CodeScanner, folder: string, listener: ScanListener): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) await scanFolder(scanner, path, listener);
    else if (entry.isFile() && languageOfFile(path)) await scanFile(scanner, path, listener).catch(() => {});
  }
}

async function scanFile(scanner: CodeScanner, path: string, listener: ScanListener): Promise<void> {
  const language = languageOfFile(path);
  if (!language)
    throw new Error(
      'this kind of file is not read; Python, notebooks, JavaScript, TypeScript, YAML, JSON and TOML are',
    );
  const bytes = await readFile(path);
  if (bytes.length > MOST_BYTES || bytes.subarray(0, 4096).includes(0)) return;
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  const lines = new Lines(text);
  for (const finding of scanner.scan(text, language).findings)
    listener.onFinding(record(relative(process.cwd(), path) || path, finding, lines));
}

function record(file: string, finding: Finding, lines: Lines): FindingRecord {
  const { kind, value, name, framework, text, confidence, chain, reason, edit } = finding;
  const end = edit && lines.at(edit.end);
  return {
    file,
    ...lines.at(finding.start),
    kind,
    value,
    name,
    framework,
    text,
    edit: edit && end && { ...lines.at(edit.start), endLine: end.line, endColumn: end.column },
    confidence,
    chain: chain.map((step) => step.text),
    reason,
  };
}
