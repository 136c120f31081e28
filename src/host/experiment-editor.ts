import * as vscode from 'vscode';
import { parseExperimentText } from '../experiment/parse';
import { DisposableObject } from './disposable';
import type { ExperimentFiles } from './experiment-files';
import { viewHtml, viewOptions } from './html';
import type { Playground } from './playground';
import { panelPort } from './port';
import type { Views } from './views';

export const EXPERIMENT_EDITOR = 'dropoutPlayground.experiment';
/** A pause in typing this long brings the file's new state into the set-up. */
const TYPING_MILLISECONDS = 400;

export interface ExperimentEditorContext {
  readonly extensionUri: vscode.Uri;
  readonly views: Views;
  readonly files: ExperimentFiles;
  readonly playground: Playground;
}

/** Opens an experiment file as the playground's panel. The file is read, never written: exporting writes one. */
export class ExperimentEditor extends DisposableObject implements vscode.CustomTextEditorProvider {
  constructor(private readonly context: ExperimentEditorContext) {
    super();
    this.register(vscode.window.registerCustomEditorProvider(EXPERIMENT_EDITOR, this));
  }

  async resolveCustomTextEditor(document: vscode.TextDocument, panel: vscode.WebviewPanel): Promise<void> {
    const { files, playground, extensionUri, views } = this.context;
    const opened = await files.open(document.uri);
    if (opened === undefined) {
      // The mistakes stand at their lines, in the text.
      await vscode.commands.executeCommand('vscode.openWith', document.uri, 'default', panel.viewColumn);
      return;
    }
    playground.open(opened.experiment, opened.folder);
    panel.webview.options = viewOptions(extensionUri);
    const port = panelPort(panel);
    const link = views.attach(port);
    const following = this.#follow(document, opened.folder);
    panel.onDidDispose(() => {
      following.dispose();
      link.dispose();
      port.dispose();
    });
    panel.webview.html = viewHtml(panel.webview, extensionUri, 'panel', panel.title);
  }

  /** While the text is edited beside it, the set-up is what the text says, whenever that is an experiment. */
  #follow(document: vscode.TextDocument, folder: string | null): vscode.Disposable {
    let timer: NodeJS.Timeout | undefined;
    const read = () => {
      const result = parseExperimentText(document.getText());
      if (result.ok) this.context.playground.open(result.experiment, folder);
    };
    const subscription = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document !== document || event.contentChanges.length === 0) return;
      clearTimeout(timer);
      timer = setTimeout(read, TYPING_MILLISECONDS);
    });
    return new vscode.Disposable(() => {
      clearTimeout(timer);
      subscription.dispose();
    });
  }
}
