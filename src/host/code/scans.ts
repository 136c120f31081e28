import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ScanResult, Span } from '../../code/finding';
import type { CodeDocument, CodeScanner } from '../../code/scanner';
import { DisposableObject } from '../disposable';
import { reasonOf } from '../log';
import { Emitter } from '../store/emitter';
import { notebookKey, type ScanTarget, targetOf } from './scan-target';
import { shiftResult } from './shift';

/** A pause in typing this long brings a new scan. */
const TYPING_MILLISECONDS = 150;
/** Code that is still broken after this long a pause is taken as it is. */
const BROKEN_MILLISECONDS = 5_000;

/** What is known of a file or a notebook. Spans are valid in the documents as they are now. */
export interface Scan {
  readonly key: string;
  /** One for a file, the code cells of a notebook; a span's `cell` counts in them. */
  readonly documents: readonly vscode.TextDocument[];
  readonly isNotebook: boolean;
  readonly result: ScanResult;
}

/** The document that a span of `scan` lies in. */
export function documentOf(scan: Scan, span: Span): vscode.TextDocument | undefined {
  return scan.documents[span.cell ?? 0];
}

/** A span as VS Code has it. */
export function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** The text that the spans of `scan` count in, as the scanner's edits want it. */
export function textOf({ isNotebook, documents }: Scan): string | string[] {
  const texts = documents.map((document) => document.getText());
  return isNotebook ? texts : (texts[0] ?? '');
}

class ScannedFile {
  scan: Scan | undefined;
  timer: NodeJS.Timeout | undefined;

  constructor(
    readonly target: ScanTarget,
    private readonly code: CodeDocument,
  ) {}

  read(): Scan {
    const { target, code } = this;
    const documents = target.documents();
    const result =
      target.notebook === undefined
        ? code.update(documents[0]?.getText() ?? '')
        : code.updateCells(documents.map((document) => document.getText()));
    return { key: target.key, documents, isNotebook: target.notebook !== undefined, result };
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.code.dispose();
  }
}

export interface Rescan {
  /** What was shown until now; undefined: nothing yet. */
  readonly before: Scan | undefined;
  readonly after: Scan;
}

/**
 * Keeps a scan of each document that someone asked about. While a person types, results move along with the text and
 * are replaced after a pause; code that has become unreadable keeps its last good result. The scanner is loaded when
 * it is first needed.
 */
export class Scans extends DisposableObject {
  readonly #files = new Map<string, ScannedFile>();
  readonly #opening = new Map<string, Promise<ScannedFile | undefined>>();
  readonly #scanned = this.register(new Emitter<Rescan>());
  readonly #closed = this.register(new Emitter<Scan>());
  /** A result has been replaced, not merely moved. */
  readonly onDidScan = this.#scanned.event;
  readonly onDidClose = this.#closed.event;
  #scanner: Promise<CodeScanner | undefined> | undefined;

  constructor(
    private readonly wasmDir: string,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
    const { workspace } = vscode;
    this.register(workspace.onDidChangeTextDocument((event) => this.#follow(event)));
    this.register(
      workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
        const file = this.#files.get(notebookKey(notebook.uri));
        if (file && contentChanges.length > 0) this.#later(file, TYPING_MILLISECONDS);
      }),
    );
    this.register(workspace.onDidCloseTextDocument(({ uri }) => this.#close(uri.toString())));
    // A cell of another language has become Python, or the other way round: that is no change of the notebook.
    this.register(workspace.onDidOpenTextDocument((document) => this.#joined(document)));
    this.register(workspace.onDidCloseNotebookDocument(({ uri }) => this.#close(notebookKey(uri))));
    this.register({ dispose: () => this.#closeAll() });
  }

  /** What is shown about a document; undefined where it is none that is scanned. */
  async of(document: vscode.TextDocument): Promise<Scan | undefined> {
    return (await this.#file(document))?.scan;
  }

  /** A scan of the text as it is at this moment, syntax errors and all. */
  async fresh(document: vscode.TextDocument): Promise<Scan | undefined> {
    return (await this.#file(document))?.read();
  }

  /** What is shown about a document, if it has been scanned. */
  known(document: vscode.TextDocument): Scan | undefined {
    const target = targetOf(document);
    return target && this.#files.get(target.key)?.scan;
  }

  /** What is shown about a file or notebook by its key. */
  withKey(key: string): Scan | undefined {
    return this.#files.get(key)?.scan;
  }

  async #file(document: vscode.TextDocument): Promise<ScannedFile | undefined> {
    const target = targetOf(document);
    if (target === undefined || this.disposed) return undefined;
    const known = this.#files.get(target.key);
    if (known) return known;
    const opening = this.#opening.get(target.key) ?? this.#open(target);
    this.#opening.set(target.key, opening);
    return opening.finally(() => this.#opening.delete(target.key));
  }

  async #open(target: ScanTarget): Promise<ScannedFile | undefined> {
    const scanner = await this.#load();
    const isClosed = target.notebook?.isClosed ?? target.documents()[0]?.isClosed;
    if (scanner === undefined || isClosed !== false || this.disposed) return undefined;
    const file = new ScannedFile(target, scanner.open(target.language));
    this.#files.set(target.key, file);
    this.#rescan(file);
    return file;
  }

  #load(): Promise<CodeScanner | undefined> {
    this.#scanner ??= import('../../code/scanner')
      .then(({ CodeScanner }) => CodeScanner.load(this.wasmDir))
      .catch((error) => {
        this.log.error(`Code cannot be read: ${reasonOf(error)}`);
        // Asked again, it may be there: an update had not come to its end.
        this.#scanner = undefined;
        return undefined;
      });
    return this.#scanner;
  }

  #follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    const target = targetOf(document);
    const file = target && this.#files.get(target.key);
    if (!file) return;
    const { scan } = file;
    const cell = scan?.documents.indexOf(document) ?? -1;
    if (scan && cell >= 0) {
      const changes = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
        start: rangeOffset,
        end: rangeOffset + rangeLength,
        length: text.length,
      }));
      file.scan = { ...scan, result: shiftResult(scan.result, cell, changes) };
    }
    this.#later(file, TYPING_MILLISECONDS);
  }

  #joined(document: vscode.TextDocument): void {
    if (document.uri.scheme !== 'vscode-notebook-cell') return;
    const notebook = vscode.workspace.notebookDocuments.find((one) =>
      one.getCells().some((cell) => cell.document === document),
    );
    const file = notebook && this.#files.get(notebookKey(notebook.uri));
    const isRead = file?.scan?.documents.includes(document);
    if (file && isRead !== (document.languageId === 'python')) this.#later(file, TYPING_MILLISECONDS);
  }

  #later(file: ScannedFile, milliseconds: number, asItIs = false): void {
    clearTimeout(file.timer);
    file.timer = setTimeout(() => this.#rescan(file, asItIs), milliseconds);
  }

  #rescan(file: ScannedFile, asItIs = false): void {
    const before = file.scan;
    try {
      const after = file.read();
      if (after.result.broken && before && !before.result.broken && !asItIs) {
        this.#later(file, BROKEN_MILLISECONDS, true);
        return;
      }
      file.scan = after;
      if (after.result.isCut && !before?.result.isCut)
        this.log.warn(`${file.target.key}: ${l10n.t('this file is too complex to be read whole')}`);
      this.#scanned.fire({ before, after });
    } catch (error) {
      this.log.error(`${file.target.key} cannot be scanned: ${reasonOf(error)}`);
    }
  }

  #closeAll(): void {
    for (const key of [...this.#files.keys()]) this.#close(key);
  }

  #close(key: string): void {
    const file = this.#files.get(key);
    if (!file) return;
    this.#files.delete(key);
    file.dispose();
    if (file.scan) this.#closed.fire(file.scan);
  }
}
