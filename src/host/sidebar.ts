import * as vscode from 'vscode';
import type { DocumentState } from '../protocol';
import { DisposableObject } from './disposable';
import { viewHtml, viewOptions } from './html';
import { viewPort } from './port';
import type { Event } from './store/emitter';
import type { Views } from './views';

export const SETUP_VIEW = 'dropoutPlayground.setup';

/** The view **Run Set-up**: the experiment as a form. */
export class Sidebar extends DisposableObject implements vscode.WebviewViewProvider {
  readonly #extensionUri: vscode.Uri;
  readonly #views: Views;
  /** The experiment file that edits are written into. */
  readonly #documents: { readonly state: DocumentState | null; readonly onDidChange: Event<void> };

  constructor(
    extensionUri: vscode.Uri,
    views: Views,
    documents: { readonly state: DocumentState | null; readonly onDidChange: Event<void> },
  ) {
    super();
    this.#extensionUri = extensionUri;
    this.#views = views;
    this.#documents = documents;
    this.register(vscode.window.registerWebviewViewProvider(SETUP_VIEW, this));
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    view.webview.options = viewOptions(this.#extensionUri);
    const link = this.#views.attach(viewPort(view));
    const name = () => {
      view.description = this.#documents.state?.name ?? '';
    };
    name();
    const following = this.#documents.onDidChange(name);
    view.onDidDispose(() => {
      following.dispose();
      link.dispose();
    });
    view.webview.html = viewHtml(view.webview, this.#extensionUri, 'sidebar', view.title ?? '');
  }
}
