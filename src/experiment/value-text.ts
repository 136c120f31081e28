import * as l10n from '@vscode/l10n';
import type { Placement } from '../core/spec';
import type { FormField } from './form';
import { listed, shortened } from './listed';
import { sitesOf, siteTitle, siteValue } from './sites';

/** Columns and texts that a person reads; a table may have a thousand. */
const LISTED = 20;
/** Characters of a path. */
const LONGEST = 300;

/** A setting's value as a person reads it. `layers`: how many are hidden. */
export function valueText({ kind, options }: FormField, value: unknown, layers: number): string {
  if (value === undefined) return l10n.t('not set');
  if (typeof value === 'boolean') return value ? l10n.t('yes') : l10n.t('no');
  if (kind === 'choice') return options?.find(({ id }) => id === String(value))?.title ?? String(value);
  if (kind === 'placement') return placementText(value as Placement, layers);
  if (kind === 'pairs') return listed(pairsOf(value as Readonly<Record<string, string>>), LISTED, String);
  if (kind === 'texts') return listed(value as readonly string[], LISTED, quotedText);
  if (Array.isArray(value)) return value.length === 0 ? l10n.t('none') : value.join(', ');
  return value === '' ? l10n.t('none') : shortened(String(value), LONGEST);
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

/** `n.d., "a, b"`: a text that would not be read as it is stands in quotes. */
export const textsText = (texts: readonly string[]): string => texts.map(quotedText).join(', ');

/** `Id: leaveOut, "a, b": category`. */
export const pairsText = (pairs: Readonly<Record<string, string>>): string => pairsOf(pairs).join(', ');

const pairsOf = (pairs: Readonly<Record<string, string>>): string[] =>
  Object.entries(pairs).map(([name, value]) => `${quotedText(name)}: ${value}`);

const quotedText = (text: string): string =>
  text === '' || text !== text.trim() || /[",:;\n]/.test(text) ? JSON.stringify(text) : text;
