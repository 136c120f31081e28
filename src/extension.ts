import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { createHost, type Host } from './host/host';

let host: Host | undefined;

/** Called by VS Code when a command, a view or a restored panel needs the extension. What it returns is for tests. */
export function activate(context: vscode.ExtensionContext): Host {
  if (vscode.l10n.bundle !== undefined) l10n.config({ contents: vscode.l10n.bundle });
  host = createHost(context);
  context.subscriptions.push(host);
  return host;
}

/** The last chance to save what is not saved. VS Code waits for it a few seconds. */
export async function deactivate(): Promise<void> {
  await host?.close();
}
