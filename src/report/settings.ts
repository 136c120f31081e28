import * as l10n from '@vscode/l10n';
import { formSections } from '../experiment/form';
import { sameJson } from '../experiment/same-json';
import type { Experiment } from '../experiment/schema';
import { valueText } from '../experiment/value-text';
import { code, plain, table } from './markdown';

/** A setting, formatted for display. */
interface Setting {
  readonly section: string;
  readonly title: string;
  readonly path: string;
  readonly value: string;
  readonly usual: string;
  readonly differs: boolean;
}

/** The non-default settings as a list, and all settings as a table. */
export function settingsText(experiment: Experiment): { readonly changed: string; readonly all: string } {
  const settings = settingsOf(experiment);
  const changed = settings
    .filter(({ differs, path }) => differs && path !== 'name')
    .map(({ title, value, usual }) =>
      usual === ''
        ? `- ${title}: **${value}**`
        : l10n.t('- {0}: **{1}** (default: {2})', title, value, usual),
    );
  const head = [l10n.t('Section'), l10n.t('Setting'), l10n.t('Key'), l10n.t('Value'), l10n.t('Default')];
  const rows = settings.map(({ section, title, path, value, usual, differs }) => [
    section,
    title,
    code(path),
    differs ? `**${value}**` : value,
    usual,
  ]);
  return {
    changed: changed.length > 0 ? changed.join('\n') : l10n.t('All settings are the default ones.'),
    all: table(head, rows),
  };
}

function settingsOf(experiment: Experiment): Setting[] {
  const layers = experiment.network.hidden.length;
  return formSections(experiment).flatMap(({ title, fields }) =>
    fields.map((field) => ({
      section: plain(title),
      title: plain(field.title),
      path: field.path.join('.'),
      value: plain(valueText(field, field.value, layers)),
      usual: field.default === undefined ? '' : plain(valueText(field, field.default, layers)),
      differs: field.value !== undefined && !sameJson(field.value, field.default),
    })),
  );
}
