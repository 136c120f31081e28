import * as l10n from '@vscode/l10n';

/** What a curve is of, in words: a role of a training's curve; anything else is taken for a training loss. */
export function roleWords(role: string | null): string {
  switch (role) {
    case 'validationLoss':
      return l10n.t('validation loss');
    case 'testLoss':
      return l10n.t('test loss');
    case 'validationScore':
      return l10n.t('validation score');
    case 'testScore':
      return l10n.t('test score');
    case 'trainScore':
      return l10n.t('training score');
    default:
      return l10n.t('training loss');
  }
}
