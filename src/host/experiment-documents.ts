import * as vscode from 'vscode';
import type { ParseResult } from '../experiment/parse';
import { rewriteText } from '../experiment/rewrite-text';
import { sameJson } from '../experiment/same-json';
import type { Experiment } from '../experiment/schema';
import type { DocumentState } from '../protocol';
import { DisposableObject } from './disposable';
import { type ExperimentFiles, fileName, folderOf } from './experiment-files';
import { reasonOf } from './log';
import type { Playground } from './playground';
import type { Setup, SetupChange } from './setup';
import { Emitter } from './store/emitter';
import type { Run } from './store/run';
import type { RunStore } from './store/run-store';
import type { StillDocument } from './view-link';

/** A pause in typing this long brings the file's new state into the set-up. */
const TYPING_MILLISECONDS = 400;
/** After the last edit of a series (a drag, an arrow key that is held) it is written: one step of undo. */
const WRITE_MILLISECONDS = 200;

export interface ExperimentDocumentsContext {
  readonly setup: Setup;
  readonly playground: Playground;
  readonly store: RunStore;
  /** Resolves when saved runs have been looked for. */
  readonly opened: Promise<void>;
  readonly files: ExperimentFiles;
  readonly log: { error(message: string): void };
}

/**
 * Decides which experiment file the set-up belongs to, and keeps the two in step: an edit of the set-up becomes an edit of the
 * text, a change of the text the set-up. It is the file whose editor was last active, until that is closed or another
 * experiment takes the set-up's place.
 */
export class ExperimentDocuments extends DisposableObject {
  readonly #changed = this.register(new Emitter<void>());
  /** Something that {@link stateOf} says has changed. */
  readonly onDidChange = this.#changed.event;
  #bound: vscode.TextDocument | undefined;
  /** The file that was to be bound last, but for its mistakes. */
  #refused: vscode.TextDocument | undefined;
  /** What text and set-up last agreed on. */
  #agreed: Experiment | undefined;
  /** What has still to be written into the text. */
  #wanted: Experiment | undefined;
  /** A person's pointer is down: more edits of the same series may come, however long it rests. */
  #dragging = false;
  /** A file's own run is being looked for: what is shown then is no choice of a person's. */
  #settling = false;
  /** The run that was on the screen with each file, by its address. */
  readonly #runs = new Map<string, string>();
  /** The same as long as the file is open: what it shows beside another one. */
  readonly #shown = new WeakMap<vscode.TextDocument, Run>();
  #writeTimer: NodeJS.Timeout | undefined;
  #readTimer: NodeJS.Timeout | undefined;

  readonly #context: ExperimentDocumentsContext;

  constructor(context: ExperimentDocumentsContext) {
    super();
    this.#context = context;
    this.register(context.setup.onDidChange((change) => this.#follow(change)));
    this.register(vscode.workspace.onDidChangeTextDocument((event) => this.#textChanged(event)));
    this.register(vscode.workspace.onDidSaveTextDocument(() => this.#changed.fire()));
    this.register(vscode.workspace.onWillSaveTextDocument((event) => this.#beforeSave(event)));
    this.register(context.store.onDidChangeCurrent((run) => run !== null && this.#noteRun(run)));
    this.register({ dispose: () => this.release() });
  }

  /** The file that the set-up belongs to. */
  get bound(): vscode.TextDocument | undefined {
    return this.#bound;
  }

  /** The bound file for views that are nobody's editor. */
  get state(): DocumentState | null {
    return this.#bound === undefined ? null : this.stateOf(this.#bound);
  }

  stateOf(document: vscode.TextDocument): DocumentState {
    const { isDirty: dirty } = document;
    const name = fileName(document.uri);
    const result = this.#parse(document);
    const own = false;
    // In the middle of a word nothing is wrong yet.
    const typing = document === this.#bound && this.#readTimer !== undefined;
    if (result.ok || typing)
      return { name, dirty, own, state: document === this.#bound ? 'shown' : 'elsewhere' };
    const [first] = [...result.problems].sort((a, b) => (a.line ?? 1) - (b.line ?? 1));
    const problem = { line: first.line ?? 1, message: first.message, count: result.problems.length };
    return { name, dirty, own, state: 'invalid', problem };
  }

  /**
   * Makes the set-up this file's, where its text is an experiment. Quietly: nothing starts or ends for it.
   * @returns false where the text has mistakes; they stand at their lines then.
   */
  bind(document: vscode.TextDocument, quietly: boolean): boolean {
    if (document === this.#bound) return true;
    const result = this.#parse(document);
    this.#context.files.review(document);
    this.#refused = result.ok ? undefined : document;
    if (!result.ok) return false;
    this.release();
    this.#bound = document;
    this.#agreed = result.experiment;
    this.#context.setup.hold({ refusal: () => this.#refusal(document) });
    const { playground } = this.#context;
    // A run that goes on is neither ended nor changed by a click in the Explorer.
    playground.follow(result.experiment, folderOf(document.uri), quietly || playground.isBusy);
    this.#changed.fire();
    void this.#showRun(document);
    return true;
  }

  /** A file comes with its own curves: those of another under its controls would be a lie. */
  async #showRun(document: vscode.TextDocument): Promise<void> {
    await this.#context.opened;
    if (document !== this.#bound) return;
    this.#settling = true;
    try {
      await this.#context.playground.showOwn(this.#runs.get(document.uri.toString()));
    } finally {
      this.#settling = false;
      const { current } = this.#context.store;
      if (document === this.#bound && current) this.#shown.set(document, current);
    }
  }

  /** What a person chose to see with the file, or ran of it. */
  #noteRun(run: Run): void {
    if (this.#bound === undefined || this.#settling) return;
    this.#runs.set(this.#bound.uri.toString(), run.id);
    this.#shown.set(this.#bound, run);
  }

  /** What a file shows beside the one that the set-up belongs to; null where it is that one, or has mistakes. */
  stillOf(document: vscode.TextDocument): StillDocument | null {
    if (document === this.#bound) return null;
    const result = this.#parse(document);
    if (!result.ok) return null;
    const run = this.#shown.get(document);
    return { experiment: result.experiment, run: run && this.#context.store.has(run.id) ? run : null };
  }

  #parse(document: vscode.TextDocument): ParseResult {
    return this.#context.files.parse(document);
  }

  /** The last editor of a file is closed. */
  closed(document: vscode.TextDocument): void {
    if (document === this.#refused) this.#refused = undefined;
    if (document === this.#bound) this.release();
  }

  /** Lets go of the file; what has not been written yet is written first. */
  release(): void {
    if (this.#bound === undefined) return;
    clearTimeout(this.#readTimer);
    this.#readTimer = undefined;
    void this.write();
    this.#bound = undefined;
    this.#agreed = undefined;
    this.#context.setup.hold(null);
    this.#changed.fire();
  }

  /** A slider is being dragged, or has been let go: the edits in between are one series. */
  drag(active: boolean): void {
    this.#dragging = active;
    if (this.#wanted !== undefined) this.#writeSoon();
  }

  /** Writes what has not been written yet. */
  async write(): Promise<void> {
    const document = this.#bound;
    const edits = this.#takeEdits();
    if (document === undefined || edits.length === 0) return;
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, edits);
    try {
      const done = await vscode.workspace.applyEdit(edit);
      if (!done) throw new Error(vscode.l10n.t('the text has changed meanwhile'));
    } catch (error) {
      this.#context.log.error(`${document.uri.toString(true)}: ${reasonOf(error)}`);
      const name = fileName(document.uri);
      const words = vscode.l10n.t('{0}: the change could not be written: {1}', name, reasonOf(error));
      void vscode.window.showErrorMessage(words);
      // The set-up goes back to what the text says.
      this.#agreed = undefined;
      if (document === this.#bound) this.#read(document);
    }
  }

  /** The edits of the text that are due; they count as made. */
  #takeEdits(): vscode.TextEdit[] {
    clearTimeout(this.#writeTimer);
    this.#writeTimer = undefined;
    const [document, wanted] = [this.#bound, this.#wanted];
    this.#wanted = undefined;
    if (document === undefined || wanted === undefined) return [];
    const changes = rewriteText(document.getText(), wanted);
    if (changes === null) return [];
    this.#agreed = wanted;
    return changes.map(({ offset, length, text }) => {
      const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
      return vscode.TextEdit.replace(range, text);
    });
  }

  #follow({ after, cause }: SetupChange): void {
    if (this.#bound === undefined || cause === 'file') return;
    if (cause === 'replace') {
      this.release();
      return;
    }
    this.#wanted = after;
    this.#writeSoon();
  }

  #writeSoon(): void {
    clearTimeout(this.#writeTimer);
    if (this.#dragging) return;
    this.#writeTimer = setTimeout(() => void this.write(), WRITE_MILLISECONDS);
  }

  /** Saving saves what a person sees. */
  #beforeSave(event: vscode.TextDocumentWillSaveEvent): void {
    if (event.document !== this.#bound || this.#wanted === undefined) return;
    event.waitUntil(Promise.resolve(this.#takeEdits()));
  }

  #textChanged({ document, contentChanges, reason }: vscode.TextDocumentChangeEvent): void {
    if (!document.uri.path.endsWith('.json')) return;
    if (document !== this.#bound || contentChanges.length === 0) {
      // Being saved or changed for the first time is a change without content.
      this.#changed.fire();
      if (document === this.#refused && this.#parse(document).ok) this.bind(document, true);
      return;
    }
    clearTimeout(this.#readTimer);
    // Undo and redo are whole; what is typed is not, before a pause.
    if (reason !== undefined) this.#read(document);
    else this.#readTimer = setTimeout(() => this.#read(document), TYPING_MILLISECONDS);
  }

  /** The text's word counts, unless it says what it said. */
  #read(document: vscode.TextDocument): void {
    this.#readTimer = undefined;
    const result = this.#parse(document);
    this.#changed.fire();
    if (!result.ok) {
      this.#context.files.review(document);
      return;
    }
    if (this.#agreed !== undefined && sameJson(result.experiment, this.#agreed)) return;
    clearTimeout(this.#writeTimer);
    this.#writeTimer = undefined;
    this.#wanted = undefined;
    this.#agreed = result.experiment;
    this.#context.playground.follow(result.experiment, folderOf(document.uri), false);
  }

  /** Why an edit cannot be written: the text has mistakes, and what a person typed there must not be lost. */
  #refusal(document: vscode.TextDocument): string | undefined {
    if (this.#readTimer !== undefined) {
      clearTimeout(this.#readTimer);
      this.#read(document);
    }
    if (vscode.workspace.fs.isWritableFileSystem(document.uri.scheme) === false)
      return vscode.l10n.t('{0} cannot be written to.', fileName(document.uri));
    const { name, problem } = this.stateOf(document);
    return (
      problem &&
      vscode.l10n.t(
        '{0} has an error in line {1}: {2} Fix it first; then the change can be written there.',
        name,
        problem.line,
        problem.message,
      )
    );
  }
}
