import * as vscode from 'vscode';
import { DisposableObject } from './disposable';
import type { ExperimentDocuments } from './experiment-documents';
import { viewHtml, viewOptions } from './html';
import { panelPort } from './port';
import type { WindowState } from './state';
import type { Views } from './views';

export const EXPERIMENT_EDITOR = 'dropoutPlayground.experiment';

/** A page that is there for a moment. */
const HOLD_TYPE = 'dropoutPlayground.hold';

export interface ExperimentEditorContext {
  readonly extensionUri: vscode.Uri;
  readonly views: Views;
  readonly documents: ExperimentDocuments;
  readonly state: WindowState;
}

/**
 * Opens an experiment file as the playground. The text document is the file's truth: undo, save, revert and hot exit
 * are VS Code's own.
 */
export class ExperimentEditor extends DisposableObject implements vscode.CustomTextEditorProvider {
  readonly #panels = new Map<vscode.WebviewPanel, vscode.TextDocument>();

  readonly #context: ExperimentEditorContext;

  constructor(context: ExperimentEditorContext) {
    super();
    this.#context = context;
    this.register(
      vscode.window.registerCustomEditorProvider(EXPERIMENT_EDITOR, this, {
        supportsMultipleEditorsPerDocument: true,
      }),
    );
  }

  /** Whether there is one. */
  get isOpen(): boolean {
    return this.#panels.size > 0;
  }

  /** Whether the set-up's file is on the screen: then no panel is needed beside it. */
  get isShown(): boolean {
    const { bound } = this.#context.documents;
    return [...this.#panels].some(([panel, document]) => panel.visible && document === bound);
  }

  /** The file whose editor has the focus. */
  get active(): vscode.TextDocument | undefined {
    return [...this.#panels].find(([panel]) => panel.active)?.[1];
  }

  /** Whether the file has an editor in that column which is filled from here. */
  isIn(uri: vscode.Uri, column: vscode.ViewColumn): boolean {
    const file = uri.toString();
    return [...this.#panels].some(
      ([panel, document]) => panel.viewColumn === column && document.uri.toString() === file,
    );
  }

  /**
   * Opens a file's editor anew in its place, where another extension host has left it. What is not saved stays so: VS
   * Code closes an editor of such a file without a question only where the file has another one of its kind.
   */
  async replace(tab: vscode.Tab, { uri, viewType }: vscode.TabInputCustom): Promise<void> {
    const { viewColumn, tabs } = tab.group;
    const open = (column: vscode.ViewColumn) =>
      vscode.commands.executeCommand('vscode.openWith', uri, viewType, {
        viewColumn: column,
        preserveFocus: true,
        preview: tab.isPreview,
      });
    const { tabGroups } = vscode.window;
    const hold = tabs.length === 1 ? this.#holdColumn(viewColumn) : undefined;
    const spare = tab.isDirty ? tabGroups.all.length + 1 : undefined;
    try {
      if (spare !== undefined) await open(spare);
      await closeNow(tab.group.viewColumn, uri);
      await open(viewColumn);
    } finally {
      hold?.dispose();
      if (spare !== undefined) await closeNow(spare, uri);
    }
  }

  /** A column without a tab would go, and those behind it move up. */
  #holdColumn(viewColumn: vscode.ViewColumn): vscode.Disposable {
    return vscode.window.createWebviewPanel(HOLD_TYPE, '', { viewColumn, preserveFocus: true });
  }

  resolveCustomTextEditor(document: vscode.TextDocument, panel: vscode.WebviewPanel): void {
    const { extensionUri, views, documents, state } = this.#context;
    this.#panels.set(panel, document);
    panel.webview.options = viewOptions(extensionUri);
    const port = panelPort(panel, {
      get state() {
        return { ...documents.stateOf(document), own: true };
      },
      get still() {
        return documents.stillOf(document);
      },
      onDidChange: documents.onDidChange,
      act: (action) => this.#act(action, document, panel),
    });
    // What a person has just opened; not what a window brings back behind other tabs.
    if (panel.visible || documents.bound === undefined) documents.bind(document, false);
    const link = views.attach(port);
    const focus = panel.onDidChangeViewState(() => panel.active && documents.bind(document, true));
    panel.onDidDispose(() => {
      this.#panels.delete(panel);
      focus.dispose();
      link.dispose();
      port.dispose();
      this.#closed(document);
    });
    panel.webview.html = viewHtml(panel.webview, extensionUri, 'panel', panel.title, state.panelUi ?? null);
  }

  /** Without its last editor a file is no longer the set-up's; one that is looked at now takes its place. */
  #closed(document: vscode.TextDocument): void {
    const { documents } = this.#context;
    if ([...this.#panels.values()].includes(document)) return;
    const wasBound = documents.bound === document;
    documents.closed(document);
    if (!wasBound) return;
    const next = [...this.#panels].find(([panel]) => panel.active);
    if (next !== undefined) documents.bind(next[1], true);
  }

  #act(action: 'show' | 'openAsText', document: vscode.TextDocument, panel: vscode.WebviewPanel): void {
    if (action === 'show') this.#context.documents.bind(document, true);
    else void vscode.commands.executeCommand('vscode.openWith', document.uri, 'default', panel.viewColumn);
  }
}

/** Closes the editor of a file in a column, by the tab that VS Code has for it at this moment: it may have made another. */
async function closeNow(viewColumn: vscode.ViewColumn, uri: vscode.Uri): Promise<void> {
  const { tabGroups } = vscode.window;
  const tab = tabGroups.all
    .find((group) => group.viewColumn === viewColumn)
    ?.tabs.find(
      ({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === uri.toString(),
    );
  if (tab !== undefined) await tabGroups.close(tab, true);
}
