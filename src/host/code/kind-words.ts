import * as vscode from 'vscode';
import type { FindingKind } from '../../code/finding';

/** What a kind of hyperparameter is called. */
export function kindWords(kind: FindingKind): string {
  switch (kind) {
    case 'dropout':
      return vscode.l10n.t('Drop ratio');
    case 'learningRate':
      return vscode.l10n.t('Learning rate');
    case 'batchSize':
      return vscode.l10n.t('Batch size');
    case 'momentum':
      return vscode.l10n.t('Momentum');
    case 'weightDecay':
      return vscode.l10n.t('Weight decay');
    case 'epochs':
      return vscode.l10n.t('Epochs');
    default:
      return kind;
  }
}
