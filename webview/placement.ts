import type { Placement, Site } from '../src/core/spec';
import { type SiteName, siteValue } from '../src/experiment/sites';

export { type SiteName, siteRatio, sitesOf, siteTitle, siteValue } from '../src/experiment/sites';

/**
 * The edit that sets one site: the path below `dropout.placement` and its value. Hidden layers that are all alike are
 * written as one value, so that the file stays short and a new layer is like the others.
 */
export function siteEdit(
  placement: Placement,
  hiddenLayers: number,
  site: SiteName,
  value: Site,
): {
  readonly path: readonly ['dropout', 'placement', 'input' | 'hidden' | 'output'];
  readonly value: unknown;
} {
  if (typeof site === 'string') return { path: ['dropout', 'placement', site], value };
  const hidden = Array.from({ length: hiddenLayers }, (_, index) =>
    index === site ? value : siteValue(placement, index),
  );
  const alike = hidden.every((one) => one === hidden[0]);
  return { path: ['dropout', 'placement', 'hidden'], value: alike ? hidden[0] : hidden };
}
