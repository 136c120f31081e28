/** Quoted cells, and blanks at the ends of a line or between cells. */
const PIECES = /"(?:[^"]|"")*"|[ \t]+/g;

/** The same text with a tab for every run of blanks between cells; what is quoted keeps its own. */
export function tabsForBlanks(text: string): string {
  return text.replace(PIECES, (piece, at: number) => {
    if (piece.startsWith('"')) return piece;
    const before = text[at - 1];
    const after = text[at + piece.length];
    const isEdge = before === undefined || before === '\n' || before === '\r' || after === undefined;
    return isEdge || after === '\n' || after === '\r' ? '' : '\t';
  });
}

/** Quoted cells, and separators with blanks before a quote. */
const QUOTES = /"(?:[^"]|"")*"|[,;|\t] +(?=")/g;

/** The same text without blanks before quoted cells, which belong to the separator; `within`: where to look for the first. */
export function withoutQuoteBlanks(text: string, within: number): string {
  if (!/[,;|\t] +"/.test(text.slice(0, within))) return text;
  return text.replace(QUOTES, (piece) => (piece.startsWith('"') ? piece : piece[0]));
}
