import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import * as l10n from '@vscode/l10n';
import { readWhole, TooLargeError } from '../files/read-whole';
import { reasonOf } from '../files/reasons';
import { type PartialExperiment, toExperiment } from './experiment';
import type {
  CodeHint,
  CodeLanguage,
  EditTarget,
  Finding,
  FindingKind,
  Framework,
  HintId,
  Model,
  ScanResult,
} from './finding';
import { languageOfFile } from './languages';
import { Lines } from './lines';
import { mainModels } from './runnable';
import { cutWords } from './thread/cut-words';

/** A range of text; lines and columns are 1-based, columns count UTF-16 code units, the end is not included. */
export interface RecordRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A finding as the command line prints it. */
export interface ScanRecord {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly kind: FindingKind | 'layers';
  /** `null` for an optimizer, a sequence of layers, and what could not be resolved. */
  readonly value: number | null;
  /** An optimizer's id, or a model's name. */
  readonly name: string | null;
  readonly framework: Framework;
  readonly confidence: Finding['confidence'];
  readonly text: string;
  /** The literal to replace; `keep`: it is the fraction kept, 1 − value. `null`: none is written, or none is known. */
  readonly edit: (RecordRange & { readonly keep?: true }) | null;
  /** The steps from the use to the literal, as they are written. */
  readonly chain: readonly string[];
  readonly reason: string | null;
  /** Of a sequence of layers only. */
  readonly layers?: readonly {
    kind: string;
    units: number | null;
    activation: string | null;
    ratio: number | null;
  }[];
}

/** A hint as the command line prints it. */
export interface HintRecord {
  readonly type: 'hint';
  /** What it is about, such as `alwaysOn`. */
  readonly hint: HintId;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** A page that says so. */
  readonly source: string;
}

/** A model that a file trains, as the command line prints it. */
export interface ModelRecord {
  readonly type: 'model';
  readonly file: string;
  readonly line: number;
  readonly name: string;
  /** As *Run from Code* would make it; what code does not say is left out. */
  readonly experiment: PartialExperiment;
  /** What could not be taken over, in words. */
  readonly notes: readonly string[];
}

export interface ScanHandlers {
  onFinding(record: ScanRecord): void;
  onHint?(record: HintRecord): void;
  onModel?(record: ModelRecord): void;
  /**
   * A path that was asked for and cannot be read, or a file that is too complex to be read whole. What is met in a
   * folder and cannot be read at all is passed over.
   */
  onProblem(problem: { readonly file: string; readonly message: string }): void;
}

const skippedFolders = new Set([
  'node_modules',
  '__pycache__',
  'site-packages',
  'dist-packages',
  'venv',
  'bower_components',
]);

/** Longer files hold data, not code. In bytes. */
const MAX_BYTES: Readonly<Record<CodeLanguage, number>> = {
  python: 20_000_000,
  notebook: 100_000_000,
  javascript: 5_000_000,
  typescript: 5_000_000,
  yaml: 1_000_000,
  json: 1_000_000,
  toml: 1_000_000,
};

/** Reads one text. */
export type Scan = (text: string, language: CodeLanguage) => ScanResult | Promise<ScanResult>;

/**
 * Scans files and folders, in the order of their names. Links to folders, hidden folders and other people's packages
 * are left out; so are files that are binary, of no known language, or gone by the time they are read.
 */
export async function scanPaths(paths: readonly string[], handlers: ScanHandlers, scan: Scan): Promise<void> {
  for (const path of paths) {
    for await (const { file, asked } of filesBelow(path, handlers))
      await scanFile(scan, file, asked, handlers);
  }
}

interface Candidate {
  readonly file: string;
  /** Named by the person, not met in a folder: then its absence is worth a word. */
  readonly asked: boolean;
}

async function* filesBelow(path: string, handlers: ScanHandlers): AsyncGenerator<Candidate> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) yield* filesOfFolder(path, true, handlers);
    else yield { file: path, asked: true };
  } catch (error) {
    handlers.onProblem({ file: path, message: reasonOf(error) });
  }
}

async function* filesOfFolder(
  folder: string,
  asked: boolean,
  handlers: ScanHandlers,
): AsyncGenerator<Candidate> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (asked) handlers.onProblem({ file: folder, message: reasonOf(error) });
    return [];
  });
  // A virtual environment, whatever its name.
  if (!asked && entries.some(({ name }) => name === 'pyvenv.cfg')) return;
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('.') && !skippedFolders.has(entry.name))
        yield* filesOfFolder(path, false, handlers);
    } else if (languageOfFile(entry.name) !== undefined && (entry.isFile() || entry.isSymbolicLink())) {
      yield { file: path, asked: false };
    }
  }
}

async function scanFile(scan: Scan, file: string, asked: boolean, handlers: ScanHandlers): Promise<void> {
  const language = languageOfFile(file);
  if (!language) {
    handlers.onProblem({
      file,
      message: l10n.t('not a Python, notebook, JavaScript, TypeScript, YAML, JSON or TOML file'),
    });
    return;
  }
  try {
    const text = textOf(await readWhole(file, MAX_BYTES[language]));
    if (text !== undefined) report(shown(file), text, await scan(text, language), handlers);
    else if (asked) handlers.onProblem({ file, message: l10n.t('it is not a text file') });
  } catch (error) {
    if (asked) handlers.onProblem({ file, message: problemOf(error, MAX_BYTES[language]) });
  }
}

const problemOf = (error: unknown, most: number): string =>
  error instanceof TooLargeError
    ? l10n.t('{0} bytes is more than the {1} that are read', error.bytes, most)
    : reasonOf(error);

/** A path as a person reads it: relative to the current folder where it lies below. */
function shown(file: string): string {
  const path = relative(process.cwd(), file);
  return path === '' || path.startsWith('..') || isAbsolute(path) ? file : path;
}

/** The text of a file without its byte order mark; `undefined`: it is binary. */
function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.subarray(0, 8000).includes(0)) return undefined;
  return new TextDecoder('utf-8').decode(bytes);
}

function report(file: string, text: string, result: ScanResult, handlers: ScanHandlers): void {
  const { findings, models, hints } = result;
  const message = cutWords(result);
  if (message !== undefined) handlers.onProblem({ file, message });
  if (findings.length + models.length + hints.length === 0) return;
  const lines = new Lines(text);
  const records = [
    ...findings.map((finding) => ({ start: finding.start, record: recordOf(file, finding, lines) })),
    ...models.map((model) => ({ start: model.start, record: recordOfModel(file, model, lines) })),
  ];
  records.sort((a, b) => a.start - b.start);
  for (const { record } of records) handlers.onFinding(record);
  if (handlers.onModel)
    for (const model of mainModels(result)) handlers.onModel(trainedRecord(file, model, result, lines));
  if (handlers.onHint) for (const hint of hints) handlers.onHint(hintRecord(file, hint, lines));
}

function hintRecord(file: string, { id, message, source, start }: CodeHint, lines: Lines): HintRecord {
  return { type: 'hint', hint: id, file, ...lines.at(start), message, source };
}

function trainedRecord(
  file: string,
  model: Model,
  { findings, data }: ScanResult,
  lines: Lines,
): ModelRecord {
  const { experiment, notes } = toExperiment(findings, model, data);
  const { line } = lines.at(model.start);
  return { type: 'model', file, line, name: model.name, experiment, notes: [...new Set(notes)] };
}

function recordOf(file: string, finding: Finding, lines: Lines): ScanRecord {
  const { kind, value, name, framework, confidence, text, reason } = finding;
  const edit = finding.edit && editOf(finding.edit, lines);
  const chain = finding.chain.map((step) => step.text);
  const place = { file, ...lines.at(finding.start) };
  return { ...place, kind, value, name, framework, confidence, text, edit, chain, reason };
}

/** Where nothing is written there is nothing to replace: an insertion needs more than a number. */
function editOf(edit: EditTarget, lines: Lines): ScanRecord['edit'] {
  if (edit.text === '') return null;
  const from = lines.at(edit.start);
  const to = lines.at(edit.end);
  return { ...from, endLine: to.line, endColumn: to.column, ...(edit.keep ? { keep: true as const } : {}) };
}

function recordOfModel(file: string, model: Model, lines: Lines): ScanRecord {
  const { name, framework, notes } = model;
  const layers = model.layers.map(({ kind, units, activation, ratio }) => ({
    kind,
    units,
    activation,
    ratio,
  }));
  return {
    file,
    ...lines.at(model.start),
    kind: 'layers',
    value: null,
    name,
    framework,
    confidence: notes.length === 0 ? 'high' : 'medium',
    text: summaryOf(model),
    edit: null,
    chain: [],
    reason: notes.length === 0 ? null : notes.join('; '),
    layers,
  };
}

/** A sequence of layers in one line: `linear 128 relu · dropout 0.5 · linear 10`. */
export function summaryOf({ layers }: Model): string {
  const words = layers.map(({ kind, units, activation, ratio }) =>
    [kind === 'activation' ? null : kind, units, activation, ratio].filter((word) => word !== null).join(' '),
  );
  return words.join(' · ');
}
