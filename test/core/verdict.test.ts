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
import { verdictText, verdictWords } from '../../src/experiment/words';

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
      validationLoss: Number.NaN,
      validationScore: Number.NaN,
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

/** Baseline and dropout losses of each seed, settled. */
function losses(
  all: readonly (readonly [baseline: number, dropout: number])[],
  train = 0.2,
): VerdictMember[] {
  return all.flatMap(([baseline, dropout], seed) => [
    member('dropout', seed, settles(train), settles(dropout)),
    member('baseline', seed, settles(train), settles(baseline)),
  ]);
}

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
    const one = judge(input(pairs(-0.5, 0).slice(0, 2)));
    assert.equal(one.kind, 'dropoutHelps');
    assert.match(verdictWords(one).title, /in one run/);
    assert.equal(verdictWords(one).tone, 'neutral');
    assert.match(verdictWords(one).basis, /One seed/);
    assert.ok(one.advice.some((advice) => advice.kind === 'moreSeeds'));
  });

  it('names the step of a divergence and a learning rate to try', () => {
    const at = (learningRate: number) =>
      judge(
        input(
          [member('dropout', 1, constant(0.6), constant(0.6), { ending: { kind: 'diverged', step: 41 } })],
          { learningRate },
        ),
      );
    const verdict = at(3);
    assert.deepEqual(at(1e6).advice, verdict.advice, 'a tenth of far too much is far too much');
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

  it('holds rare classes against what always saying the frequent one costs', () => {
    // 95 % of one class: its entropy is 0.199, and a training loss of 0.19 has learned next to nothing.
    const lazy = input([member('dropout', 1, constant(0.19), constant(0.2))]);
    assert.equal(judge(lazy).kind, 'fine');
    const verdict = judge({ ...lazy, guessLoss: 0.199 });
    assert.equal(verdict.kind, 'underfitting');
    assert.match(verdictWords(verdict).text, /a guess costs 0\.199/);
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
    assert.match(words(learns).text, /Without dropout it reaches 0\.100, and the test loss is lower too/);
    assert.deepEqual(
      words(learns).advice.map(({ edit }) => edit),
      [{ path: ['dropout', 'ratio'], value: 0.5 }],
    );
    assert.match(words(neither).text, /without dropout too/);
    assert.ok(words(neither).advice.every(({ edit }) => edit?.path[1] !== 'ratio'));
  });

  it('a difference that two rows of a test set make is none, whichever side has them', () => {
    const quiet = Float32Array.from({ length: 114 }, () => 0.004);
    const few = quiet.map((loss, row) => (row < 2 ? [4, 3.4][row] : loss / 40));
    const many = quiet.map((loss, row) => (row % 2 ? 30 * loss : 0.5 * loss));
    const kindOf = (dropout: Float32Array, baseline: Float32Array) => {
      const ends = [1, 2, 3, 4, 5].flatMap((seed) => {
        return ([dropout, baseline] as const).map((losses, side) => {
          const end = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
          const curve = settles(end * (1 + 0.02 * seed * (side ? 1 : -1)));
          return member(side ? 'baseline' : 'dropout', seed, settles(0.001), curve, { test: { losses } });
        });
      });
      const split = { order: 'shuffled', testFile: false, redrawn: false } as const;
      const counts = { trainCount: 341, validationCount: 114, testCount: 114, parameterCount: 6000 };
      return judge({ ...input(ends, { seeds: 5 }), data: { ...counts, split, cautions: [] } }).kind;
    };
    assert.equal(kindOf(quiet, few), 'noDifference');
    assert.equal(kindOf(few, quiet), 'noDifference');
    assert.equal(kindOf(quiet, many), 'dropoutHelps');
    assert.equal(kindOf(many, quiet), 'dropoutHurts');
  });

  it('one pair that is less than half apart shows no winner: equal set-ups come out as far from each other', () => {
    for (const dropout of [0.205, 0.23, 0.27, 0.301, 0.33, 0.38, 0.445]) {
      const { kind, advice } = judge(input(losses([[0.3, dropout]])));
      assert.equal(kind, 'noDifference');
      assert.ok(advice.some((one) => one.kind === 'moreSeeds'));
    }
  });

  it('two pairs that come out alike show no more than one of them', () => {
    const kindOf = (...some: [number, number][]) => judge(input(losses(some))).kind;
    assert.equal(kindOf([0.3, 0.24], [0.31, 0.2481]), 'noDifference');
    assert.equal(kindOf([0.3, 0.4], [0.31, 0.4133]), 'noDifference');
    assert.equal(kindOf([0.3, 0.15], [0.31, 0.1552]), 'dropoutHelps');
    assert.equal(kindOf([0.3, 0.24], [0.31, 0.2481], [0.29, 0.2321]), 'dropoutHelps', 'three do');
  });

  it('says that nothing is dropped where the trainings are alike to the last bit, and judges no dropout', () => {
    const alike = losses([
      [0.3, 0.3],
      [0.31, 0.31],
    ]);
    const verdict = judge(input(alike));
    assert.equal(verdict.kind, 'nothingDropped');
    assert.deepEqual(verdict.advice, [{ kind: 'dropHidden' }]);
    assert.match(verdictWords(verdict).text, /one and the same/);
    assert.equal(
      judge(
        input(
          losses([
            [0.3, 0.3],
            [0.31, 0.3100001],
          ]),
        ),
      ).kind,
      'notNeeded',
    );
    const off = judge(input(losses([[0.9, 0.9]]), { ratio: 0 }));
    assert.equal(off.kind, 'nothingDropped');
    assert.deepEqual(off.advice, [{ kind: 'raiseRatio', value: 0.2 }]);
  });

  it('calls dropout unneeded only where the seeds leave no room for a gain', () => {
    const close = losses([
      [0.3, 0.301],
      [0.31, 0.309],
      [0.29, 0.29],
    ]);
    const apart = losses([
      [0.3, 0.22],
      [0.31, 0.35],
      [0.29, 0.26],
    ]);
    assert.equal(judge(input(close)).kind, 'notNeeded');
    const open = judge(input(apart));
    assert.equal(open.kind, 'noDifference');
    assert.deepEqual(open.advice[0], { kind: 'moreSeeds', value: 6 });
    assert.doesNotMatch(verdictWords(open).text, /overfits|memorises/);
  });

  it('losses of next to nothing have no winner, however many times one is the other', () => {
    const tiny = losses(
      [
        [0.0001, 0.0003],
        [0.0001, 0.00031],
        [0.0001, 0.00029],
      ],
      0.0001,
    );
    assert.equal(judge(input(tiny)).kind, 'notNeeded');
  });

  it('claims nothing where the mean ratio and the mean difference point to different sides', () => {
    const seven = Array.from({ length: 7 }, (_, i) => [0.02, 0.005 + i * 0.0001] as const);
    assert.equal(judge(input(losses([...seven, [0.3, 0.5]], 0.01))).kind, 'noDifference');
  });

  it('says that the network overfits only where the gap is wide', () => {
    const narrow = judge(
      input(
        losses([
          [0.25, 0.2],
          [0.26, 0.21],
          [0.25, 0.2],
        ]),
      ),
    );
    assert.equal(narrow.kind, 'dropoutHelps');
    assert.doesNotMatch(verdictWords(narrow).text, /overfits/);
    assert.match(verdictWords(judge(input(pairs(-0.4, 0.01)))).text, /overfits/);
  });

  it('holds each side at its best epoch against the other, where a curve has turned', () => {
    const against = (dropout: number) => judge(input(pairs(dropout - 0.7, 0.01)));
    assert.equal(against(0.3).kind, 'dropoutHelps', 'lower at the end, and at the best epochs');
    const equal = against(0.355);
    assert.equal(equal.kind, 'heldOff');
    assert.equal(verdictWords(equal).title, 'Dropout holds off overfitting; stopping early does as well.');
    const worse = against(0.42);
    assert.equal(worse.kind, 'stopEarly');
    assert.match(verdictWords(worse).text, /Each at its best epoch: 0\.420.*0\.350.*% higher/);
    assert.ok(worse.advice.some(({ kind, value }) => kind === 'stopAt' && value === 30));
  });

  it('a test loss that has blown up is no overfitting', () => {
    const blown = [
      member('dropout', 1, settles(0.25), line(0.69, 1e4)),
      member('baseline', 1, settles(0.25), line(0.69, 3e4)),
    ];
    assert.equal(judge(input(blown)).kind, 'unstable');
  });

  it('tells the lowest loss of a curve that rises: stopping there may be as good as dropout', () => {
    const verdict = judge(input(pairs(-0.4, 0.01)));
    assert.ok(Math.abs(verdict.evidence.lowestTest.mean - 0.35) < 0.01);
    assert.match(verdictWords(verdict).text, /has risen since its best epoch, 30\./);
  });

  it('blames no learning rate where the baseline learns and dropout does not', () => {
    const falls = [1, 2, 3].flatMap((seed) => [
      member('dropout', seed, line(0.69, 0.6), line(0.69, 0.6)),
      member('baseline', seed, settles(0.1), settles(0.35)),
    ]);
    for (const ratio of [0.2, 0.95]) {
      const verdict = judge(input(falls, { ratio }));
      assert.equal(verdict.kind, 'underfitting');
      assert.equal(verdict.advice[0].kind, 'lowerRatio');
      assert.match(verdictWords(verdict).text, /this drop ratio leaves it too little/);
    }
  });

  it('does not call a high training loss underfitting where it halves the test loss', () => {
    const noisy = [1, 2, 3].flatMap((seed) => [
      member('dropout', seed, settles(0.5), settles(0.55)),
      member('baseline', seed, settles(0.01), rises(0.6, 2 + seed / 100)),
    ]);
    assert.equal(judge(input(noisy)).kind, 'heldOff');
  });

  it('names which trainings diverged or blew up', () => {
    const broken = { ending: { kind: 'diverged', step: 41 } } as const;
    const some = [
      member('dropout', 1, settles(0.2), settles(0.3)),
      member('baseline', 1, constant(0.6), constant(0.6), broken),
    ];
    assert.match(
      verdictWords(judge(input(some))).text,
      /Diverged with dropout: 0 of 1 trainings; without: 1 of 1\./,
    );
    const blown = [
      member('dropout', 1, settles(0.2), settles(0.3)),
      member('baseline', 1, line(0.69, 5e4), line(0.69, 5e4)),
    ];
    const words = verdictWords(judge(input(blown)));
    assert.match(words.text, /come to 4\d,\d{3}/);
  });

  it('waits for a tenth of a training that goes on, and says that the rest may change it', () => {
    const going = (epochs: number) =>
      pairs(-0.4, 0.01).map(({ variant, seed, records }) => ({
        variant,
        seed,
        records: records.slice(0, epochs + 1),
      }));
    assert.equal(judge(input(going(9))).kind, 'tooEarly');
    const later = judge(input(going(60)));
    assert.match(verdictWords(later).basis, /Trainings go on/);
    assert.doesNotMatch(verdictWords(judge(input(pairs(-0.4, 0.01)))).basis, /Trainings go on/);
  });

  it('says that dropout still improved when it lost', () => {
    const slow = [1, 2, 3].flatMap((seed) => [
      member('dropout', seed, line(0.69, 0.3), line(0.69, 0.4 + seed / 1000)),
      member('baseline', seed, settles(0.2), settles(0.24)),
    ]);
    const verdict = judge(input(slow));
    assert.equal(verdict.kind, 'dropoutHurts');
    assert.ok(verdict.advice.some(({ kind }) => kind === 'moreEpochs'));
    assert.match(verdictText(verdictWords(verdict)), /still falling at the end/);
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
