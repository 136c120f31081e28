import { basename } from 'node:path';
import * as vscode from 'vscode';
import { type Place, plainPath } from './places';

/** Asks in a workspace that is not trusted whether the files may be read; each is named, with the place where it lies. */
export async function askToRead(places: readonly Place[]): Promise<boolean> {
  const [first] = places;
  if (first === undefined) return true;
  const words =
    places.length === 1
      ? vscode.l10n.t('This workspace is not trusted. Read {0}?', plainPath(basename(first.path)))
      : vscode.l10n.t('This workspace is not trusted. Read {0} files?', places.length);
  const read = vscode.l10n.t('Read');
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const detail = places.map(placeWords).join('\n');
  const answer = await vscode.window.showWarningMessage(words, { modal: true, detail }, read, manage);
  if (answer === manage) await manageTrust();
  return answer === read;
}

/** Where a file lies, first: what it is called may hide that. */
export function placeWords({ named, path, outside }: Place): string {
  const place = plainPath(path);
  const words = outside ? vscode.l10n.t('{0} (outside this workspace)', place) : place;
  return named === path ? words : `${words} ← ${plainPath(named)}`;
}

/** What is said of a run on such a file; null: there is none. */
export function outsideWords(outside: readonly Place[]): string | null {
  if (outside.length === 0) return null;
  const paths = [...new Set(outside.map(({ path }) => plainPath(path)))].join(', ');
  return vscode.l10n.t('Reads {0}, outside this workspace.', paths);
}

/** VS Code's own page. */
export async function manageTrust(): Promise<void> {
  await vscode.commands.executeCommand('workbench.trust.manage');
}
