import * as vscode from 'vscode';
import { DisposableObject } from './disposable';
import type { ExperimentDocuments } from './experiment-documents';
import { viewHtml, viewOptions } from './html';
import { panelPort } from './port';
import type { WindowState } from './state';
import type { Views } from './views';

export const EXPERIMENT_EDITOR = 'dropoutPlayground.experiment';

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

  constructor(private readonly context: ExperimentEditorContext) {
    super();
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
    const { bound } = this.context.documents;
    return [...this.#panels].some(([panel, document]) => panel.visible && document === bound);
  }

  /** The file whose editor has the focus. */
  get active(): vscode.TextDocument | undefined {
    return [...this.#panels].find(([panel]) => panel.active)?.[1];
  }

  resolveCustomTextEditor(document: vscode.TextDocument, panel: vscode.WebviewPanel): void {
    const { extensionUri, views, documents, state } = this.context;
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
    const { documents } = this.context;
    if ([...this.#panels.values()].includes(document)) return;
    const wasBound = documents.bound === document;
    documents.closed(document);
    if (!wasBound) return;
    const next = [...this.#panels].find(([panel]) => panel.active);
    if (next !== undefined) documents.bind(next[1], true);
  }

  #act(action: 'show' | 'openAsText', document: vscode.TextDocument, panel: vscode.WebviewPanel): void {
    if (action === 'show') this.context.documents.bind(document, true);
    else void vscode.commands.executeCommand('vscode.openWith', document.uri, 'default', panel.viewColumn);
  }
}
