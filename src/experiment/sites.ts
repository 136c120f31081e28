import * as l10n from '@vscode/l10n';
import type { Placement, Site } from '../core/spec';

/** A place where dropout can stand: the input, the n-th hidden activation (from 0), or the logits. */
export type SiteName = 'input' | 'output' | number;

/** All sites, input to output. */
export function sitesOf(hiddenLayers: number): readonly SiteName[] {
  return ['input', ...Array.from({ length: hiddenLayers }, (_, index) => index), 'output'];
}

/** What is set at a site. A list that is too short has no dropout beyond its end. */
export function siteValue(placement: Placement, site: SiteName): Site {
  if (site === 'input') return placement.input;
  if (site === 'output') return placement.output;
  return Array.isArray(placement.hidden) ? (placement.hidden[site] ?? false) : placement.hidden;
}

/** The drop ratio in force at a site, schedules left out; 0 where there is no dropout. */
export function siteRatio(placement: Placement, site: SiteName, shared: number): number {
  const value = siteValue(placement, site);
  if (value === true) return shared;
  return value === false ? 0 : value;
}

/** Why no neuron is dropped, schedules left out: no site has dropout, or all ratios are 0. Undefined: some may be. */
export function nothingDrops(
  placement: Placement,
  shared: number,
  hiddenLayers: number,
): 'placement' | 'ratio' | undefined {
  const sites = sitesOf(hiddenLayers);
  if (sites.some((site) => siteRatio(placement, site, shared) > 0)) return undefined;
  return sites.some((site) => siteValue(placement, site) !== false) ? 'ratio' : 'placement';
}

/** `input`, `hidden 1`, `output`. */
export function siteTitle(site: SiteName): string {
  if (site === 'input') return l10n.t('input');
  if (site === 'output') return l10n.t('output');
  return l10n.t('hidden {0}', site + 1);
}
