import * as l10n from '@vscode/l10n';
import type { Variant } from '../core/trainer-types';

/** The name of a variant, as in `dropout test`. */
export const variantTitle = (variant: Variant): string =>
  variant === 'dropout' ? l10n.t('dropout') : l10n.t('baseline');
