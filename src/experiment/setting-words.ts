import * as l10n from '@vscode/l10n';
import type { Experiment } from './schema';
import { nodeAt } from './schema-node';
import { type SiteName, siteTitle } from './sites';
import { keysOf } from './study-rules';

/** What a setting of a study is called, by its path, in the person's language: `Learning rate`, `Hidden layers 2`. */
export function settingTitle(path: string, experiment: Experiment): string {
  const keys = keysOf(path) ?? [];
  const index = keys.at(-1);
  const site = siteOf(keys);
  if (site !== undefined) return l10n.t('Dropout, {0}', siteTitle(site));
  const named = typeof index === 'number' ? keys.slice(0, -1) : keys;
  const title = KINDS[named.join('.')]?.() ?? titleOf(named, experiment);
  return typeof index === 'number' ? `${title} ${index + 1}` : title;
}

/** Choices between alternatives, which have a title each and none together. */
const KINDS: Readonly<Record<string, () => string>> = {
  'data.source': () => l10n.t('Data set'),
  'training.optimizer': () => l10n.t('Optimizer'),
};

function titleOf(keys: readonly (string | number)[], experiment: Experiment): string {
  const { title } = nodeAt(keys, experiment) ?? {};
  if (title !== undefined) return l10n.t(String(title));
  // A choice between alternatives is called as what it chooses: `dropout.schedule.kind`.
  const above = nodeAt(keys.slice(0, -1), experiment)?.title;
  return above === undefined ? keys.join('.') : l10n.t(String(above));
}

/** Where dropout stands; undefined for another setting. */
function siteOf([section, placement, where, index]: readonly (string | number)[]): SiteName | undefined {
  if (section !== 'dropout' || placement !== 'placement') return undefined;
  if (where === 'input' || where === 'output') return where;
  return typeof index === 'number' ? index : undefined;
}
