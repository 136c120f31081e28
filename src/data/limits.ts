/**
 * Size limits for data: beyond them this trainer is the wrong tool, and memory would run out. `cells`: training and
 * test rows × features after one-hot encoding, 4 bytes each. `categories`: distinct texts of a one-hot encoded column.
 */
export const LIMITS = {
  bytes: 400_000_000,
  rows: 100_000,
  columns: 1000,
  cells: 100_000_000,
  categories: 50,
} as const;
