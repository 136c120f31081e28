/**
 * Left edge of a label of this `width` for a vertical line at `x`: right of the line, otherwise left of it, otherwise
 * as far right as fits. A label wider than the room starts at its left edge.
 */
export function beside(
  x: number,
  gap: number,
  width: number,
  { left, right }: { readonly left: number; readonly right: number },
): number {
  if (x + gap + width <= right) return x + gap;
  const before = x - gap - width;
  return before >= left ? before : Math.max(left, right - width);
}
