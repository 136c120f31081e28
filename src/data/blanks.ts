/** Matches quoted cells, and runs of blanks between cells or at either end of a line. */
const PIECES = /"(?:[^"]|"")*"|[ \t]+/g;

/** Replaces each run of blanks between cells with a tab; quoted cells keep their blanks. */
export function tabsForBlanks(text: string): string {
  return text.replace(PIECES, (piece, at: number) => {
    if (piece.startsWith('"')) return piece;
    const before = text[at - 1];
    const after = text[at + piece.length];
    const isEdge = before === undefined || before === '\n' || before === '\r' || after === undefined;
    return isEdge || after === '\n' || after === '\r' ? '' : '\t';
  });
}

/** Matches quoted cells, and separators followed by blanks and a quote. */
const QUOTES = /"(?:[^"]|"")*"|[,;|\t] +(?=")/g;

/**
 * Removes blanks between a separator and an opening quote. `within`: length of the prefix to search for the first one.
 */
export function withoutQuoteBlanks(text: string, within: number): string {
  if (!/[,;|\t] +"/.test(text.slice(0, within))) return text;
  return text.replace(QUOTES, (piece) => (piece.startsWith('"') ? piece : piece[0]));
}
