import { gunzipSync } from 'fflate';
import { DataError } from './errors';
import { LIMITS } from './limits';
import type { ReadFile } from './source';

/** A file's bytes, unpacked where they are gzipped. Errors name the file and what can be done. */
export async function readBytes(file: string, readFile: ReadFile): Promise<Uint8Array> {
  const bytes = await read(file, readFile);
  if (bytes.length === 0) throw new DataError(file, 'the file is empty.');
  const unpacked = bytes[0] === 0x1f && bytes[1] === 0x8b ? unpack(file, bytes) : bytes;
  if (unpacked.length > LIMITS.bytes)
    throw new DataError(
      file,
      `${megabytes(unpacked.length)} are too many; at most ${megabytes(LIMITS.bytes)} are read.`,
    );
  return unpacked;
}

async function read(file: string, readFile: ReadFile): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new DataError(file, code === 'ENOENT' ? 'there is no such file.' : `cannot be read: ${message}`);
  }
}

function unpack(file: string, bytes: Uint8Array): Uint8Array {
  // The last four bytes of a gzip file are its unpacked size: a bomb is refused before it is opened.
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true);
  if (bytes.length < 18 || size > LIMITS.bytes)
    throw new DataError(
      file,
      `the gzip data is cut off, or unpacks to more than ${megabytes(LIMITS.bytes)}.`,
    );
  try {
    return gunzipSync(bytes);
  } catch (error) {
    throw new DataError(file, `the gzip data is damaged or cut off (${(error as Error).message}).`);
  }
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}
