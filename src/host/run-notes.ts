import * as vscode from 'vscode';
import { DisposableObject } from './disposable';
import { reasonOf } from './log';
import { MOST_OF_NOTE } from './store/marks';
import type { RunStore } from './store/run-store';

const SCHEME = 'dropout-playground-note';

/** Notes of runs as files that VS Code edits: `dropout-playground-note:/ID/NAME.md`. Saving keeps the note. */
export class RunNotes extends DisposableObject implements vscode.FileSystemProvider {
  readonly #changed = this.register(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  readonly onDidChangeFile = this.#changed.event;
  readonly #opened = new Map<string, vscode.Uri>();

  readonly #store: RunStore;

  constructor(store: RunStore) {
    super();
    this.#store = store;
    this.register(vscode.workspace.registerFileSystemProvider(SCHEME, this, { isCaseSensitive: true }));
    // Another window may have changed one that is open here.
    this.register(store.onDidChangeList(() => this.#tell()));
  }

  /** Opens a run's note in an editor. */
  async open(id: string, name: string): Promise<void> {
    const title = name.replaceAll(/[\\/:*?"<>|]/g, '-').slice(0, 80);
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${id}/${title || 'run'}.md` });
    this.#opened.set(id, uri);
    await vscode.window.showTextDocument(uri, { preview: false });
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const { length } = this.readFile(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: this.#times.get(idOf(uri))?.at ?? 0, size: length };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return new TextEncoder().encode(this.#summary(uri).note ?? '');
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const note = new TextDecoder().decode(content);
    if (note.length > MOST_OF_NOTE)
      throw vscode.FileSystemError.NoPermissions(
        vscode.l10n.t('A note has at most {0} characters.', MOST_OF_NOTE),
      );
    try {
      if (!(await this.#store.mark(idOf(uri), { note }))) throw vscode.FileSystemError.FileNotFound(uri);
    } catch (error) {
      throw error instanceof vscode.FileSystemError
        ? error
        : vscode.FileSystemError.Unavailable(reasonOf(error));
    }
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(): void {}

  delete(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  /** What each open note was last, and when that was seen. */
  readonly #times = new Map<string, { readonly note: string; readonly at: number }>();

  #tell(): void {
    for (const [id, uri] of this.#opened) {
      const note = this.#store.summaryOf(id)?.note ?? '';
      const before = this.#times.get(id);
      if (before?.note === note) continue;
      this.#times.set(id, { note, at: Date.now() });
      if (before !== undefined) this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    }
  }

  #summary(uri: vscode.Uri) {
    const summary = this.#store.summaryOf(idOf(uri));
    if (summary === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return summary;
  }
}

const idOf = ({ path }: vscode.Uri): string => path.split('/')[1] ?? '';
