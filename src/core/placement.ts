import type { Placement, Site } from './spec';

function ratioOf(site: Site, shared: number): number | null {
  if (site === false) return null;
  return site === true ? shared : site;
}

/**
 * The drop ratio of every site (input, hidden layers, output) of a network with `hiddenLayers` hidden layers; null for
 * sites without dropout. `shared` is the ratio of sites without one of their own.
 * @throws RangeError if a list does not have one entry for each hidden layer.
 */
export function resolvePlacement(
  placement: Placement,
  shared: number,
  hiddenLayers: number,
): (number | null)[] {
  const { input, hidden, output } = placement;
  const list = Array.isArray(hidden) ? hidden : Array.from({ length: hiddenLayers }, () => hidden);
  if (list.length !== hiddenLayers) {
    throw new RangeError(
      `dropout.placement.hidden has ${list.length} entries; it needs one for each of the ${hiddenLayers} hidden layers.`,
    );
  }
  return [input, ...list, output].map((site) => ratioOf(site, shared));
}
