/**
 * What is read at the most: beyond it this trainer is the wrong tool, and memory would run out. `cells`: rows that train
 * or test × features after one-hot encoding, 4 bytes each. `categories`: different texts of a column that is one-hot encoded.
 */
export const LIMITS = {
  bytes: 400_000_000,
  rows: 100_000,
  columns: 1000,
  cells: 100_000_000,
  categories: 50,
} as const;
