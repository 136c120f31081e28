import * as vscode from 'vscode';
import { DisposableObject } from './disposable';
import { viewHtml, viewOptions } from './html';
import { panelPort } from './port';
import type { WindowState } from './state';
import type { Views } from './views';

export const PANEL_TYPE = 'dropoutPlayground.panel';

/** The one panel, beside the code. A run goes on when its panel is closed. */
export class Panel extends DisposableObject {
  #panel: vscode.WebviewPanel | undefined;

  readonly #extensionUri: vscode.Uri;
  readonly #views: Views;
  readonly #state: WindowState;
  /** Whether the playground is on the screen without it: as the editor of an experiment file. */
  readonly #isElsewhere: () => boolean;

  constructor(
    extensionUri: vscode.Uri,
    views: Views,
    state: WindowState,
    isElsewhere: () => boolean = () => false,
  ) {
    super();
    this.#extensionUri = extensionUri;
    this.#views = views;
    this.#state = state;
    this.#isElsewhere = isElsewhere;
    this.register(
      vscode.window.registerWebviewPanelSerializer(PANEL_TYPE, {
        deserializeWebviewPanel: async (panel) => {
          // One has been opened in its place meanwhile, and its own tab closes: taken over, it would leave none.
          if (this.isOpen) return panel.dispose();
          panel.webview.options = viewOptions(extensionUri);
          this.#adopt(panel);
        },
      }),
    );
    this.register({ dispose: () => this.#panel?.dispose() });
  }

  get isOpen(): boolean {
    return this.#panel !== undefined;
  }

  /**
   * Opens the panel beside the editor, or brings it up where it is. The editor keeps its focus and its place, unless
   * the person asks for the panel itself.
   */
  show({ focus = false } = {}): void {
    if (this.#panel !== undefined) {
      if (focus || !(this.#panel.visible || this.#isElsewhere())) this.#panel.reveal(undefined, !focus);
      return;
    }
    const left = tabs();
    if (left.length === 0 && this.#isElsewhere()) return;
    void this.#open(left, !focus);
  }

  /** Opens the panel anew where another extension host has left it. */
  async replace(): Promise<void> {
    const left = tabs();
    if (this.isOpen || left.length === 0) return;
    await this.#open(left, true);
  }

  /** Opens it in the place of its tabs that nobody fills any more; beside the editor where there are none. */
  async #open(left: readonly vscode.Tab[], preserveFocus: boolean): Promise<void> {
    const viewColumn = left.at(0)?.group.viewColumn ?? vscode.ViewColumn.Beside;
    this.#adopt(
      vscode.window.createWebviewPanel(
        PANEL_TYPE,
        vscode.l10n.t('Dropout Playground'),
        { viewColumn, preserveFocus },
        viewOptions(this.#extensionUri),
      ),
    );
    // In this order the column stays. One that was restored meanwhile has closed by itself.
    if (left.length > 0) await vscode.window.tabGroups.close(left, true).then(undefined, () => {});
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.#extensionUri, 'media', 'panel-light.svg'),
      dark: vscode.Uri.joinPath(this.#extensionUri, 'media', 'panel-dark.svg'),
    };
    const port = panelPort(panel);
    const link = this.#views.attach(port);
    panel.onDidDispose(() => {
      if (this.#panel === panel) this.#panel = undefined;
      link.dispose();
      port.dispose();
    });
    const { panelUi } = this.#state;
    panel.webview.html = viewHtml(panel.webview, this.#extensionUri, 'panel', panel.title, panelUi ?? null);
  }
}

/** The panel's tabs, whoever fills them. */
function tabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(PANEL_TYPE));
}
