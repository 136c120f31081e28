import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isDistinct, spreadOf } from '../../src/core/analysis/spread';
import {
  judge,
  type VerdictInput,
  type VerdictKind,
  type VerdictMember,
} from '../../src/core/analysis/verdict';
import type { EpochRecord, Variant } from '../../src/core/trainer-types';
import { verdictWords } from '../../src/experiment/words';

type Curve = (progress: number) => number;

const EPOCHS = 100;
const constant =
  (value: number): Curve =>
  () =>
    value;
/** Falls quickly from 0.7 to a floor. */
const settles =
  (floor: number): Curve =>
  (t) =>
    floor + (0.7 - floor) * Math.exp(-12 * t);
/** Falls to a low and rises again to an end. */
const rises =
  (low: number, end: number): Curve =>
  (t) =>
    t < 0.3 ? 0.7 - ((0.7 - low) * t) / 0.3 : low + ((end - low) * (t - 0.3)) / 0.7;
const line =
  (from: number, to: number): Curve =>
  (t) =>
    from + (to - from) * t;

function member(
  variant: Variant,
  seed: number,
  train: Curve,
  test: Curve,
  extra: Partial<VerdictMember> = {},
): VerdictMember {
  const records = Array.from({ length: EPOCHS + 1 }, (_, epoch): EpochRecord => {
    const t = epoch / EPOCHS;
    return {
      epoch,
      step: epoch * 4,
      trainLoss: train(t),
      testLoss: test(t),
      trainLossWithDropout: train(t),
      trainScore: 1,
      testScore: 1,
      learningRate: 0.003,
      dropRatio: 0.5,
    };
  });
  return { variant, seed, records, ending: { kind: 'completed', step: EPOCHS * 4 }, ...extra };
}

function input(members: VerdictMember[], settings: Partial<VerdictInput['settings']> = {}): VerdictInput {
  return {
    task: 'classification',
    outputs: 2,
    members,
    settings: { learningRate: 0.003, ratio: 0.5, epochs: EPOCHS, seeds: 3, ...settings },
  };
}

/** Pairs over three seeds whose final test losses differ by `apart`, more or less by `jitter`. */
function pairs(apart: number, jitter: number, baselineTrain = 0.01, baselineTest = 0.7): VerdictMember[] {
  return [1, 2, 3].flatMap((seed) => {
    const noise = (seed - 2) * jitter;
    const test = baselineTest + apart + noise;
    return [
      member('dropout', seed, settles(0.2), settles(test)),
      member('baseline', seed, settles(baselineTrain), rises(Math.min(0.35, baselineTest), baselineTest)),
    ];
  });
}

const table: { name: string; input: VerdictInput; kind: VerdictKind }[] = [
  { name: 'nothing yet', input: input([]), kind: 'tooEarly' },
  {
    name: 'three epochs of a hundred',
    input: input([
      {
        ...member('dropout', 1, constant(0.5), constant(0.5)),
        records: member('dropout', 1, constant(0.5), constant(0.5)).records.slice(0, 4),
      },
    ]),
    kind: 'tooEarly',
  },
  {
    name: 'one member diverged',
    input: input([
      member('dropout', 1, constant(0.6), constant(0.6), { ending: { kind: 'diverged', step: 41 } }),
    ]),
    kind: 'diverged',
  },
  {
    name: 'finite, and far above where it began',
    input: input([member('dropout', 1, line(0.69, 1e16), line(0.69, 1e16))]),
    kind: 'unstable',
  },
  {
    name: 'a gap that grows, no baseline',
    input: input([member('dropout', 1, settles(0.01), rises(0.3, 0.8))]),
    kind: 'overfitting',
  },
  {
    name: 'train loss at chance',
    input: input([member('dropout', 1, constant(0.69), constant(0.69))]),
    kind: 'underfitting',
  },
  {
    name: 'slow and steady',
    input: input([member('dropout', 1, line(0.69, 0.5), line(0.69, 0.5))]),
    kind: 'tooSlow',
  },
  {
    name: 'still falling',
    input: input([member('dropout', 1, line(0.6, 0.2), line(0.6, 0.2))]),
    kind: 'stillImproving',
  },
  {
    name: 'settled with a small gap',
    input: input([member('dropout', 1, settles(0.2), settles(0.24))]),
    kind: 'fine',
  },
  { name: 'clearly lower on every seed', input: input(pairs(-0.4, 0.01)), kind: 'dropoutHelps' },
  {
    name: 'clearly higher, and nothing to cure',
    input: input(pairs(0.1, 0.01, 0.2, 0.24)),
    kind: 'dropoutHurts',
  },
  { name: 'lower on average, but the seeds disagree', input: input(pairs(-0.1, 0.4)), kind: 'noDifference' },
  { name: 'no overfitting and no difference', input: input(pairs(0, 0.001, 0.2, 0.24)), kind: 'notNeeded' },
];

describe('verdict', () => {
  for (const row of table) {
    it(`${row.name}: ${row.kind}`, () => {
      const verdict = judge(row.input);
      assert.equal(verdict.kind, row.kind);
      const words = verdictWords(verdict);
      assert.ok(words.title.length > 0 && words.text.length > 0);
      assert.doesNotMatch(words.text, /NaN|undefined|Infinity/);
    });
  }

  it('never claims a winner from one seed without saying so', () => {
    const one = judge(input(pairs(-0.4, 0).slice(0, 2)));
    assert.equal(one.kind, 'dropoutHelps');
    assert.match(verdictWords(one).title, /in this one run/);
    assert.match(verdictWords(one).text, /One seed/);
    assert.ok(one.advice.some((advice) => advice.kind === 'moreSeeds'));
  });

  it('names the step of a divergence and a learning rate to try', () => {
    const verdict = judge(
      input(
        [member('dropout', 1, constant(0.6), constant(0.6), { ending: { kind: 'diverged', step: 41 } })],
        { learningRate: 3 },
      ),
    );
    assert.equal(verdict.at.divergedAt, 41);
    assert.deepEqual(verdict.advice, [{ kind: 'lowerLearningRate', value: 0.3 }]);
    assert.match(verdictWords(verdict).title, /step 41/);
  });

  it('names the epoch from which the test loss rises', () => {
    assert.equal(judge(input(pairs(-0.4, 0.01))).at.risingSince, 30);
  });

  it('names the middle one of the epochs from which the seeds rise', () => {
    const low =
      (at: number): Curve =>
      (t) =>
        t < at ? 0.7 - (0.35 * t) / at : 0.35 + 0.5 * (t - at);
    const members = [0.1, 0.2, 0.6].flatMap((at, i) => [
      member('dropout', i + 1, settles(0.2), settles(0.3)),
      member('baseline', i + 1, settles(0.01), low(at)),
    ]);
    assert.equal(judge(input(members)).at.risingSince, 20);
  });

  it('leaves out seeds that still train when others have ended', () => {
    const begun = pairs(5, 0)
      .slice(0, 2)
      .map((one) => ({ variant: one.variant, seed: 9, records: one.records.slice(0, 3) }));
    const verdict = judge(input([...pairs(-0.4, 0.01), ...begun]));
    assert.equal(verdict.kind, 'dropoutHelps');
    assert.equal(verdict.evidence.difference.count, 3);
  });

  it('holds trainings that go on against each other at the epoch that both have reached', () => {
    const dropout = member('dropout', 1, settles(0.2), settles(0.3));
    const baseline = member('baseline', 1, settles(0.01), rises(0.35, 0.9));
    const going = (one: VerdictMember, epochs: number) => ({
      variant: one.variant,
      seed: one.seed,
      records: one.records.slice(0, epochs + 1),
    });
    const ahead = judge(input([going(dropout, 40), going(baseline, 100)]));
    const level = judge(input([going(dropout, 40), going(baseline, 40)]));
    assert.deepEqual(ahead, level);
    assert.equal(judge(input([going(dropout, 40), going(baseline, 0)])).kind, 'tooEarly');
  });

  it('knows what a guess costs under the loss that is trained', () => {
    const squared = [member('dropout', 1, constant(0.2), constant(0.21))];
    assert.equal(judge(input(squared, { loss: 'meanSquaredError' })).kind, 'underfitting');
    assert.equal(judge(input(squared)).kind, 'fine');
  });

  it('blames the drop ratio for underfitting only where the baseline learns', () => {
    const learns = [
      member('dropout', 1, constant(0.65), constant(0.65)),
      member('baseline', 1, settles(0.1), settles(0.3)),
    ];
    const neither = [
      member('dropout', 1, constant(0.65), constant(0.65)),
      member('baseline', 1, constant(0.64), constant(0.64)),
    ];
    const words = (members: VerdictMember[]) => verdictWords(judge(input(members, { ratio: 0.9 })));
    assert.match(words(learns).text, /Without dropout it reaches 0\.100: this drop ratio/);
    assert.deepEqual(
      words(learns).advice.map(({ edit }) => edit),
      [{ path: ['dropout', 'ratio'], value: 0.5 }],
    );
    assert.match(words(neither).text, /without dropout too/);
    assert.ok(words(neither).advice.every(({ edit }) => edit?.path[1] !== 'ratio'));
  });

  it('says the same whatever the order of the members', () => {
    const members = pairs(-0.3, 0.05);
    fc.assert(
      fc.property(fc.shuffledSubarray(members, { minLength: members.length }), (shuffled) => {
        assert.equal(judge(input(shuffled)).kind, judge(input(members)).kind);
      }),
    );
  });

  it('a comparison of several seeds is claimed only beyond its 95 % interval', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 8 }),
        (values) => {
          const spread = spreadOf(values);
          if (isDistinct(spread))
            assert.ok(Math.abs(spread.mean) > (1.96 * spread.deviation) / Math.sqrt(spread.count));
        },
      ),
    );
  });
});
