import * as vscode from 'vscode';
import { MOST_OF_NAME } from './store/marks';

/** Asks for another name of what is called `value`; undefined: a person has left it as it is. */
export function askName(title: string, value: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title,
    value,
    validateInput: (text) =>
      text.trim() === ''
        ? vscode.l10n.t('A name has at least one character.')
        : text.length > MOST_OF_NAME
          ? vscode.l10n.t('A name has at most 200 characters.')
          : undefined,
  });
}
