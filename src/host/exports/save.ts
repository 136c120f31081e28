import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { reasonOf } from '../../files/reasons';
import { writeWhole } from '../../files/write-whole';
import { EXPERIMENT_SUFFIX, experimentFileName } from './file-names';

/**
 * Asks where to save a file: beside the data of what it is about, or in the workspace, or at home.
 * @param folder on disk; null: none is known.
 */
export async function askWhere(
  name: string,
  folder: string | null,
  options: vscode.SaveDialogOptions,
): Promise<vscode.Uri | undefined> {
  const root = folder === null ? vscode.workspace.workspaceFolders?.at(0)?.uri : vscode.Uri.file(folder);
  const defaultUri = root === undefined ? vscode.Uri.file(join(homedir(), name)) : await freeName(root, name);
  return vscode.window.showSaveDialog({ ...options, defaultUri });
}

/**
 * As {@link askWhere}, for an experiment file: a dialog that is given `mine` answers `mine.json`, which VS Code would not
 * know as one. A file of the name that results is not written over: nobody was asked about that one.
 */
export async function askWhereExperiment(
  name: string,
  folder: string | null,
  title: string,
): Promise<vscode.Uri | undefined> {
  const filters = { [vscode.l10n.t('Experiment files')]: ['dropout.json', 'json'] };
  const uri = await askWhere(`${name}${EXPERIMENT_SUFFIX}`, folder, { title, filters });
  if (uri === undefined) return undefined;
  const chosen = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const wanted = experimentFileName(chosen);
  return wanted === chosen ? uri : freeName(vscode.Uri.joinPath(uri, '..'), wanted);
}

const MOST_NUMBERS = 99;

/** The name, with a number where such a file is there already: what was taken away before is not lost by an Enter. */
async function freeName(root: vscode.Uri, name: string): Promise<vscode.Uri> {
  const wanted = vscode.Uri.joinPath(root, name);
  for (let number = 2, uri = wanted; number <= MOST_NUMBERS; number++) {
    if (!(await exists(uri))) return uri;
    // The whole ending: `.dropout.json` is one.
    uri = vscode.Uri.joinPath(root, name.replace(/((?:\.(?:dropout|run))?\.\w+)$/, `-${number}$1`));
  }
  return wanted;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

/**
 * Writes a file, on disk whole or not at all.
 * @throws an Error that names the file and says why.
 */
export async function writeFile(uri: vscode.Uri, contents: string | Uint8Array): Promise<void> {
  try {
    if (uri.scheme === 'file') await writeWhole(uri.fsPath, contents);
    else
      await vscode.workspace.fs.writeFile(
        uri,
        typeof contents === 'string' ? new TextEncoder().encode(contents) : contents,
      );
  } catch (error) {
    const name = uri.scheme === 'file' ? uri.fsPath : uri.toString();
    throw new Error(vscode.l10n.t('{0} cannot be written: {1}', name, reasonOf(error)));
  }
}

/**
 * Writes several files that belong together: one that cannot be written leaves the others alone.
 * @throws an Error that names those that could not be written.
 */
export async function writeFiles(files: readonly (readonly [vscode.Uri, string])[]): Promise<void> {
  const problems: string[] = [];
  for (const [uri, text] of files)
    await writeFile(uri, text).catch((error: Error) => problems.push(error.message));
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

/** A name as a file's: what some file system does not take becomes a hyphen. */
export function fileNameOf(name: string): string {
  const safe = [...name]
    .map((character) => (/[\p{L}\p{N}._ -]/u.test(character) ? character : '-'))
    .join('')
    .split('-')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('-')
    .replace(/^[-. ]+|(?<![-. ])[-. ]+$/g, '');
  return safe.slice(0, 80) || 'run';
}
