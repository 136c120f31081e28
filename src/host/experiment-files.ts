import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { type ParseResult, type Problem, parseExperimentText } from '../experiment/parse';
import { type Experiment, MAX_FILE_BYTES } from '../experiment/schema';
import { locatedStudyProblems } from '../experiment/study-places';
import { DisposableObject } from './disposable';
import { reasonOf } from './log';

const RECHECK_MILLISECONDS = 300;

/** An experiment as a file holds it, and the folder that its paths are relative to. */
export interface OpenedExperiment {
  readonly uri: vscode.Uri;
  readonly experiment: Experiment;
  readonly folder: string | null;
  readonly warnings: readonly string[];
}

/** Opens experiment files, and shows at the line what is wrong with one. */
export class ExperimentFiles extends DisposableObject {
  readonly #diagnostics = this.register(vscode.languages.createDiagnosticCollection('Dropout Playground'));
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #parsed = new WeakMap<
    vscode.TextDocument,
    { readonly version: number; readonly result: ParseResult }
  >();

  readonly #log: vscode.LogOutputChannel;

  constructor(log: vscode.LogOutputChannel) {
    super();
    this.#log = log;
    this.register(vscode.workspace.onDidChangeTextDocument(({ document }) => this.#recheck(document)));
    this.register(vscode.workspace.onDidDeleteFiles(({ files }) => this.#forget(files)));
    this.register(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#forget([uri])));
    this.register({
      dispose: () => {
        for (const timer of this.#timers.values()) clearTimeout(timer);
      },
    });
  }

  /** Reads a file, or asks which. Undefined where there is nothing to show for it; a person then knows why. */
  async open(chosen?: vscode.Uri): Promise<OpenedExperiment | undefined> {
    const uri = chosen ?? (await this.#ask());
    if (uri === undefined) return undefined;
    const name = fileName(uri);
    try {
      const { size, type } = await vscode.workspace.fs.stat(uri);
      // A pipe or a device may never give anything, or never end.
      if ((type & vscode.FileType.File) === 0) throw new Error(vscode.l10n.t('it is not a file.'));
      if (size > MAX_FILE_BYTES) {
        const words = vscode.l10n.t(
          '{0} has {1} bytes; an experiment file has at most {2}.',
          name,
          size.toLocaleString('en'),
          MAX_FILE_BYTES.toLocaleString('en'),
        );
        void vscode.window.showErrorMessage(words);
        return undefined;
      }
      return this.#check(uri, await vscode.workspace.openTextDocument(uri));
    } catch (error) {
      this.#log.error(`${uri.toString(true)} cannot be read: ${reasonOf(error)}`);
      void vscode.window.showErrorMessage(vscode.l10n.t('{0} cannot be read: {1}', name, reasonOf(error)));
      return undefined;
    }
  }

  /** What a document says, read once for each of its versions. */
  parse(document: vscode.TextDocument): ParseResult {
    const { version } = document;
    const known = this.#parsed.get(document);
    if (known?.version === version) return known.result;
    const result = parseExperimentText(document.getText());
    this.#parsed.set(document, { version, result });
    return result;
  }

  /** Shows at their lines what is wrong with a text, or that nothing is any more. */
  review(document: vscode.TextDocument): void {
    const result = this.parse(document);
    const { Error: Wrong, Warning } = vscode.DiagnosticSeverity;
    const found = result.ok
      ? diagnosticsOf(locatedStudyProblems(result.experiment, document.getText()), document, Warning)
      : diagnosticsOf(result.problems, document, Wrong);
    this.#diagnostics.set(document.uri, found);
  }

  async #ask(): Promise<vscode.Uri | undefined> {
    const folder = vscode.workspace.workspaceFolders?.at(0)?.uri;
    const chosen = await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Open Experiment File'),
      filters: { [vscode.l10n.t('Experiment files')]: ['json'] },
      ...(folder && { defaultUri: folder }),
    });
    return chosen?.at(0);
  }

  #check(uri: vscode.Uri, document: vscode.TextDocument): OpenedExperiment | undefined {
    const result = this.parse(document);
    if (!result.ok) {
      this.review(document);
      void this.#say(uri, this.#diagnostics.get(uri)![0]!);
      return undefined;
    }
    this.review(document);
    for (const warning of result.warnings) this.#log.warn(`${fileName(uri)}: ${warning}`);
    return { uri, experiment: result.experiment, folder: folderOf(uri), warnings: result.warnings };
  }

  /** One message, about the first problem; all of them stand at their lines. */
  async #say(uri: vscode.Uri, { message, range }: vscode.Diagnostic): Promise<void> {
    const show = vscode.l10n.t('Show in File');
    const words = vscode.l10n.t(
      'The experiment was not opened. {0}, line {1}: {2}',
      fileName(uri),
      range.start.line + 1,
      message,
    );
    if ((await vscode.window.showErrorMessage(words, show)) !== show) return;
    await vscode.window.showTextDocument(uri, { selection: new vscode.Range(range.start, range.start) });
  }

  /** What has been complained about is looked at again while it is being mended. */
  #recheck(document: vscode.TextDocument): void {
    if (!this.#diagnostics.has(document.uri)) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    const recheck = () => {
      this.#timers.delete(key);
      this.review(document);
    };
    this.#timers.set(key, setTimeout(recheck, RECHECK_MILLISECONDS));
  }

  #forget(files: readonly vscode.Uri[]): void {
    for (const uri of files) {
      const key = uri.toString();
      clearTimeout(this.#timers.get(key));
      this.#timers.delete(key);
      this.#diagnostics.delete(uri);
    }
  }
}

/** The folder on disk that a file lies in; null for a file that is not on a disk. */
export function folderOf(uri: vscode.Uri): string | null {
  return uri.scheme === 'file' ? dirname(uri.fsPath) : null;
}

/** A file's name, without folders. */
export function fileName(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

/** A string, or a number or word, or a bracket. */
const TOKEN = /^(?:"(?:[^"\\]|\\.)*"|[^\s,{}[\]":]+|.)/;
/** Characters that are underlined at the most. */
const LONGEST_TOKEN = 1000;

/** In the order of their lines. */
function diagnosticsOf(
  problems: readonly Problem[],
  document: vscode.TextDocument,
  severity: vscode.DiagnosticSeverity,
): vscode.Diagnostic[] {
  const diagnostics = problems.map(({ message, line = 1, column = 1 }) => {
    const { text } = document.lineAt(line - 1);
    const length = TOKEN.exec(text.slice(column - 1, column - 1 + LONGEST_TOKEN))?.[0].length ?? 1;
    const range = new vscode.Range(line - 1, column - 1, line - 1, column - 1 + length);
    const diagnostic = new vscode.Diagnostic(range, message, severity);
    diagnostic.source = 'Dropout Playground';
    return diagnostic;
  });
  return diagnostics.sort((a, b) => a.range.start.compareTo(b.range.start));
}
