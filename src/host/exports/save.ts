import * as vscode from 'vscode';

/**
 * Asks where to save a file: beside the data of what it is about, or in the workspace.
 * @param folder on disk; null: none is known.
 */
export async function askWhere(
  name: string,
  folder: string | null,
  options: vscode.SaveDialogOptions,
): Promise<vscode.Uri | undefined> {
  const root = folder === null ? vscode.workspace.workspaceFolders?.at(0)?.uri : vscode.Uri.file(folder);
  const defaultUri = root === undefined ? vscode.Uri.file(name) : vscode.Uri.joinPath(root, name);
  return vscode.window.showSaveDialog({ ...options, defaultUri });
}

export async function writeText(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

/** A name as a file's: what some file system does not take becomes a hyphen. */
export function fileNameOf(name: string): string {
  const safe = [...name]
    .map((character) => (/[\p{L}\p{N}._ -]/u.test(character) ? character : '-'))
    .join('')
    .replace(/\s*-[\s-]*/g, '-')
    .replace(/^[-. ]+|[-. ]+$/g, '');
  return safe.slice(0, 80) || 'run';
}
