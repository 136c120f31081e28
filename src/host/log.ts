import * as vscode from 'vscode';

/** Opens the channel that **Show Log** brings up. */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('Dropout Playground', { log: true });
}

/** What went wrong, in one line. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
