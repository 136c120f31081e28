/** The number that a cell is; undefined for anything else. Python writes `nan` and `inf`. */
export function numberOf(cell: string): number | undefined {
  const value = Number(cell);
  // JavaScript takes blanks for zero, and knows other bases.
  if (!Number.isNaN(value)) return /^\s*(?:$|[+-]?0[xob])/i.test(cell) ? undefined : value;
  const text = cell.trim();
  const lower = text.toLowerCase().replace(/^[+-]/, '');
  if (lower === 'nan') return Number.NaN;
  if (lower !== 'inf' && lower !== 'infinity') return undefined;
  return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
