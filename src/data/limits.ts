/** What is read at the most: beyond it a browser-sized trainer is the wrong tool, and memory would run out. */
export const LIMITS = { bytes: 400_000_000, rows: 100_000, columns: 1000 } as const;
