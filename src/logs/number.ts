/** The number that a cell is; undefined for anything else. Python writes `nan` and `inf`. */
export function numberOf(cell: string): number | undefined {
  const text = cell.trim();
  if (text === '') return undefined;
  const value = Number(text);
  if (!Number.isNaN(value)) return /^[+-]?0[xob]/i.test(text) ? undefined : value;
  const lower = text.toLowerCase().replace(/^[+-]/, '');
  if (lower === 'nan') return Number.NaN;
  if (lower !== 'inf' && lower !== 'infinity') return undefined;
  return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
