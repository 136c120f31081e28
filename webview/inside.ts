/** Room that is left free at the edges, in CSS pixels. */
const GAP = 4;

/**
 * Where something `size` long begins that should begin at `wanted` and must lie within 0 … `room` (CSS pixels). What is
 * longer than the room begins at its start: the first words are read first.
 */
export function inside(wanted: number, size: number, room: number, gap = GAP): number {
  return Math.max(gap, Math.min(wanted, room - size - gap));
}
