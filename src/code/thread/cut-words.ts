import * as l10n from '@vscode/l10n';
import type { ScanResult } from '../finding';
import { MOST } from './bounds';

/** Why not all of a file was read, after its name and a colon, in few words: VS Code's hover breaks no line; `undefined`: it was read whole. */
export function cutWords({ isCut, why }: ScanResult): string | undefined {
  switch (why) {
    case 'slow':
      return l10n.t('not read: it took too long');
    case 'died':
      return l10n.t('not read: it took too much memory');
    case 'many':
      return l10n.t('only the first {0} hyperparameters are read', MOST.findings);
    default:
      return isCut ? l10n.t('too complex to be read whole') : undefined;
  }
}
