import * as v from 'valibot';
import type { RunSummary } from '../../protocol';
import { isOldFile, readOldFile, readOldSummary } from './old-run-file';
import { type RestoreOptions, restoreRun, type SavedRun } from './restore-run';
import type { Member, Run } from './run';
import {
  chunkContents,
  encodeChunk,
  encodeHead,
  HEAD_BYTES,
  MAGIC,
  type Part,
  readChunks,
  readHead,
  type Tag,
} from './run-chunks';
import { damageWords } from './run-words';
import { summarySchema } from './schema/run';
import { decodeTypedJson } from './typed-json';

/** A summary lies within this many bytes of a file's start, as a rule: a longer one is found in the whole file. */
export const SUMMARY_BYTES = 16_384;

/** The chunks of a run as it is now, the summary first. Each costs a millisecond or two: a caller may rest in between. */
export function* encodeChunks(run: Run): Generator<Buffer> {
  const { id, name, named, startedAt, folder, experiment, info, verdict } = run;
  yield encodeChunk('SUMM', run.summary());
  yield encodeChunk('RUN ', { id, name, named, startedAt, folder, experiment });
  if (info) yield encodeChunk('INFO', info);
  if (verdict) yield encodeChunk('VERD', verdict);
  for (const member of run.members) {
    yield encodeChunk('MEMB', savedMember(member));
    const { key, boundary, network } = member;
    if (boundary || network) yield encodeChunk('PICT', { key, boundary, network });
  }
}

function savedMember({ key, curve, changes, progress, ending, failure }: Member) {
  return { key, rows: curve.slice(), changes, progress, ending, failure };
}

/** The bytes of a run as it is now. */
export function encodeRun(run: Run): Uint8Array {
  const chunks = [...encodeChunks(run)];
  const size = chunks.reduce((sum, { length }) => sum + length, HEAD_BYTES);
  return Buffer.concat([encodeHead(size), ...chunks]);
}

const view = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * The line of the list, from the first {@link SUMMARY_BYTES} of a file. Throws where they do not hold a whole one.
 *
 * @param fileBytes of the whole file, where that is known: one that is cut short is found by it
 */
export function decodeSummary(start: Uint8Array, fileBytes?: number): RunSummary {
  const file = view(start);
  if (isOldFile(file)) return readOldSummary(file);
  const head = readHead(file);
  if (head?.magic !== MAGIC) throw new Error(damageWords.noRun());
  if (fileBytes !== undefined && head.fileBytes !== fileBytes) throw new Error(damageWords.cut());
  const [first] = readChunks(file);
  if (first === undefined || !('tag' in first) || first.tag !== 'SUMM')
    throw new Error(damageWords.summary());
  const { text } = chunkContents(first.data);
  return v.parse(summarySchema, decodeTypedJson(text));
}

/**
 * The whole run, in steps of a few milliseconds: a caller may rest in between. What is damaged is left out and named in
 * the run's `damage`. Throws, with words for a person, where the file is no saved run or nothing of it can be used.
 */
export function* decodeSteps(bytes: Uint8Array, options: RestoreOptions = {}): Generator<void, Run> {
  const file = view(bytes);
  const saved = isOldFile(file) ? readOldFile(file) : yield* readFile(file);
  return yield* restoreRun(saved, options);
}

/** As {@link decodeSteps}, without a rest. */
export function decodeRun(bytes: Uint8Array, options: RestoreOptions = {}): Run {
  const steps = decodeSteps(bytes, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function* readFile(file: Buffer): Generator<void, SavedRun> {
  const head = readHead(file);
  if (head && head.magic !== MAGIC) throw new Error(damageWords.newer());
  const damage = new Set<string>();
  if (head === undefined) damage.add(damageWords.head());
  else if (head.fileBytes !== file.length) damage.add(damageWords.cut());
  const found = { members: [] as unknown[], pictures: [] as unknown[], one: new Map<Tag, unknown>() };
  for (const part of readChunks(file)) {
    take(part, found, damage);
    yield;
  }
  const { members, pictures, one } = found;
  if (!one.has('RUN ')) throw new Error(members.length === 0 ? damageWords.noRun() : damageWords.core());
  const [core, info, verdict] = [one.get('RUN '), one.get('INFO'), one.get('VERD')];
  if (!one.has('SUMM')) damage.add(damageWords.summary());
  return { core, info, verdict, members, pictures, damage };
}

interface Found {
  readonly members: unknown[];
  readonly pictures: unknown[];
  readonly one: Map<Tag, unknown>;
}

function take(part: Part, found: Found, damage: Set<string>): void {
  if ('damaged' in part) {
    lose(part.damaged, found, damage);
    return;
  }
  try {
    const { text, arrays } = chunkContents(part.data);
    const value = decodeTypedJson(text, arrays);
    if (part.tag === 'MEMB') found.members.push(value);
    else if (part.tag === 'PICT') found.pictures.push(value);
    else if (!found.one.has(part.tag)) found.one.set(part.tag, value);
  } catch {
    lose(part.tag, found, damage);
  }
}

/** Members are named by who misses them; a verdict that is there and broken is judged anew. */
function lose(tag: Tag | null, { one }: Found, damage: Set<string>): void {
  if (tag === 'PICT') damage.add(damageWords.picture());
  else if (tag === 'INFO' || tag === 'VERD') one.set(tag, null);
  else if (tag === null) damage.add(damageWords.part());
}
