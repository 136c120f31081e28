import * as l10n from '@vscode/l10n';
import type { Dataset } from '../core/dataset';
import { generators } from '../core/datasets/index';

/** Translations of class and feature names from generators; others, such as `x1` and the digits, need none. */
const words = (): Readonly<Record<string, string>> => ({
  'upper moon': l10n.t('upper moon'),
  'lower moon': l10n.t('lower moon'),
  disc: l10n.t('disc'),
  ring: l10n.t('ring'),
  'same sign': l10n.t('same sign'),
  'opposite signs': l10n.t('opposite signs'),
  'lower cloud': l10n.t('lower cloud'),
  'upper cloud': l10n.t('upper cloud'),
  'first arm': l10n.t('first arm'),
  'second arm': l10n.t('second arm'),
  height: l10n.t('height'),
  negative: l10n.t('negative'),
  positive: l10n.t('positive'),
  dominant: l10n.t('dominant'),
});

/** Names with numbers in them. */
const counted: readonly [RegExp, (...numbers: string[]) => string][] = [
  [/^weak (\d+)$/, (number) => l10n.t('weak {0}', number)],
  [/^row (\d+), column (\d+)$/, (row, column) => l10n.t('row {0}, column {1}', row, column)],
];

/** Translates the names in generated data to the display language. Names from the user's files are unchanged. */
export function withNamesTranslated(data: Dataset, source: string): Dataset {
  if (!generators.some(({ id }) => id === source)) return data;
  const known = words();
  const translated = (name: string) => known[name] ?? countedName(name) ?? name;
  return {
    ...data,
    featureNames: data.featureNames.map(translated),
    outputNames: data.outputNames.map(translated),
  };
}

function countedName(name: string): string | undefined {
  for (const [pattern, say] of counted) {
    const match = pattern.exec(name);
    if (match) return say(...match.slice(1));
  }
  return undefined;
}
