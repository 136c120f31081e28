import * as v from 'valibot';
import type { Verdict } from '../../core/analysis/verdict';
import { recordedChangeSchema } from '../../core/spec';
import { experimentSchema } from '../../experiment/schema';
import type { Boundary, NetworkFrame, RunInfo, RunSummary } from '../../protocol';
import { COLUMNS } from '../../report/curve';
import { type Member, Run } from './run';
import { decodeTypedJson, encodeTypedJson } from './typed-json';

// A saved run, little-endian: the magic, two lengths (uint32), the summary (JSON, for the list), the run (JSON with
// references to arrays), padding to a multiple of 8, the arrays.

/** The first format had no validation: rows of two values fewer. */
const FORMATS = { 'DPRUN 1\n': COLUMNS - 2, 'DPRUN 2\n': COLUMNS } as const;
type Magic = keyof typeof FORMATS;
const MAGIC: Magic = 'DPRUN 2\n';
const HEAD_BYTES = MAGIC.length + 8;

/** A summary lies within this many bytes of a file's start. */
export const SUMMARY_BYTES = 16_384;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const loss = v.nullable(v.number());
const status = v.picklist(['loading', 'running', 'paused', 'completed', 'stopped', 'failed']);

const summarySchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/)),
  name: v.pipe(v.string(), v.maxLength(1000)),
  startedAt: v.number(),
  status,
  label: v.pipe(v.string(), v.maxLength(1000)),
  named: v.optional(v.boolean()),
  settings: v.optional(v.array(v.string())),
  fingerprint: v.optional(v.string()),
  testLoss: v.object({ dropout: loss, baseline: loss }),
  diverged: v.nullable(count),
  // Earlier files do not say it.
  blownUp: v.optional(v.boolean(), false),
});

const endingSchema = v.object({
  kind: v.picklist(['completed', 'stoppedEarly', 'diverged', 'stopped']),
  step: count,
  epoch: count,
  restored: v.optional(count),
  seconds: v.number(),
});

const progressSchema = v.object({
  step: count,
  epoch: v.number(),
  totalSteps: v.number(),
  totalEpochs: v.number(),
  samplesPerSecond: v.number(),
  secondsLeft: v.number(),
});

const memberSchema = v.object({
  key: v.string(),
  rows: v.custom<Float64Array>((rows) => rows instanceof Float64Array, 'not a list of numbers'),
  changes: v.array(recordedChangeSchema),
  progress: v.optional(progressSchema),
  ending: v.optional(endingSchema),
  failure: v.optional(v.object({ step: v.number(), reason: v.string() })),
  boundary: v.optional(v.custom<Boundary>((value) => typeof value === 'object')),
  network: v.optional(v.custom<NetworkFrame>((value) => typeof value === 'object')),
});

const runSchema = v.object({
  id: summarySchema.entries.id,
  name: summarySchema.entries.name,
  named: v.boolean(),
  startedAt: v.number(),
  folder: v.nullable(v.string()),
  experiment: experimentSchema,
  info: v.optional(v.custom<RunInfo>((value) => typeof value === 'object')),
  verdict: v.optional(v.custom<Verdict>((value) => typeof value === 'object')),
  members: v.array(memberSchema),
});

type SavedMember = v.InferOutput<typeof memberSchema>;

function savedMember(member: Member): SavedMember {
  const { key, curve, changes, progress, ending, failure, boundary, network } = member;
  return {
    key,
    rows: curve.slice(),
    changes,
    ...(progress && { progress }),
    ...(ending && { ending }),
    ...(failure && { failure }),
    ...(boundary && { boundary }),
    ...(network && { network }),
  };
}

/** The bytes of a run as it is now. */
export function encodeRun(run: Run): Uint8Array {
  const { id, name, named, startedAt, folder, experiment, info, verdict } = run;
  const summary = Buffer.from(JSON.stringify(run.summary()));
  const members = run.members.map(savedMember);
  const body = encodeTypedJson({ id, name, named, startedAt, folder, experiment, info, verdict, members });
  const text = Buffer.from(body.text);
  const textEnd = HEAD_BYTES + summary.length + text.length;
  const file = Buffer.alloc(Math.ceil(textEnd / 8) * 8 + body.bytes.length);
  file.write(MAGIC, 'latin1');
  file.writeUInt32LE(summary.length, MAGIC.length);
  file.writeUInt32LE(text.length, MAGIC.length + 4);
  file.set(summary, HEAD_BYTES);
  file.set(text, HEAD_BYTES + summary.length);
  file.set(body.bytes, file.length - body.bytes.length);
  return file;
}

interface Head {
  readonly summaryEnd: number;
  readonly textEnd: number;
  /** Values in a row of a curve. */
  readonly columns: number;
}

function readHead(file: Buffer): Head {
  const magic = file.toString('latin1', 0, MAGIC.length);
  if (file.length < HEAD_BYTES || !Object.hasOwn(FORMATS, magic))
    throw new Error('it does not begin as a saved run does');
  const summaryEnd = HEAD_BYTES + file.readUInt32LE(MAGIC.length);
  return {
    summaryEnd,
    textEnd: summaryEnd + file.readUInt32LE(MAGIC.length + 4),
    columns: FORMATS[magic as Magic],
  };
}

const view = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The line of the list, from the first {@link SUMMARY_BYTES} of a file. Throws where the file is not a saved run. */
export function decodeSummary(start: Uint8Array): RunSummary {
  const file = view(start);
  const { summaryEnd } = readHead(file);
  if (summaryEnd > file.length) throw new Error('it is cut short in its summary');
  return v.parse(summarySchema, JSON.parse(file.toString('utf8', HEAD_BYTES, summaryEnd))) as RunSummary;
}

/** Rows with as many values as are kept today; what an older format did not have is NaN. */
function widened(rows: Float64Array, columns: number): Float64Array {
  if (rows.length % columns !== 0) throw new Error(`its curves are not whole rows of ${columns} values`);
  if (columns === COLUMNS) return rows;
  const wide = new Float64Array((rows.length / columns) * COLUMNS).fill(Number.NaN);
  for (let row = 0; row * columns < rows.length; row++)
    wide.set(rows.subarray(row * columns, (row + 1) * columns), row * COLUMNS);
  return wide;
}

function restoreMember(member: Member, saved: SavedMember, columns: number): void {
  member.curve.append(widened(saved.rows, columns));
  member.changes = [...saved.changes];
  const { progress, ending, failure, boundary, network } = saved;
  Object.assign(member, {
    ...(progress && { progress }),
    ...(ending && { ending }),
    ...(failure && { failure }),
    ...(boundary && { boundary }),
    ...(network && { network }),
  });
  member.status = failure ? 'failed' : 'ended';
}

/** A run that was saved while it went on was cut off there: it comes back as stopped at its last saved step. */
function endingOf(saved: SavedMember): SavedMember {
  if (saved.ending || saved.failure) return saved;
  const step = saved.progress?.step ?? 0;
  const epoch = Math.floor(saved.progress?.epoch ?? 0);
  return { ...saved, ending: { kind: 'stopped', step, epoch, seconds: 0 } };
}

/** The whole run, never going on. Throws where the file is not a saved run, is cut short or holds impossible values. */
export function decodeRun(bytes: Uint8Array): Run {
  const file = view(bytes);
  const { summaryEnd, textEnd, columns } = readHead(file);
  if (textEnd > file.length) throw new Error('it is cut short in its text');
  const text = file.toString('utf8', summaryEnd, textEnd);
  const saved = v.parse(runSchema, decodeTypedJson(text, file.subarray(Math.ceil(textEnd / 8) * 8)));
  const run = new Run(saved);
  run.named = saved.named;
  run.name = saved.name;
  if (saved.info) run.info = saved.info;
  if (saved.verdict) run.verdict = saved.verdict;
  const byKey = new Map(saved.members.map((member) => [member.key, member]));
  for (const member of run.members) {
    const found = byKey.get(member.key);
    if (found === undefined) throw new Error(`its member ${member.key} is missing`);
    restoreMember(member, endingOf(found), columns);
  }
  return run;
}
