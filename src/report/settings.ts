import * as l10n from '@vscode/l10n';
import type { Placement } from '../core/spec';
import { type FormField, formSections } from '../experiment/form';
import { sameJson } from '../experiment/same-json';
import type { Experiment } from '../experiment/schema';
import { sitesOf, siteTitle, siteValue } from '../experiment/sites';
import { code, plain, table } from './markdown';

/** One setting in words. */
interface Setting {
  readonly section: string;
  readonly title: string;
  readonly path: string;
  readonly value: string;
  readonly usual: string;
  readonly differs: boolean;
}

/** The settings that are not the default ones, as a list; and all of them, as a table. */
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
      value: valueText(field, field.value, layers),
      usual: field.default === undefined ? '' : valueText(field, field.default, layers),
      differs: field.value !== undefined && !sameJson(field.value, field.default),
    })),
  );
}

function valueText({ kind, options }: FormField, value: unknown, layers: number): string {
  if (value === undefined) return l10n.t('not set');
  if (kind === 'boolean') return value === true ? l10n.t('yes') : l10n.t('no');
  if (kind === 'choice') return plain(options?.find(({ id }) => id === value)?.title ?? String(value));
  if (kind === 'placement') return placementText(value as Placement, layers);
  if (Array.isArray(value)) return value.length === 0 ? l10n.t('none') : value.join(', ');
  return value === '' ? l10n.t('none') : plain(String(value));
}

/** `hidden 1: on, output: 0.2`: where dropout stands, the shared ratio as `on`. */
export function placementText(placement: Partial<Placement>, layers: number): string {
  const whole: Placement = { input: false, hidden: true, output: false, ...placement };
  const sites = sitesOf(layers).flatMap((site) => {
    const value = siteValue(whole, site);
    if (value === false) return [];
    return [value === true ? siteTitle(site) : l10n.t('{0}: {1}', siteTitle(site), String(value))];
  });
  return sites.length === 0 ? l10n.t('nowhere') : sites.join(', ');
}
