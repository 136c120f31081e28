import { crc32 } from 'node:zlib';
import { encodeTypedJson } from './typed-json';

// Format 3 of a saved run, little-endian. A head of 16 bytes: the magic, the length of the file (uint32), the CRC-32 of
// these 12 bytes. Then chunks, each a multiple of 8 bytes: a tag of four letters, the length of its data, the CRC-32 of
// its data, the CRC-32 of these 12 bytes; then its data: the length of a text (uint32), the text (JSON with references to
// arrays), padding to a multiple of 8, the arrays. Every byte is under a checksum, and a chunk can be read without the
// others: what is damaged costs no more than itself.

export const MAGIC = 'DPRUN 3\n';
export const HEAD_BYTES = 16;
const CHUNK_HEAD_BYTES = 16;
const TEXT_AT = 4;
/** A reader may rest after this many bytes in which no chunk begins. */
const RESTING_BYTES = 2 ** 16;

/** `SUMM`: the line of the list; `RUN `: name and experiment; one `MEMB` and at most one `PICT` a member. */
const TAGS = ['SUMM', 'RUN ', 'INFO', 'VERD', 'MEMB', 'PICT'] as const;
export type Tag = (typeof TAGS)[number];
const TAG_CODES: ReadonlySet<number> = new Set(TAGS.map((tag) => Buffer.from(tag).readUInt32LE()));

/** A chunk of a file, or that something is damaged: a chunk's data (with its tag), or what lies between chunks. */
export type Part = { readonly tag: Tag; readonly data: Buffer } | { readonly damaged: Tag | null };

/** The first bytes of a file of so many bytes. */
export function encodeHead(fileBytes: number): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.write(MAGIC, 'latin1');
  head.writeUInt32LE(fileBytes, 8);
  head.writeUInt32LE(crc32(head.subarray(0, 12)), 12);
  return head;
}

/** Whether the head is whole; of `fileBytes` the length that it names. */
export function readHead(file: Buffer): { readonly magic: string; readonly fileBytes: number } | undefined {
  if (file.length < HEAD_BYTES || !isSealed(file, 0)) return undefined;
  return { magic: file.toString('latin1', 0, 8), fileBytes: file.readUInt32LE(8) };
}

/** Four bytes that are the checksum of the twelve before them. */
const isSealed = (file: Buffer, at: number): boolean =>
  crc32(file.subarray(at, at + 12)) === file.readUInt32LE(at + 12);

const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;

/** A value as a chunk. Its typed arrays are copied. */
export function encodeChunk(tag: Tag, value: unknown): Buffer {
  const { text, bytes } = encodeTypedJson(value);
  const textBytes = Buffer.byteLength(text);
  const arraysAt = CHUNK_HEAD_BYTES + padded(TEXT_AT + textBytes);
  const chunk = Buffer.alloc(arraysAt + bytes.length);
  chunk.writeUInt32LE(textBytes, CHUNK_HEAD_BYTES);
  chunk.write(text, CHUNK_HEAD_BYTES + TEXT_AT, 'utf8');
  chunk.set(bytes, arraysAt);
  chunk.write(tag, 'latin1');
  chunk.writeUInt32LE(chunk.length - CHUNK_HEAD_BYTES, 4);
  chunk.writeUInt32LE(crc32(chunk.subarray(CHUNK_HEAD_BYTES)), 8);
  chunk.writeUInt32LE(crc32(chunk.subarray(0, 12)), 12);
  return chunk;
}

/** The text of a chunk's data, and its arrays. Throws a RangeError where the lengths do not fit. */
export function chunkContents(data: Buffer): { readonly text: string; readonly arrays: Buffer } {
  const textEnd = TEXT_AT + data.readUInt32LE(0);
  if (textEnd > data.length) throw new RangeError(`a text that ends at byte ${textEnd} of ${data.length}`);
  return { text: data.toString('utf8', TEXT_AT, textEnd), arrays: data.subarray(padded(textEnd)) };
}

/**
 * The chunks of a file, from its first on. Behind a chunk head that is broken the next whole one is looked for: a damaged
 * length costs a chunk, not all that follow.
 */
export function* readChunks(file: Buffer): Generator<Part> {
  let at = HEAD_BYTES;
  let isLost = false;
  while (at < file.length) {
    const length = chunkLength(file, at);
    if (length === undefined) {
      if (!isLost || at % RESTING_BYTES === 0) yield { damaged: null };
      isLost = true;
      at += 8;
      continue;
    }
    isLost = false;
    const tag = file.toString('latin1', at, at + 4) as Tag;
    const data = file.subarray(at + CHUNK_HEAD_BYTES, at + CHUNK_HEAD_BYTES + length);
    const isWhole = data.length === length && crc32(data) === file.readUInt32LE(at + 8);
    yield isWhole ? { tag, data } : { damaged: tag };
    at += CHUNK_HEAD_BYTES + length;
  }
}

/** Whether a chunk begins here. */
export const isChunk = (file: Buffer, at: number): boolean => chunkLength(file, at) !== undefined;

/** Of the data of the chunk that begins here; undefined where none does. */
function chunkLength(file: Buffer, at: number): number | undefined {
  if (at + CHUNK_HEAD_BYTES > file.length || !TAG_CODES.has(file.readUInt32LE(at))) return undefined;
  return isSealed(file, at) ? file.readUInt32LE(at + 4) : undefined;
}
