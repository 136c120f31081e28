/**
 * Where words `width` wide begin that belong to an upright line at `x`: right of it, else left of it, else where they
 * still end inside. What is wider than the whole room begins at its left edge.
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
