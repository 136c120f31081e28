import * as l10n from '@vscode/l10n';
import { DataError } from './errors';
import { kindOfBytes, kindOfText } from './file-kinds';
import type { Remarks } from './remarks';

/** Number of bytes inspected to distinguish text from binary data. */
const HEAD = 4096;

/**
 * Decodes the text of a table: UTF-8 or UTF-16, otherwise Korean (EUC-KR) or Western European (Windows-1252), which
 * older programs write and which adds a note. If the file is not a table, throws a DataError naming its format.
 */
export function decodeText(file: string, bytes: Uint8Array, remarks: Remarks): string {
  const kind = kindOfBytes(bytes);
  if (kind !== undefined) throw new DataError(file, kind);
  const text = withoutEnd(decoded(file, bytes, remarks)).replace(/^\ufeff+/, '');
  const other = kindOfText(text);
  if (other !== undefined) throw new DataError(file, other);
  return text;
}

/** Drops a trailing Ctrl+Z, the end-of-file mark of DOS. */
function withoutEnd(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\u001a') end--;
  return text.slice(0, end);
}

function decoded(file: string, bytes: Uint8Array, remarks: Remarks): string {
  const wide = wideEncoding(bytes);
  if (wide) return new TextDecoder(wide).decode(bytes);
  if (bytes.subarray(0, HEAD).includes(0))
    throw new DataError(
      file,
      l10n.t('this is not a text file: it has zero bytes. A CSV file in UTF-8 is expected.'),
    );
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const korean = isKorean(bytes);
    remarks.note(
      korean
        ? l10n.t('The text is not UTF-8 and is read as Korean (EUC-KR).')
        : l10n.t('The text is not UTF-8 and is read as Western European (Windows-1252).'),
    );
    return new TextDecoder(korean ? 'euc-kr' : 'windows-1252').decode(bytes);
  }
}

/** Detects UTF-16 by its byte order mark, or by zeros in every second byte, as Latin text has them. */
function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, HEAD);
  const zeros = [0, 0];
  for (const [i, byte] of head.entries()) {
    if (byte === 0) zeros[i % 2]++;
    // Control characters below tab: not text.
    else if (byte < 9) return undefined;
  }
  const [even, odd] = zeros;
  if (odd > head.length / 4 && even === 0) return 'utf-16le';
  return even > head.length / 4 && odd === 0 ? 'utf-16be' : undefined;
}

/** Whether nearly all non-ASCII bytes form pairs that are Hangul in EUC-KR, outside words of Latin letters. */
function isKorean(bytes: Uint8Array): boolean {
  let [pairs, others, latin] = [0, 0, 0];
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] < 0x80) continue;
    const start = i;
    while (bytes[i] >= 0xb0 && bytes[i] <= 0xc8 && bytes[i + 1] >= 0xa1) i += 2;
    const run = (i - start) / 2;
    pairs += run;
    if (bytes[i] >= 0x80) others++;
    else i--;
    // `POSIÇÃO` is one pair between letters.
    if (run === 1 && isLetter(bytes[start - 1]) && isLetter(bytes[start + 2])) latin++;
  }
  return pairs > 0 && others <= pairs / 10 && latin <= pairs / 2 && isReadable(bytes, 'euc-kr');
}

const isLetter = (byte: number): boolean => (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);

/** Whether all bytes are valid in the encoding. */
function isReadable(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
