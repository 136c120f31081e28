import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import { verdictText, verdictWords } from '../../src/experiment/words';
import { csvOf } from '../../src/host/exports/run-csv';
import type { Run } from '../../src/host/store/run';
import { decodeRun, decodeSummary, encodeRun } from '../../src/host/store/run-file';
import { judgeRun } from '../../src/host/store/verdict';
import { reportOf } from '../../src/report/report';
import { runToJson } from '../../src/report/run-json';
import { boundary, end, experiment, network, oldFile, run } from './fixtures';
import { rich, richInfo } from './rich-verdict';

/** A small generator of its own: the same mutations on every machine. */
function dice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A run with everything that is saved. */
function whole(): Run {
  const original = end(run({ id: 'whole', experiment: experiment({ seeds: 2 }) }));
  for (const member of original.members) {
    member.boundary = boundary();
    member.network = network();
    member.changes.push({ step: 2, ratio: 0.2 });
  }
  original.verdict = judgeRun(original)!;
  return original;
}

/** All that is made of a run; a report, which takes its time, of every fifth. */
async function consume(copy: Run, nth: number): Promise<void> {
  assert.ok(copy.over);
  const state = copy.state();
  const recorded = { run: state, series: copy.series(), version: '0' };
  assert.equal(typeof copy.summary().name, 'string');
  copy.boundaries();
  copy.network();
  if (state.verdict) assert.ok(verdictText(verdictWords(state.verdict)).length > 0);
  JSON.parse(runToJson(recorded));
  if (nth % 5 !== 0) return;
  const options = {
    baseName: 'r',
    single: true,
    logarithmic: false,
    experiment: state.experiment,
    environment: [],
  };
  assert.ok(reportOf(recorded, options).markdown.length > 0);
  assert.ok((await csvOf(copy)).startsWith('variant'));
}

/** What opens, and what is refused, of so many mutations; every refusal has a reason. */
async function tryAll(mutants: Iterable<Buffer>) {
  const counts = { opened: 0, refused: 0, unnoticed: 0 };
  for (const mutant of mutants) {
    let copy: Run;
    try {
      copy = decodeRun(mutant);
    } catch (error) {
      assert.ok(error instanceof Error && /\.$/.test(error.message), `no words: ${String(error)}`);
      counts.refused += 1;
      continue;
    }
    counts.opened += 1;
    if (copy.damage.length === 0) counts.unnoticed += 1;
    await consume(copy, counts.opened);
  }
  return counts;
}

function* mutations(bytes: Uint8Array, count: number, seed: number): Generator<Buffer> {
  const roll = dice(seed);
  for (let made = 0; made < count; made++) {
    const mutant = Buffer.from(bytes);
    const at = roll(mutant.length);
    const kind = made % 5;
    if (kind === 0) mutant[at] ^= 1 << roll(8);
    else if (kind === 1) mutant[at] = (mutant[at] + 1 + roll(255)) % 256;
    else if (kind === 2) mutant.fill(0, at, Math.min(mutant.length, at + 1 + roll(512)));
    else if (kind === 3) mutant.copy(mutant, at, roll(mutant.length), mutant.length);
    yield kind === 4 ? mutant.subarray(0, at) : mutant;
  }
}

describe('a damaged run', () => {
  it('is refused with a reason, or all that is made of what is left of it works', async () => {
    const counts = await tryAll(mutations(encodeRun(whole()), 2_000, 1));
    // What is left out is a part; the rest is there.
    assert.ok(counts.opened > counts.refused, JSON.stringify(counts));
  }).timeout(120_000);

  it('never goes unnoticed, whichever bit it is', () => {
    const bytes = Buffer.from(encodeRun(whole()));
    const [clean, roll] = [decodeRun(bytes), dice(2)];
    assert.deepEqual(clean.damage, []);
    const first = Array.from({ length: 200 * 8 }, (_, bit) => bit);
    const others = Array.from({ length: 1_000 }, () => roll(bytes.length * 8));
    for (const bit of [...first, ...others]) {
      bytes[bit >> 3] ^= 1 << (bit & 7);
      let damage: readonly string[] = ['refused'];
      try {
        damage = decodeRun(bytes).damage;
      } catch {}
      bytes[bit >> 3] ^= 1 << (bit & 7);
      assert.ok(damage.length > 0, `bit ${bit}`);
    }
  }).timeout(120_000);

  it('of the second format is refused with a reason, or all that is made of it works', async () => {
    const original = whole();
    const { id, name, named, startedAt, folder, info, verdict } = original;
    const members = original.members.map(({ key, curve, changes, progress, ending, boundary, network }) => ({
      ...{ key, rows: curve.slice(), changes, progress, ending, boundary, network },
    }));
    const body = {
      id,
      name,
      named,
      startedAt,
      folder,
      experiment: original.experiment,
      info,
      verdict,
      members,
    };
    const bytes = oldFile(original.summary(), body);
    const copy = decodeRun(bytes);
    assert.deepEqual(copy.damage, []);
    assert.deepEqual(copy.state(), original.state());
    await tryAll(mutations(bytes, 2_000, 3));
    // JSON that is whole, and says something else.
    await tryAll(aliens(original, body));
  }).timeout(120_000);

  it('keeps the trainings that are whole where one is not', () => {
    const original = whole();
    const bytes = Buffer.from(encodeRun(original));
    // The first value of the second member's rows.
    const at = bytes.indexOf('MEMB', bytes.indexOf('MEMB') + 4) + 400;
    bytes[at] ^= 1;
    const copy = decodeRun(bytes);
    assert.deepEqual(
      copy.members.map(({ lost }) => lost),
      [false, true, false, false],
    );
    assert.deepEqual(copy.series()[0], original.series()[0]);
    assert.equal(copy.series()[1].rows.length, 0);
    assert.match(copy.damage.join(), /without dropout, seed 1, is damaged/);
    assert.equal(copy.status, 'completed');
    assert.deepEqual(copy.verdict, original.verdict);
  });

  it('is judged anew where its verdict is of a kind that nobody knows', () => {
    const original = whole();
    original.verdict = { ...original.verdict!, kind: 'miraculous' as never };
    const copy = decodeRun(encodeRun(original));
    assert.equal(copy.verdict?.kind, whole().verdict?.kind);
    assert.match(copy.damage.join(), /verdict/);
  });

  it('gives a line for the list out of the rest where its summary is damaged', () => {
    const original = whole();
    const bytes = Buffer.from(encodeRun(original));
    bytes[40] ^= 1;
    assert.throws(() => decodeSummary(bytes, bytes.length));
    const { damage, ...summary } = decodeRun(bytes).summary();
    assert.deepEqual(summary, original.summary());
    assert.equal(damage?.length, 1);
  });

  it('that is cut short is found by its first bytes', () => {
    const bytes = encodeRun(whole());
    assert.throws(() => decodeSummary(bytes, bytes.length - 8), /cut short/);
    assert.equal(decodeSummary(bytes, bytes.length).id, 'whole');
  });

  it('of a newer version is not taken for a damaged one', () => {
    const bytes = Buffer.from(encodeRun(whole()));
    assert.throws(() => decodeRun(newer(bytes)), /newer version/);
  });

  it('is none where all kinds of remarks, causes and cautions come back as they were', () => {
    const original = whole();
    original.verdict = rich;
    original.info = richInfo;
    const copy = decodeRun(encodeRun(original));
    assert.deepEqual(copy.verdict, rich);
    assert.deepEqual(copy.info, richInfo);
    assert.deepEqual(copy.damage, []);
  });
});

function* aliens(original: Run, body: object): Generator<Buffer> {
  for (const other of alien(body)) yield oldFile(original.summary(), other);
}

/** The head says it, and its checksum holds. */
function newer(bytes: Buffer): Buffer {
  bytes.write('DPRUN 4\n');
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 12)), 12);
  return bytes;
}

const STRANGE: readonly unknown[] = [
  null,
  -1,
  1e300,
  0.5,
  'x',
  '',
  '__proto__',
  {},
  [],
  [[]],
  true,
  { a: 1 },
];

/** The same with one thing replaced by something strange, everywhere. */
function* alien(body: object): Generator<unknown> {
  const roll = dice(4);
  for (const path of pathsOf(body)) {
    yield replaced(body, path, STRANGE[roll(STRANGE.length)]);
    yield replaced(body, path, undefined);
  }
}

function* pathsOf(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  for (const [key, inner] of Object.entries(value)) yield* pathsOf(inner, [...path, key]);
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const inner = replaced((value as Record<string, unknown>)[key], rest, by);
  if (!Array.isArray(value)) return { ...(value as object), [key]: inner };
  return value.map((item, i) => (String(i) === key ? inner : item));
}
