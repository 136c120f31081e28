import Papa from 'papaparse';

/** What a spreadsheet may take for the beginning of a formula, full-width signs among it (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * A CSV file of the rows (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe in front
 * (OWASP ASVS 1.2.10); numbers stay as they are.
 */
export function toCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return `${Papa.unparse(rows as (string | number | null)[][], { newline: '\n', escapeFormulae: FORMULA })}\n`;
}
