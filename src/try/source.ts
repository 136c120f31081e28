import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { readWhole } from '../files/read-whole';
import { reasonOf } from '../files/reasons';

/** Longer files hold data. In bytes. */
const MOST = 5_000_000;

/** A file of which literals can be changed. */
export interface Source {
  /** Absolute, symbolic links resolved. */
  readonly path: string;
  /** Without its byte order mark; line ends as they are. */
  readonly text: string;
  /** Of its bytes, in hexadecimal digits. */
  readonly sha256: string;
}

/** Reads a file in the encoding that it names (Python's PEP 263), else UTF-8. Throws an Error that names the file. */
export async function readSource(path: string): Promise<Source> {
  try {
    const bytes = await readWhole(path, MOST);
    const text = new TextDecoder(encodingOf(path, bytes), { fatal: true }).decode(bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { path: await realpath(path), text, sha256 };
  } catch (error) {
    throw new Error(l10n.t('{0} cannot be read: {1}', path, reasonOf(error)));
  }
}

/** Python looks for the encoding in the first two lines. */
function encodingOf(path: string, bytes: Uint8Array): string {
  if (!/\.pyw?$/.test(path)) return 'utf-8';
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1000)).split(/\r\n?|\n/, 2);
  for (const line of head) {
    const name = line.trimStart().startsWith('#') && /coding[:=][ \t]*([-\w.]+)/.exec(line)?.[1];
    if (name) return name.replaceAll('_', '-').replace(/^latin-1$/i, 'latin1');
  }
  return 'utf-8';
}

/** How many characters, as Python counts them, lie before an offset in UTF-16 code units. */
export function charactersBefore(text: string, offset: number): number {
  let pairs = 0;
  for (let i = 1; i < offset; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xdc00 && unit <= 0xdfff) pairs++;
  }
  return offset - pairs;
}
