/** Quoted cells, blanks at either end of a line, and blanks between cells. */
const PIECES = /"(?:[^"]|"")*"|^[ \t]+|[ \t]+$|[ \t]+/gm;

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
