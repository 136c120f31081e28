import * as l10n from '@vscode/l10n';
import { DataError } from './errors';

/** The text of a table's file: UTF-8, or UTF-16 with a byte order mark, as spreadsheets write it. */
export function decodeText(file: string, bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (first === 0x50 && second === 0x4b && bytes[2] === 3 && bytes[3] === 4)
    throw new DataError(
      file,
      l10n.t('this is a workbook or an archive, not a text file. Save the table as “CSV UTF-8”.'),
    );
  if (bytes.subarray(0, 4096).includes(0))
    throw new DataError(
      file,
      l10n.t('this is not a text file: it has zero bytes. A CSV file in UTF-8 is expected.'),
    );
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DataError(file, l10n.t('the text is not UTF-8. Save the table as “CSV UTF-8”.'));
  }
}
