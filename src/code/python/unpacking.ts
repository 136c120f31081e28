import type { Node } from './node';

const sequences = new Set(['expression_list', 'tuple', 'list', 'pattern_list']);

/** What `path` (indices into nested tuples) of the left side is given; `null` where the sides do not match. */
export function assignedValue(assignment: Node, path: readonly number[]): Node | null {
  let value = assignment.childForFieldName('right');
  while (value?.type === 'assignment') value = value.childForFieldName('right');
  for (const index of path) {
    if (!value || !sequences.has(value.type)) return null;
    const items = value.namedChildren;
    if (items.some((item) => item?.type === 'list_splat')) return null;
    value = items[index] ?? null;
  }
  return value;
}
