import * as v from 'valibot';
import { isRecord } from '../../experiment/schema-node';
import { verdictWords } from '../../experiment/words';
import { COLUMNS } from '../../report/curve';
import { type Member, Run } from './run';
import { damageWords } from './run-words';
import { infoSchema } from './schema/info';
import { boundarySchema, networkSchema } from './schema/pictures';
import { changesSchema, coreSchema, endingSchema, failureSchema, progressSchema } from './schema/run';
import { verdictSchema } from './schema/verdict';
import { judgeRun } from './verdict';

/** What a file holds, unchecked. What is undefined was not saved. */
export interface SavedRun {
  readonly core: unknown;
  readonly info: unknown;
  readonly verdict: unknown;
  readonly members: readonly unknown[];
  /** Boundary and network by the key of their member. */
  readonly pictures: readonly unknown[];
  /** Values in a row of a curve; left out: as many as today. */
  readonly columns?: number;
  /** What is known to be damaged, in words; more is added. */
  readonly damage: Set<string>;
}

export interface RestoreOptions {
  /** Another window trains it: what has not ended goes on. Else it was cut off where it was saved last. */
  readonly elsewhere?: boolean;
}

/**
 * Makes a run of what a file holds. Everything is checked; what does not fit is left out and named. Throws, with words for
 * a person, where its settings or all of its curves are broken.
 */
export function* restoreRun(saved: SavedRun, { elsewhere = false }: RestoreOptions): Generator<void, Run> {
  const { damage } = saved;
  const core = v.safeParse(coreSchema, saved.core);
  if (!core.success) throw new Error(damageWords.core(), { cause: v.summarize(core.issues) });
  const run = new Run(core.output);
  run.named = core.output.named;
  run.name = core.output.name;
  run.elsewhere = elsewhere;
  const info = checked(infoSchema, saved.info, () => damage.add(damageWords.info()));
  if (info) run.info = info;
  const [members, pictures] = [byKey(saved.members), byKey(saved.pictures)];
  for (const member of run.members) {
    restoreMember(member, members.get(member.key), saved, elsewhere);
    restorePictures(member, pictures.get(member.key), damage);
    yield;
  }
  if (run.members.every(({ lost }) => lost)) throw new Error(damageWords.noCurves());
  restoreVerdict(run, saved.verdict, damage);
  run.damage = [...damage];
  return run;
}

/** What a schema makes of a value; undefined where it is left out, or does not fit and has been lost. */
function checked<T>(schema: v.GenericSchema<unknown, T>, value: unknown, lose: () => void): T | undefined {
  if (value === undefined) return undefined;
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  lose();
  return undefined;
}

/** The first of each key. */
function byKey(items: readonly unknown[]): ReadonlyMap<unknown, Record<string, unknown>> {
  return new Map(
    items
      .filter(isRecord)
      .map((item) => [item.key, item] as const)
      .toReversed(),
  );
}

function restoreMember(
  member: Member,
  found: Record<string, unknown> | undefined,
  { columns = COLUMNS, damage }: SavedRun,
  elsewhere: boolean,
): void {
  const { variant, seed } = member;
  const rows = found && rowsOf(found.rows, columns);
  if (!rows) {
    damage.add(damageWords.member(variant, seed));
    member.lost = true;
    member.status = 'ended';
    return;
  }
  const lose = () => damage.add(damageWords.facts(variant, seed));
  member.curve.append(rows);
  member.changes = checked(changesSchema, found.changes, lose) ?? [];
  const progress = checked(progressSchema, found.progress, lose);
  const ending = checked(endingSchema, found.ending, lose);
  const failure = checked(failureSchema, found.failure, lose);
  Object.assign(member, {
    ...(progress && { progress }),
    ...(ending && { ending }),
    ...(failure && { failure }),
  });
  if (failure) member.status = 'failed';
  else if (ending) member.status = 'ended';
  else if (elsewhere) member.status = progress ? 'running' : 'queued';
  else cutOff(member);
}

/** A run that was saved while it went on was cut off there: it comes back as stopped at its last saved step. */
function cutOff(member: Member): void {
  const { step = 0, epoch = 0 } = member.progress ?? {};
  member.status = 'ended';
  member.ending = { kind: 'stopped', step, epoch: Math.floor(epoch), seconds: 0 };
}

/** Rows with as many values as are kept today; what an older format did not have is NaN. Undefined: they are no rows. */
function rowsOf(rows: unknown, columns: number): Float64Array | undefined {
  if (!(rows instanceof Float64Array) || rows.length % columns !== 0) return undefined;
  let [epoch, step] = [0, 0];
  for (let at = 0; at < rows.length; at += columns) {
    // Both grow; NaN does not.
    if (!(rows[at] >= epoch && rows[at + 1] >= step)) return undefined;
    [epoch, step] = [rows[at], rows[at + 1]];
  }
  if (!Number.isFinite(epoch) || !Number.isFinite(step)) return undefined;
  if (columns === COLUMNS) return rows;
  const wide = new Float64Array((rows.length / columns) * COLUMNS).fill(Number.NaN);
  for (let row = 0; row * columns < rows.length; row++)
    wide.set(rows.subarray(row * columns, (row + 1) * columns), row * COLUMNS);
  return wide;
}

function restorePictures(
  member: Member,
  found: Record<string, unknown> | undefined,
  damage: Set<string>,
): void {
  const lose = () => damage.add(damageWords.picture());
  const boundary = checked(boundarySchema, found?.boundary, lose);
  const network = checked(networkSchema, found?.network, lose);
  if (boundary) member.boundary = boundary;
  if (network) member.network = network;
}

/** A verdict that cannot be put into words is none; the curves tell what it said, save for what was only known then. */
function restoreVerdict(run: Run, saved: unknown, damage: Set<string>): void {
  const verdict = checked(verdictSchema, saved, () => {});
  if (verdict && canBeSaid(verdict)) {
    run.verdict = verdict;
  } else if (saved !== undefined) {
    const anew = judgeAnew(run);
    damage.add(anew ? damageWords.verdictAnew() : damageWords.verdict());
    if (anew) run.verdict = anew;
  }
}

function canBeSaid(verdict: NonNullable<Run['verdict']>): boolean {
  try {
    return verdictWords(verdict).title !== '';
  } catch {
    return false;
  }
}

function judgeAnew(run: Run): Run['verdict'] {
  try {
    const verdict = judgeRun(run);
    return verdict && canBeSaid(verdict) ? verdict : undefined;
  } catch {
    return undefined;
  }
}
