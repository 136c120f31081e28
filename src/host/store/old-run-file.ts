import * as v from 'valibot';
import { isRecord } from '../../experiment/schema-node';
import type { RunSummary } from '../../protocol';
import { COLUMNS } from '../../report/curve';
import type { SavedRun } from './restore-run';
import { isChunk } from './run-chunks';
import { damageWords } from './run-words';
import { summarySchema } from './schema/run';
import { decodeTypedJson } from './typed-json';

// Formats 1 and 2, little-endian: the magic, two lengths (uint32), the summary (JSON), the run (JSON with references to
// arrays), padding to a multiple of 8, the arrays. They have no checksums.

/** The first format had no validation: rows of two values fewer. */
const FORMATS = { 'DPRUN 1\n': COLUMNS - 2, 'DPRUN 2\n': COLUMNS } as const;
const MAGIC_BYTES = 8;
const HEAD_BYTES = MAGIC_BYTES + 8;

/** Whether a file is of one of these formats: a later one with a damaged magic is recognized by its first chunk. */
export function isOldFile(file: Buffer): boolean {
  return (
    file.length >= HEAD_BYTES &&
    Object.hasOwn(FORMATS, file.toString('latin1', 0, MAGIC_BYTES)) &&
    !isChunk(file, HEAD_BYTES)
  );
}

function ends(file: Buffer): { readonly summaryEnd: number; readonly textEnd: number } {
  const summaryEnd = HEAD_BYTES + file.readUInt32LE(MAGIC_BYTES);
  return { summaryEnd, textEnd: summaryEnd + file.readUInt32LE(MAGIC_BYTES + 4) };
}

/** Throws where the summary is broken or lies beyond `start`. */
export function readOldSummary(start: Buffer): RunSummary {
  const { summaryEnd } = ends(start);
  if (summaryEnd > start.length) throw new Error(damageWords.summary());
  return v.parse(summarySchema, JSON.parse(start.toString('utf8', HEAD_BYTES, summaryEnd)));
}

/** Throws where the text is broken; what of its arrays is not there is undefined. */
export function readOldFile(file: Buffer): SavedRun {
  const { summaryEnd, textEnd } = ends(file);
  if (textEnd > file.length) throw new Error(damageWords.cut());
  const damage = new Set<string>();
  try {
    readOldSummary(file);
  } catch {
    damage.add(damageWords.summary());
  }
  const body = bodyOf(file.toString('utf8', summaryEnd, textEnd), file.subarray(Math.ceil(textEnd / 8) * 8));
  const { info, verdict, members, ...core } = body;
  const saved = Array.isArray(members) ? members : [];
  const columns = FORMATS[file.toString('latin1', 0, MAGIC_BYTES) as keyof typeof FORMATS];
  return { core, info, verdict, members: saved, pictures: saved, columns, damage };
}

function bodyOf(text: string, arrays: Buffer): Record<string, unknown> {
  try {
    const body = decodeTypedJson(text, arrays, true);
    if (isRecord(body)) return body;
  } catch {
    // Said below.
  }
  throw new Error(damageWords.text());
}
