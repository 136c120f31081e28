import * as vscode from 'vscode';
import type { ScanResult, Span } from '../../code/finding';
import { cutWords } from '../../code/thread/cut-words';
import {
  type ScannerThread,
  ScanThread,
  type Taken,
  type ThreadDocument,
} from '../../code/thread/scan-thread';
import { DisposableObject } from '../disposable';
import { reasonOf } from '../log';
import { Emitter } from '../store/emitter';
import { notebookKey, notebookOf, type ScanTarget, targetOf } from './scan-target';
import { shiftResult, type TextChange } from './shift';

/** A pause in typing this long brings a new scan. */
const TYPING_MILLISECONDS = 150;
/** Code that is still broken after this long a pause is taken as it is. */
const BROKEN_MILLISECONDS = 5_000;

/** A file that takes longer to read is given up. */
const BUDGET_MILLISECONDS = 10_000;
/** A file that was given up is not read again before a pause that doubles up to this. */
const CALMEST_MILLISECONDS = 120_000;
/** How often a text that changes while it is read is read anew. */
const MOST_AGAIN = 3;

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

/** What was handed to the scanner, and what a person has typed since. */
interface Moment {
  readonly documents: readonly vscode.TextDocument[];
  readonly edits: { readonly cell: number; readonly changes: readonly TextChange[] }[];
}

class ScannedFile {
  scan: Scan | undefined;
  timer: NodeJS.Timeout | undefined;
  /** How long to wait for a pause: longer and longer for a file that had to be given up. */
  calm = TYPING_MILLISECONDS;
  /** The first scan. */
  first: Promise<void> | undefined;
  #moment: Moment | undefined;
  readonly #code: ThreadDocument<Moment>;

  constructor(
    readonly target: ScanTarget,
    thread: ScanThread,
  ) {
    this.#code = thread.open(target.language, () => this.#take());
  }

  #take(): Taken<Moment> {
    const documents = this.target.documents();
    this.#moment = { documents, edits: [] };
    const texts = documents.map((document) => document.getText());
    return { text: this.target.notebook === undefined ? (texts[0] ?? '') : texts, moment: this.#moment };
  }

  /**
   * A scan whose spans fit the documents as they are now, as far as they have changed since the text was taken.
   * `isExact`: they have not. `undefined`: the file was closed meanwhile.
   */
  async read(): Promise<(Scan & { readonly isExact: boolean }) | undefined> {
    const scanned = await this.#code.read();
    if (scanned === undefined) return undefined;
    const { documents, edits } = scanned.moment;
    const { key, notebook } = this.target;
    const result = edits.reduce(
      (moved, { cell, changes }) => shiftResult(moved, cell, changes),
      scanned.result,
    );
    return { key, documents, isNotebook: notebook !== undefined, result, isExact: edits.length === 0 };
  }

  /** Moves what is shown, and what is being read, along with the text. */
  follow(document: vscode.TextDocument, changes: readonly TextChange[]): void {
    const read = this.#moment?.documents.indexOf(document) ?? -1;
    if (read >= 0) this.#moment?.edits.push({ cell: read, changes });
    const { scan } = this;
    const cell = scan?.documents.indexOf(document) ?? -1;
    if (scan && cell >= 0) this.scan = { ...scan, result: shiftResult(scan.result, cell, changes) };
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.#code.dispose();
  }
}

export interface Rescan {
  /** What was shown until now; undefined: nothing yet. */
  readonly before: Scan | undefined;
  readonly after: Scan;
}

/**
 * Keeps a scan of each document that someone asked about. While a person types, results move along with the text and
 * are replaced after a pause; code that has become unreadable keeps its last good result. Texts are read in a thread,
 * which is started when it is first needed.
 */
export class Scans extends DisposableObject {
  readonly #files = new Map<string, ScannedFile>();
  readonly #scanned = this.register(new Emitter<Rescan>());
  readonly #closed = this.register(new Emitter<Scan>());
  /** A result has been replaced, not merely moved. */
  readonly onDidScan = this.#scanned.event;
  readonly onDidClose = this.#closed.event;
  readonly #thread: ScanThread;

  readonly #log: vscode.LogOutputChannel;

  /** @param start starts the thread that reads. */
  constructor(start: () => ScannerThread, log: vscode.LogOutputChannel) {
    super();
    this.#log = log;
    this.#thread = this.register(new ScanThread({ start, budget: BUDGET_MILLISECONDS }));
    const { workspace } = vscode;
    this.register(workspace.onDidChangeTextDocument((event) => this.#follow(event)));
    this.register(
      workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
        const file = this.#files.get(notebookKey(notebook.uri));
        if (file && contentChanges.length > 0) this.#later(file, file.calm);
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

  /** A scan of the text as it is when it is given, syntax errors and all. */
  async fresh(document: vscode.TextDocument): Promise<Scan | undefined> {
    const file = await this.#file(document);
    let scan = await file?.read();
    // Who goes on typing gets the last one, moved along.
    for (let again = 0; file && scan && !scan.isExact && again < MOST_AGAIN; again++)
      scan = await file.read();
    return scan;
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
    const file = this.#files.get(target.key) ?? this.#open(target);
    await file?.first;
    // It cannot be read, or was closed before it was.
    return file && this.#files.get(target.key) === file ? file : undefined;
  }

  #open(target: ScanTarget): ScannedFile | undefined {
    const isClosed = target.notebook?.isClosed ?? target.documents()[0]?.isClosed;
    if (isClosed !== false) return undefined;
    const file = new ScannedFile(target, this.#thread);
    this.#files.set(target.key, file);
    file.first = this.#rescan(file).then(() => {
      // Asked again, it may be readable: an update had not come to its end.
      if (file.scan === undefined && this.#files.get(target.key) === file) this.#close(target.key);
    });
    return file;
  }

  #follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    const target = targetOf(document);
    const file = target && this.#files.get(target.key);
    // It has grown too long to be read.
    if (target === undefined) this.#close(document.uri.toString());
    if (!file) return;
    const changes = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      start: rangeOffset,
      end: rangeOffset + rangeLength,
      length: text.length,
    }));
    file.follow(document, changes);
    this.#later(file, file.calm);
  }

  #joined(document: vscode.TextDocument): void {
    const notebook = notebookOf(document);
    const file = notebook && this.#files.get(notebookKey(notebook.uri));
    const isRead = file?.scan?.documents.includes(document);
    if (file && isRead !== (document.languageId === 'python')) this.#later(file, file.calm);
  }

  #later(file: ScannedFile, milliseconds: number, asItIs = false): void {
    clearTimeout(file.timer);
    file.timer = setTimeout(() => void this.#rescan(file, asItIs), milliseconds);
  }

  async #rescan(file: ScannedFile, asItIs = false): Promise<void> {
    try {
      const read = await file.read();
      if (read === undefined || this.#files.get(file.target.key) !== file) return;
      const { isExact, ...after } = read;
      const before = file.scan;
      if (after.result.broken && before && !before.result.broken && !asItIs) {
        // Who went on typing meanwhile has another scan before them.
        if (isExact) this.#later(file, BROKEN_MILLISECONDS, true);
        return;
      }
      file.scan = after;
      file.calm = calmAfter(after.result, file.calm);
      const words = cutWords(after.result);
      if (words !== undefined && words !== (before && cutWords(before.result)))
        this.#log.warn(`${file.target.key}: ${words}`);
      this.#scanned.fire({ before, after });
    } catch (error) {
      this.#log.error(`${file.target.key} cannot be scanned: ${reasonOf(error)}`);
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

/** How long a pause in typing has to be before a file is read again. */
function calmAfter({ why }: ScanResult, calm: number): number {
  if (why !== 'slow' && why !== 'died') return TYPING_MILLISECONDS;
  return Math.min(CALMEST_MILLISECONDS, Math.max(BUDGET_MILLISECONDS, 2 * calm));
}
