import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';

/** Not a regular file; reading a pipe without a writer would block forever. */
export class NotAFileError extends Error {}

/** The file exceeds the size limit. */
export class TooLargeError extends Error {
  constructor(readonly bytes: number) {
    super(l10n.t('it is {0} MB, which is too large.', Math.ceil(bytes / 1e6)));
  }
}

const CHUNK = 1 << 20;
/** Without O_NONBLOCK, opening a pipe blocks until it has a writer. Windows has neither. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a regular file for reading, without blocking on a pipe.
 * @throws NotAFileError for a folder, pipe, socket or device; system errors.
 */
export async function openRegular(path: string): Promise<{ handle: FileHandle; status: Stats }> {
  refuseOthers(await stat(path));
  const handle = await open(path, FLAGS);
  try {
    // It may have been replaced since.
    const status = await handle.stat();
    refuseOthers(status);
    return { handle, status };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * Reads all bytes of a regular file.
 * @param most size limit in bytes.
 * @param claim called with the size in bytes before allocation; may throw to refuse.
 * @throws NotAFileError, TooLargeError, an Error if the file changes while being read; system errors.
 */
export async function readWhole(
  path: string,
  most: number,
  claim?: (bytes: number) => void,
): Promise<Uint8Array> {
  const { handle, status } = await openRegular(path);
  try {
    if (status.size > most) throw new TooLargeError(status.size);
    claim?.(status.size);
    const bytes = await readBytes(handle, status.size);
    const after = await handle.stat();
    if (bytes.length < status.size || after.size !== status.size || after.mtimeMs !== status.mtimeMs)
      throw new Error(l10n.t('it changed while it was read; try again when nothing writes to it any more.'));
    return bytes;
  } finally {
    await handle.close();
  }
}

/** Reads `size` bytes, or fewer at the end of the file. */
async function readBytes(handle: FileHandle, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let length = 0;
  while (length < size) {
    const { bytesRead } = await handle.read(bytes, length, Math.min(CHUNK, size - length), length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}

function refuseOthers(status: Stats): void {
  if (status.isFile()) return;
  throw new NotAFileError(
    status.isDirectory()
      ? l10n.t('it is a folder, not a file.')
      : status.isFIFO()
        ? l10n.t('it is a pipe, not a file: save its output to a file first.')
        : status.isSocket()
          ? l10n.t('it is a socket, not a file.')
          : l10n.t('it is a device, not a file.'),
  );
}
