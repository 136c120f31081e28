import * as l10n from '@vscode/l10n';
import type { Variant } from '../../core/trainer-types';

/** What is wrong with a saved run. */
export const damageWords = {
  noRun: () => l10n.t('This file is not a saved run.'),
  newer: () => l10n.t('A newer version of Dropout Playground has saved this run.'),
  other: (id: string) => l10n.t('The file holds another run, {0}.', id),
  head: () => l10n.t('The first bytes of the file are damaged.'),
  cut: () => l10n.t('The file is cut short.'),
  part: () => l10n.t('A part of the file is damaged.'),
  core: () => l10n.t('Its settings are damaged.'),
  text: () => l10n.t('Its text is damaged.'),
  noCurves: () => l10n.t('None of its curves can be read.'),
  summary: () => l10n.t('Its summary for the list was damaged and has been rebuilt.'),
  info: () => l10n.t('What is known about its data is damaged and left out.'),
  verdictAnew: () => l10n.t('Its verdict was damaged and has been worked out again.'),
  verdict: () => l10n.t('Its verdict is damaged and left out.'),
  picture: () => l10n.t('A picture of a network is damaged and left out.'),
  member: (variant: Variant, seed: number) =>
    variant === 'dropout'
      ? l10n.t('The training with dropout, seed {0}, is damaged and left out.', seed)
      : l10n.t('The training without dropout, seed {0}, is damaged and left out.', seed),
  facts: (variant: Variant, seed: number) =>
    variant === 'dropout'
      ? l10n.t('Some details of the training with dropout, seed {0}, are damaged.', seed)
      : l10n.t('Some details of the training without dropout, seed {0}, are damaged.', seed),
} as const;
