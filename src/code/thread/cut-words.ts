import * as l10n from '@vscode/l10n';
import type { ScanResult } from '../finding';
import { MOST } from './bounds';

/** Why not all of a file was read, after its name and a colon; `undefined`: it was read whole. */
export function cutWords({ isCut, why }: ScanResult): string | undefined {
  switch (why) {
    case 'slow':
      return l10n.t('reading this file took too long and was given up; what it says is not shown');
    case 'died':
      return l10n.t('this file took more memory to read than there is; what it says is not shown');
    case 'many':
      return l10n.t('this file says too much to be shown: the first {0} hyperparameters are', MOST.findings);
    default:
      return isCut ? l10n.t('this file is too complex to be read whole') : undefined;
  }
}
