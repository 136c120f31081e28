import assert from 'node:assert/strict';
import { judge, type RowFacts, type VerdictInput } from '../../src/core/analysis/verdict';
import type { Caution } from '../../src/core/cautions';
import { verdictText, verdictWords } from '../../src/experiment/words';
import { constant, input, losses, member, settles } from './verdict-support';

const split = { order: 'shuffled', testFile: false, redrawn: true } as const;
const facts: VerdictInput['data'] = {
  trainCount: 120,
  validationCount: 40,
  testCount: 40,
  split,
  cautions: [],
  parameterCount: 1000,
};
const text = (of: VerdictInput) => verdictText(verdictWords(judge(of)));

/** The members, each with what is known of the rows of its seed. */
function drawn(rows: readonly Partial<RowFacts>[], of: VerdictInput, data = facts): VerdictInput {
  const members = of.members.map((one) => ({
    ...one,
    rows: { cautions: [], ...rows[one.seed % rows.length] },
  }));
  return { ...of, data, members };
}

/** Pairs whose losses are these shares of the guess of their seed, from the first epoch on. */
function shares(guesses: readonly number[], share: readonly number[]): VerdictInput {
  const members = guesses.flatMap((guess, seed) => [
    member('dropout', seed, settles(0.2), constant(1.01 * guess * share[seed])),
    member('baseline', seed, settles(0.2), constant(guess * share[seed])),
  ]);
  return drawn(
    guesses.map((guessTestLoss) => ({ guessTestLoss })),
    { ...input(members), guessLoss: 1 },
  );
}

describe('verdicts over seeds that split the rows anew', () => {
  it('compare each test loss with the guess on the same rows', () => {
    const guesses = [0.4, 2.4, 0.5];
    assert.notEqual(judge(shares(guesses, [0.5, 0.6, 0.5])).kind, 'nothingLearned');
    assert.doesNotMatch(text(shares(guesses, [0.9, 0.95, 0.5])), /worse than a guess/);
    const hard = shares(guesses, [1.1, 0.6, 1.05]);
    assert.notEqual(judge(hard).kind, 'nothingLearned', 'the mean loss is below the mean guess');
    const nothing = shares(guesses, [1, 1.01, 1.02]);
    assert.equal(judge(nothing).kind, 'nothingLearned');
    assert.match(text(nothing), /Guessing costs 1\.10 ± 1\.13 on the test rows/);
  });

  it('one seed that tests on a row far away does not say that nothing is learned', () => {
    const guesses = [0.5, 0.5, 0.5, 0.5, 0.5];
    assert.notEqual(judge(shares(guesses, [0.2, 0.2, 4000, 0.2, 0.2])).kind, 'nothingLearned');
  });

  it('report the number of seeds a caution applies to', () => {
    const far: Caution = { kind: 'extrapolation', name: 'weight', rows: 1, share: 0.025, ranges: 400 };
    const some = drawn(
      [{}, { cautions: [far] }, {}, {}],
      input(
        losses([
          [0.5, 0.3],
          [0.5, 0.3],
          [0.5, 0.3],
          [0.5, 0.3],
        ]),
      ),
    );
    const verdict = judge(some);
    assert.equal(verdict.kind, 'unlikeTraining');
    assert.equal(
      verdictWords(verdict).title,
      'In 1 of 4 seeds the test rows are not like the training rows.',
    );
    assert.match(
      text(some),
      /In 1 of 4 seeds: “weight” leaves its training range in 1 test row, by 400 times/,
    );
    const all = drawn([{ cautions: [far] }], some);
    assert.equal(verdictWords(judge(all)).title, 'The test rows are not like the training rows.');
    assert.doesNotMatch(text(all), /seeds: /);
  });

  it('of a run that does not know the rows of its seeds rest on those of the first', () => {
    const far: Caution = { kind: 'targetDrift', name: 'y', deviations: 2 };
    const old = { ...input(losses([[0.5, 0.3]])), data: { ...facts, cautions: [far], guessTestLoss: 0.3 } };
    assert.equal(judge(old).kind, 'unlikeTraining');
    const quiet = { ...old, data: { ...old.data, cautions: [] } };
    assert.equal(judge(quiet).kind, 'nothingLearned');
  });
});

describe('verdicts where remembering is rewarded', () => {
  const helps = input(
    losses([
      [0.5, 0.3],
      [0.51, 0.3],
      [0.49, 0.3],
    ]),
  );

  for (const [name, caution, title] of [
    ['copies', { kind: 'repeated', rows: 8, share: 0.2 }, /training rows as well/],
    ['a copy of the target', { kind: 'givesAway', names: ['sum'], complete: true }, /target is among/],
  ] as const)
    it(`claim nothing, and advise nothing: ${name}`, () => {
      const said = judge(drawn([{ cautions: [caution] }], helps));
      assert.equal(said.kind, 'leaked');
      assert.deepEqual(said.advice, []);
      assert.match(verdictWords(said).title, title);
    });

  it('are unaffected by few duplicates or one leaked class of many, which a remark reports', () => {
    for (const [caution, words] of [
      [{ kind: 'repeated', rows: 2, share: 0.05 }, /2 test rows \(5\.0%\) are copies of training rows/],
      [{ kind: 'givesAway', names: ['red'], complete: false }, /Some classes are given away, by “red”/],
    ] as const) {
      const of = drawn([{ cautions: [caution] }], helps);
      assert.equal(judge(of).kind, 'dropoutHelps');
      assert.match(text(of), words);
    }
  });
});

describe('verdicts and the classes of the rows', () => {
  const even = { train: [60, 60], test: [20, 20] };
  const scored = (testScore: number, train = 0.05) => {
    const members = [1, 2, 3].flatMap((seed) =>
      (['dropout', 'baseline'] as const).map((variant) => {
        const one = member(variant, seed, settles(train), constant(3));
        return { ...one, records: one.records.map((record) => ({ ...record, testScore })) };
      }),
    );
    return drawn([{ classCounts: even }], input(members));
  };

  it('see a rule that is turned round in the test rows', () => {
    assert.equal(judge(scored(0.04)).kind, 'unlikeTraining');
    assert.match(
      text(scored(0.04)),
      /Only 4\.0% of the test rows are right, where chance alone gives 50\.0%/,
    );
    assert.notEqual(judge(scored(0.42)).kind, 'unlikeTraining', 'noise');
    assert.notEqual(judge(scored(0.04, 0.69)).kind, 'unlikeTraining', 'nothing has been learned');
  });

  /** Trainings that all answer right. */
  const counted = (train: number[], test: number[], testCount = 40) => {
    const outputs = train.length;
    const confusion = Uint32Array.from({ length: outputs * outputs }, (_, i) =>
      i % (outputs + 1) === 0 ? test[i / (outputs + 1)] : 0,
    );
    const pairs = losses([
      [0.4, 0.3],
      [0.4, 0.3],
      [0.4, 0.3],
    ]);
    const members = pairs.map((one) => ({
      ...one,
      test: { losses: new Float32Array(testCount), confusion },
    }));
    const outputNames = [...'abcdefghij'].slice(0, outputs);
    return drawn(
      [{ classCounts: { train, test } }],
      { ...input(members), outputs },
      { ...facts, testCount, outputNames },
    );
  };

  it('report imbalance by a rare class too, with scores that weight classes equally', () => {
    assert.match(
      text(counted([160, 160, 150, 10], [40, 39, 38, 3], 120)),
      /“a” is 33\.3% of the test rows, “d” 2\.5%\..*balanced accuracy 100\.0%/,
    );
    assert.doesNotMatch(text(counted([100, 90, 80, 70], [25, 23, 20, 17], 85)), /uneven/);
    assert.doesNotMatch(text(counted([6, 6, 6, 2], [2, 2, 2, 0], 6)), /uneven/, 'of so few that is chance');
  });

  it('call a handful of test rows no uneven classes', () => {
    assert.doesNotMatch(text(counted([80, 78], [2, 1], 3)), /uneven/);
    assert.match(text(counted([140, 20], [36, 4])), /36 of 40 test rows are of class “a”/);
  });

  it('name few validation rows that choose', () => {
    const of = (validationCount: number) =>
      text(drawn([{}], input(losses([[0.5, 0.3]])), { ...facts, validationCount }));
    assert.match(of(1), /Only 1 row validates/);
    assert.match(of(12), /Only 12 rows validate/);
    assert.doesNotMatch(of(40), /validate/);
    assert.doesNotMatch(of(0), /Only/);
  });
});
