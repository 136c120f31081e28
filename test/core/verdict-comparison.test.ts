import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isDistinct, spreadOf } from '../../src/core/analysis/spread';
import { judge, type VerdictMember } from '../../src/core/analysis/verdict';
import { verdictWords } from '../../src/experiment/words';
import { type Curve, input, losses, member, pairs, rises, settles } from './verdict-support';

describe('verdict on dropout against its baseline', () => {
  it('never claims a winner from one seed without saying so', () => {
    const one = judge(input(pairs(-0.5, 0).slice(0, 2)));
    assert.equal(one.kind, 'dropoutHelps');
    assert.match(verdictWords(one).title, /in one run/);
    assert.equal(verdictWords(one).tone, 'neutral');
    assert.match(verdictWords(one).basis, /One seed/);
    assert.ok(one.advice.some((advice) => advice.kind === 'moreSeeds'));
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

  it('compares running trainings at the last common epoch', () => {
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

  it('two identical pairs count as one', () => {
    const kindOf = (...some: [number, number][]) => judge(input(losses(some))).kind;
    assert.equal(kindOf([0.3, 0.24], [0.31, 0.2481]), 'noDifference');
    assert.equal(kindOf([0.3, 0.4], [0.31, 0.4133]), 'noDifference');
    assert.equal(kindOf([0.3, 0.15], [0.31, 0.1552]), 'dropoutHelps');
    assert.equal(kindOf([0.3, 0.24], [0.31, 0.2481], [0.29, 0.2321]), 'dropoutHelps', 'three do');
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

  it('compares the best epochs of both sides if a curve has turned', () => {
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

  it('reports the minimum of a rising curve: stopping there may be as good as dropout', () => {
    const verdict = judge(input(pairs(-0.4, 0.01)));
    assert.ok(Math.abs(verdict.evidence.lowestTest.mean - 0.35) < 0.01);
    assert.match(verdictWords(verdict).text, /has risen since its best epoch, 30\./);
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

  it('R² is as certain as the loss that it is made of', () => {
    /** R² of targets with variance 2. */
    const scored = (one: VerdictMember, test: VerdictMember['test']): VerdictMember => ({
      ...one,
      records: one.records.map((record) => ({ ...record, testScore: 1 - record.testLoss / 2 })),
      test,
    });
    const rows = (middle: number) => ({
      losses: Float32Array.from({ length: 100 }, (_, i) => middle * (1 + Math.sin(i))),
    });
    const members = [1, 2, 3].flatMap((seed) => [
      scored(member('dropout', seed, settles(0.2), settles(0.4 + seed / 100)), rows(0.4)),
      scored(member('baseline', seed, settles(0.2), settles(0.6 - seed / 100)), rows(0.6)),
    ]);
    const split = { order: 'shuffled', testFile: false, redrawn: false } as const;
    const counts = { trainCount: 300, validationCount: 0, testCount: 100, parameterCount: 600 };
    const judged = (some: VerdictMember[]) =>
      judge({ ...input(some), task: 'regression', data: { ...counts, split, cautions: [] } });
    const { last } = judged(members).comparison!;
    const differences = rows(0.4).losses.map((loss, i) => loss - rows(0.6).losses[i]);
    const error = spreadOf([...differences]).deviation / Math.sqrt(100) / 2;
    const half = 4.303 * Math.hypot(last.score.deviation / Math.sqrt(3), error);
    assert.ok(Math.abs(last.scoreHalf / half - 1) < 0.01, `${last.scoreHalf} ${half}`);
    assert.equal(last.widened, 'sameRows');
    const going = members.map(({ test: _, ...one }) => one);
    assert.equal(
      judged(going).comparison!.last.widened,
      undefined,
      'no rows are known, and none are claimed',
    );
  });
});
