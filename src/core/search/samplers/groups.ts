import { countOf, type Dimension } from '../distribution';

/**
 * Dimensions that exist at the same points, so that their values can be chosen together. Those with a single value are
 * groups of their own: they say nothing about the others. A group stands after what its existence depends on.
 */
export function groupsOf(dimensions: readonly Dimension[]): Dimension[][] {
  const conditions = new Map<string, string>();
  const groups = new Map<string, Dimension[]>();
  for (const dimension of dimensions) {
    const { name, when, distribution } = dimension;
    const condition = when
      ? JSON.stringify([conditions.get(when.name), when.name, [...when.values].sort((a, b) => a - b)])
      : '';
    conditions.set(name, condition);
    const key = countOf(distribution) === 1 ? `${condition} ${name}` : condition;
    const group = groups.get(key);
    if (group) group.push(dimension);
    else groups.set(key, [dimension]);
  }
  return [...groups.values()];
}
