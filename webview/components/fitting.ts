/**
 * Which of some spans on a line can be shown side by side. @param order indexes, the most wanted first; one that comes
 * again is skipped.
 */
export function fitting(
  spans: readonly (readonly [from: number, to: number])[],
  order: readonly number[],
  gap: number,
): ReadonlySet<number> {
  const shown = new Set<number>();
  for (const index of order) {
    const span = spans[index];
    if (!span || shown.has(index)) continue;
    const free = [...shown].every(
      (other) => span[0] >= spans[other][1] + gap || span[1] + gap <= spans[other][0],
    );
    if (free) shown.add(index);
  }
  return shown;
}
