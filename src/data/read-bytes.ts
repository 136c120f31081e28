import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import * as l10n from '@vscode/l10n';
import { reasonOf } from '../files/reasons';
import { DataError, NoRoomError } from './errors';
import { LIMITS } from './limits';
import type { ReadFile } from './source';
import { isGzip } from './unpacked-bytes';

/** Reads a file, decompressed if gzipped. Throws a DataError naming the file and the remedy. */
export async function readBytes(file: string, readFile: ReadFile): Promise<Uint8Array> {
  const bytes = await read(file, readFile);
  if (bytes.length === 0) throw new DataError(file, l10n.t('the file is empty.'));
  refuseSize(file, bytes.length);
  return isGzip(bytes) ? unpack(file, bytes) : bytes;
}

async function read(file: string, readFile: ReadFile): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof NoRoomError) throw error;
    const { code, path } = error as NodeJS.ErrnoException;
    throw new DataError(
      file,
      code === 'ENOENT' ? notFound(file, path) : l10n.t('cannot be read: {0}', reasonOf(error)),
    );
  }
}

/** Relative paths are resolved against the experiment's folder, so the message names the folder. */
function notFound(file: string, path: string | undefined): string {
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(file))
    return l10n.t('only files are read, and nothing is fetched: download it and name the file.');
  if (file.startsWith('~'))
    return l10n.t('there is no such file; “~” does not stand for a folder here: write the path in full.');
  const end = path === undefined ? -1 : Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return path === undefined || end < 0
    ? l10n.t('there is no such file.')
    : l10n.t('there is no such file in {0}.', path.slice(0, Math.max(1, end)));
}

/** Decompresses all gzip members of a file; stops at the size limit. */
async function unpack(file: string, bytes: Uint8Array): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: LIMITS.bytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') refuseSize(file, LIMITS.bytes + 1);
    throw new DataError(
      file,
      l10n.t(
        'the gzip data is damaged, cut off or followed by something else ({0}).',
        (error as Error).message,
      ),
    );
  }
}

function refuseSize(file: string, length: number): void {
  if (length <= LIMITS.bytes) return;
  throw new DataError(
    file,
    l10n.t(
      '{0} MB or more are too many; at most {1} MB are read.',
      Math.floor(length / 1e6),
      LIMITS.bytes / 1e6,
    ),
  );
}
