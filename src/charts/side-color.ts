const COLORS = [
  'dropout',
  'baseline',
  'compared',
  'compared2',
  'compared3',
  'compared4',
  'compared5',
] as const;

/** The colour of a side of a comparison, or of a value that is tried, by its place. */
export const colorAt = (side: number) => COLORS[side % COLORS.length]!;
