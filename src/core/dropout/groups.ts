import type { Dataset } from '../dataset';
import type { DropoutSpec } from '../spec';

/** The group of each unit, whole numbers that rise by at most 1 from unit to unit; undefined: each is its own. */
export type Groups = (unit: number) => number;

const bySize = (size: number): Groups | undefined =>
  size > 1 ? (unit) => Math.floor(unit / size) : undefined;

/** Groups of these sizes, one after the other. */
function ofSizes(sizes: readonly number[]): Groups | undefined {
  if (sizes.every((size) => size === 1)) return undefined;
  const numbers = sizes.flatMap((size, index) => Array<number>(size).fill(index));
  return (unit) => numbers[unit]!;
}

function ofInputs({ inputGroups, groupSize }: DropoutSpec, data: Dataset): Groups | undefined {
  if (inputGroups === 'each') return undefined;
  if (inputGroups === 'size') return bySize(groupSize);
  if (data.image) return bySize(data.image.width);
  return data.blocks && ofSizes(data.blocks);
}

/** What is dropped together at each of `sites` sites. */
export function groupsOf(dropout: DropoutSpec, data: Dataset, sites: number): (Groups | undefined)[] {
  const hidden = bySize(dropout.groupSize);
  return Array.from({ length: sites }, (_, site) => {
    if (site === 0) return ofInputs(dropout, data);
    return site < sites - 1 ? hidden : undefined;
  });
}
