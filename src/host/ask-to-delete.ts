import * as vscode from 'vscode';
import { formatCount } from '../experiment/number-text';
import type { RunSummary } from '../protocol';

/**
 * Asks whether the oldest runs may go because there are more than are kept. Whoever does not answer, or says no, keeps them.
 * @param runs the oldest first
 */
export async function askToDelete(runs: readonly RunSummary[]): Promise<boolean> {
  const until = new Date(runs.at(-1)?.startedAt ?? 0).toLocaleDateString(vscode.env.language);
  const words = vscode.l10n.t(
    'More runs are kept than the settings allow. {0} of them without a name, note, tag or pin, from before {1}, can be deleted. Nothing is deleted unless you agree.',
    formatCount(runs.length),
    until,
  );
  const [yes, more] = [vscode.l10n.t('Delete the Oldest'), vscode.l10n.t('Keep More…')];
  const answer = await vscode.window.showWarningMessage(words, yes, more);
  if (answer === more)
    await vscode.commands.executeCommand('workbench.action.openSettings', 'dropoutPlayground.maxStored');
  return answer === yes;
}
