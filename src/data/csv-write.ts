import Papa from 'papaparse';

/** Matches text that a spreadsheet may interpret as a formula, full-width signs included (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * Formats rows as CSV (RFC 4180). Text that a spreadsheet would interpret as a formula is prefixed with an apostrophe
 * (OWASP ASVS 1.2.10); numbers are written unchanged.
 */
export function toCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return `${Papa.unparse(rows as (string | number | null)[][], { newline: '\n', escapeFormulae: FORMULA })}\n`;
}
