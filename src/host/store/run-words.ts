import * as l10n from '@vscode/l10n';
import type { Variant } from '../../core/trainer-types';

/** What is wrong with a saved run. */
export const damageWords = {
  noRun: () => l10n.t('This file is no saved run.'),
  newer: () => l10n.t('A newer version of Dropout Playground has saved this run.'),
  other: (id: string) => l10n.t('The file holds another run, {0}.', id),
  head: () => l10n.t('The first bytes of the file are damaged.'),
  cut: () => l10n.t('The file is cut short.'),
  part: () => l10n.t('A part of the file is damaged.'),
  core: () => l10n.t('Its settings are damaged.'),
  text: () => l10n.t('Its text is damaged.'),
  noCurves: () => l10n.t('None of its curves can be read.'),
  summary: () => l10n.t('Its line in the list was damaged and is made anew.'),
  info: () => l10n.t('What is known about its data is damaged and left out.'),
  verdictAnew: () => l10n.t('Its verdict was damaged and is judged anew.'),
  verdict: () => l10n.t('Its verdict is damaged and left out.'),
  picture: () => l10n.t('A picture of a network is damaged and left out.'),
  member: (variant: Variant, seed: number) =>
    variant === 'dropout'
      ? l10n.t('The training with dropout, seed {0}, is damaged and left out.', seed)
      : l10n.t('The training without dropout, seed {0}, is damaged and left out.', seed),
  facts: (variant: Variant, seed: number) =>
    variant === 'dropout'
      ? l10n.t('How the training with dropout, seed {0}, went on and ended is damaged in part.', seed)
      : l10n.t('How the training without dropout, seed {0}, went on and ended is damaged in part.', seed),
} as const;
