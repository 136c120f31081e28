import assert from 'node:assert/strict';
import { judge, type Verdict, type VerdictInput, type VerdictMember } from '../../src/core/analysis/verdict';
import { verdictText, verdictWords } from '../../src/experiment/words';
import { type Curve, constant, input, line, member, rises, settles } from './verdict-support';

/** How a training went on, beside its losses. */
interface Course {
  readonly epochs?: number;
  readonly stepsPerEpoch?: number;
  readonly rate?: (epoch: number) => number;
  readonly score?: number;
  readonly ending?: 'completed' | 'stoppedEarly';
}

/** The same curves over another course: cut to its epochs, which are all that there are. */
function over(one: VerdictMember, course: Course): VerdictMember {
  const { epochs = 100, stepsPerEpoch = 4, rate = () => 0.003, score = 1, ending = 'completed' } = course;
  const records = one.records.slice(0, epochs + 1).map((record) => ({
    ...record,
    step: record.epoch * stepsPerEpoch,
    learningRate: rate(record.epoch),
    testScore: score,
  }));
  return { ...one, records, ending: { kind: ending, step: epochs * stepsPerEpoch } };
}

type Side = readonly [train: Curve, test: (seed: number) => Curve];

const threePairs = ([train, test]: Side, [otherTrain, otherTest]: Side, course: Course = {}) =>
  [1, 2, 3].flatMap((seed) => [
    over(member('dropout', seed, train, test(seed)), course),
    over(member('baseline', seed, otherTrain, otherTest(seed)), course),
  ]);

/** Dropout loses clearly to a baseline that has settled. */
const hurts = (course: Course) =>
  threePairs(
    [settles(0.3), (seed) => settles(0.4 + seed / 1000)],
    [settles(0.2), (seed) => settles(0.3 + seed / 1000)],
    course,
  );

const causesOf = ({ remarks = [] }: Verdict) =>
  remarks.flatMap((remark) => (remark.kind === 'cause' ? [remark.cause.kind] : []));
const adviceOf = ({ advice }: Verdict) => advice.map(({ kind }) => kind);
const adam = { optimizer: 'adam' } as const;

describe('verdict: what is learned', () => {
  const worst: Side = [settles(0.02), (seed) => line(0.7, 1.5 + seed / 90)];
  const worse: Side = [settles(0.01), (seed) => line(0.7, 1.5 + seed / 100)];
  const counts = { trainCount: 100, validationCount: 20, testCount: 500, parameterCount: 99, cautions: [] };
  const scored = (score: number, share: number, more: Partial<VerdictInput> = {}) =>
    judge({
      ...input(threePairs(worse, worst, { score })),
      data: { ...counts, guessTestLoss: 0.694, majority: { name: 'a', share } },
      ...more,
    });

  it('is asked of the answers too, not of the loss alone', () => {
    const right = scored(0.7, 0.5);
    assert.notEqual(right.kind, 'nothingLearned');
    const text = verdictText(verdictWords(right));
    assert.match(text, /worse than a guess \(0\.694\)\. Yet 70\.0% are right, more than by guessing/);
    for (const [score, share] of [
      [0.5, 0.5],
      [0.53, 0.5],
      [0.9, 0.9],
      [0.34, 0.33],
    ])
      assert.equal(scored(score, share).kind, 'nothingLearned', `${score} of ${share}`);
  });

  it('is asked class by class where classes are uneven', () => {
    const members = threePairs(worse, worst, { score: 0.85 });
    const withTable = (confusion: readonly number[]) =>
      judge({
        ...input(
          members.map((one) => ({
            ...one,
            test: { losses: new Float32Array(), confusion: Uint32Array.from(confusion) },
          })),
        ),
        data: { ...counts, guessTestLoss: 0.2, majority: { name: 'a', share: 0.95 } },
      });
    assert.notEqual(withTable([400, 75, 3, 22]).kind, 'nothingLearned');
    assert.equal(withTable([400, 75, 21, 4]).kind, 'nothingLearned');
  });

  it('is asked of R² seed by seed, since one division may be hopeless', () => {
    const regression = (scores: readonly number[]) => {
      const members = threePairs([settles(0.1), () => constant(1.4)], [settles(0.1), () => constant(1.5)]);
      return judge({
        ...input(
          members.map((one) => ({
            ...one,
            records: one.records.map((record) => ({ ...record, testScore: scores[one.seed - 1] })),
          })),
        ),
        task: 'regression',
        data: { ...counts, guessTestLoss: 1 },
      }).kind;
    };
    assert.notEqual(regression([0.9, -1e6, 0.8]), 'nothingLearned');
    assert.equal(regression([0.01, -0.3, 0.02]), 'nothingLearned');
  });

  it('is given if neither loss is below that of a guess, without advice on a ratio', () => {
    const members = threePairs(
      [settles(0.01), (seed) => constant(1.9 + seed / 100)],
      [settles(0.02), (seed) => constant(1.5 + seed / 90)],
      { score: 0.7 },
    );
    const verdict = judge({
      ...input(members),
      data: { ...counts, guessTestLoss: 0.68, majority: { name: 'a', share: 0.5 } },
    });
    assert.equal(
      verdictWords(verdict).title,
      'Higher test loss with dropout, though neither is below that of a guess.',
    );
    assert.ok(!adviceOf(verdict).some((kind) => kind === 'lowerRatio' || kind === 'noDropout'));
  });

  it('says that no epoch is better only where none is', () => {
    /** Good for an epoch that validation does not choose. */
    const dips: Curve = (t) => (t === 0.02 ? 0.4 : 0.9);
    const validated = (one: VerdictMember) => ({
      ...one,
      records: one.records.map((record) => ({ ...record, validationLoss: 1 - record.epoch / 200 })),
    });
    const judged = (test: Curve) =>
      verdictWords(
        judge(input(threePairs([settles(0.01), () => test], [settles(0.02), () => test]).map(validated))),
      );
    assert.match(judged(dips).text, /neither the end nor the best epoch, which validation chose/);
    assert.match(judged(constant(0.9)).text, /no epoch does clearly better/);
  });
});

describe('verdict: how each side was trained', () => {
  it('makes no claim of a learning rate that hardly moved, whatever set it', () => {
    const rates: Record<
      string,
      { rate: (epoch: number) => number; schedule?: string; learningRate: number }
    > = {
      'a low rate': { rate: () => 1e-4, learningRate: 1e-4 },
      'a warm-up that never ends': {
        rate: (epoch) => (0.003 * epoch) / 1000,
        schedule: 'warmup',
        learningRate: 0.003,
      },
      'a rate that decays at once': {
        rate: (epoch) => 0.003 * 0.1 ** epoch,
        schedule: 'step',
        learningRate: 0.003,
      },
    };
    for (const [name, { rate, ...settings }] of Object.entries(rates)) {
      const verdict = judge(input(hurts({ rate }), { ...adam, ...settings }));
      assert.equal(verdict.kind, 'tooSlow', name);
      assert.deepEqual(causesOf(verdict), [settings.schedule ? 'schedule' : 'rateTooLow'], name);
      assert.equal(adviceOf(verdict)[0], settings.schedule ? 'constantRate' : 'raiseLearningRate', name);
      assert.ok(!adviceOf(verdict).includes('noDropout'), name);
    }
  });

  it('knows no slow learning where many small steps went as far', () => {
    const settings = { optimizer: 'sgd', learningRate: 0.0015 };
    const rate = () => 0.0015;
    assert.notEqual(judge(input(hurts({ rate, stepsPerEpoch: 100 }), settings)).kind, 'tooSlow');
    assert.equal(judge(input(hurts({ rate }), settings)).kind, 'tooSlow');
  });

  it('names the mean rate where a schedule varied it', () => {
    const cosine = (epoch: number) => 0.0015 * (1 + Math.cos((Math.PI * epoch) / 100));
    const words = verdictWords(judge(input(hurts({ rate: cosine }), { ...adam, schedule: 'cosine' })));
    assert.equal(words.title, 'Dropout hurts here, at learning rate 0.0015 on average.');
    assert.match(words.basis, /at a mean learning rate of 0\.0015/);
  });

  it('waits for more than a handful of steps, and asks for enough epochs', () => {
    const verdict = judge(input(hurts({ epochs: 4 }), { ...adam, epochs: 4 }));
    assert.deepEqual([verdict.kind, causesOf(verdict)], ['tooEarly', ['fewSteps']]);
    const [{ kind, value }] = verdict.advice;
    assert.ok(kind === 'moreEpochs' && value! >= 25, `${kind} ${value}`);
    const long = judge(input(hurts({ epochs: 4, stepsPerEpoch: 2000 }), { ...adam, epochs: 4 }));
    assert.notEqual(long.kind, 'tooEarly', 'epochs of a large set are long');
  });

  it('claims so far where trainings were short or still fall, and advises against no dropout', () => {
    const short = judge(input(hurts({ epochs: 20 }), { ...adam, epochs: 20 }));
    assert.match(verdictWords(short).title, /^Higher test loss with dropout so far, at learning rate 0\.003/);
    assert.equal(verdictWords(short).tone, 'neutral');
    assert.deepEqual(adviceOf(short), ['moreEpochs']);
    // Each lowest at its last epoch, and 3 % below where it was half-way.
    const falls =
      (from: number): Curve =>
      (t) =>
        from * (1 - 0.06 * t) + 0.3 * Math.exp(-30 * t);
    const going = judge(
      input(
        threePairs(
          [settles(0.2), (seed) => falls(0.4 + seed / 1000)],
          [settles(0.2), (seed) => falls(0.3 + seed / 1000)],
        ),
        adam,
      ),
    );
    assert.match(verdictWords(going).title, /so far/);
    assert.match(verdictText(verdictWords(going)), /Both test losses were still falling/);
    assert.ok(!adviceOf(going).includes('noDropout'));
    const settled = judge(input(hurts({}), adam));
    assert.equal(verdictWords(settled).title, 'Dropout hurts here, at learning rate 0.003.');
    assert.deepEqual(adviceOf(settled), ['noDropout']);
  });

  it('names early stopping where it ended what had hardly begun', () => {
    const stopped = (epochs: number, patience: number) =>
      judge(input(hurts({ epochs, ending: 'stoppedEarly' }), { ...adam, epochs: 300, patience }));
    const [two, ten] = [stopped(2, 1), stopped(10, 3)];
    assert.deepEqual([two.kind, causesOf(two)], ['tooEarly', ['stoppedEarly']]);
    assert.match(
      verdictText(verdictWords(two)),
      /Early stopping, patience 1, ended training at epoch 2 of 300/,
    );
    assert.deepEqual(two.advice, [{ kind: 'morePatience', value: 20 }]);
    assert.deepEqual(causesOf(ten), ['stoppedEarly']);
    assert.ok(!adviceOf(ten).some((kind) => kind === 'moreEpochs' || kind === 'raiseLearningRate'));
    assert.deepEqual(causesOf(stopped(100, 20)), [], 'a training that was long enough');
    const high = threePairs(
      [line(0.69, 0.6), () => line(0.69, 0.67)],
      [line(0.69, 0.61), () => line(0.69, 0.67)],
      {
        epochs: 11,
        stepsPerEpoch: 7,
        ending: 'stoppedEarly',
      },
    );
    const hard = judge(input(high, { ...adam, learningRate: 0.01, epochs: 500, patience: 3 }));
    assert.deepEqual([causesOf(hard), adviceOf(hard)], [['stoppedEarly'], ['morePatience']]);
  });

  it('never raises a rate beyond what the optimizer may stand', () => {
    const slow = (learningRate: number) =>
      judge(input([member('dropout', 1, line(0.69, 0.5), line(0.69, 0.5))], { ...adam, learningRate }));
    assert.deepEqual(slow(0.01).advice, [{ kind: 'moreEpochs', value: 200 }]);
    assert.equal(slow(0.003).advice[0].value, 0.009);
  });

  it('suspects a rate that made the training loss leap, and claims nothing of dropout', () => {
    const leaps =
      (end: Curve): Curve =>
      (t) =>
        t > 0 && t < 0.1 ? 40 : end(t);
    const members = threePairs(
      [leaps(settles(0.2)), (seed) => settles(0.3 + seed / 1000)],
      [leaps(settles(0.1)), (seed) => rises(0.72, 0.8 + seed / 1000)],
    );
    const verdict = judge(input(members, { optimizer: 'rmsprop', learningRate: 0.05 }));
    const { title, tone } = verdictWords(verdict);
    assert.equal(title, 'Lower test loss with dropout, at learning rate 0.05, which is too high.');
    assert.equal(tone, 'neutral');
    assert.deepEqual(verdict.advice, [{ kind: 'lowerLearningRate', value: 0.005 }]);
    assert.match(verdictText(verdictWords(verdict)), /rose to \d+\.\d times where it began/);
  });

  it('takes no epoch that jumps for a loss that has blown up', () => {
    const jumps =
      (epochs: readonly number[]): Curve =>
      (t) =>
        epochs.includes(Math.round(t * 100)) ? 900 : 0.3;
    const at = (epochs: readonly number[]) =>
      judge(input([member('dropout', 1, jumps(epochs), jumps(epochs))])).kind;
    assert.notEqual(at([97]), 'unstable');
    assert.equal(at([96, 97, 98, 99, 100]), 'unstable');
  });

  it('names a penalty that holds the weights down, and only one that does', () => {
    const held = threePairs(
      [constant(0.692), () => constant(0.694)],
      [constant(0.691), () => constant(0.694)],
    );
    for (const [settings, setting] of [
      [{ weightDecay: 1 }, 'weightDecay'],
      [{ l1: 0.3 }, 'l1'],
      [{ maxNorm: 0.05 }, 'maxNorm'],
    ] as const) {
      const verdict = judge(input(held, { ...adam, ...settings }));
      assert.deepEqual(causesOf(verdict), ['penalty'], setting);
      assert.deepEqual(verdict.advice[0], { kind: 'noPenalty', setting });
      const [{ edit }] = verdictWords(verdict).advice;
      assert.deepEqual(edit, { path: ['training', setting], value: 0 });
      assert.ok(!adviceOf(verdict).includes('biggerNetwork'));
      assert.deepEqual(
        causesOf(judge(input(hurts({}), { ...adam, ...settings }))),
        [],
        `${setting}, and it learns`,
      );
    }
    const drawn = threePairs(
      [settles(0.1), (seed) => settles(0.3 + seed / 1000)],
      [rises(0.1, 0.5), (seed) => rises(0.2, 0.55 + seed / 1000)],
    );
    assert.deepEqual(causesOf(judge(input(drawn, { ...adam, l1: 0.05 }))), ['penalty']);
    assert.deepEqual(causesOf(judge(input(held, { ...adam, weightDecay: 1e-4 }))), []);
    assert.deepEqual(causesOf(judge(input(held, { optimizer: 'adamw', weightDecay: 0.01 }))), []);
  });

  it('names a network that can be no more than linear', () => {
    const held = threePairs(
      [constant(0.692), () => constant(0.697)],
      [constant(0.691), () => constant(0.697)],
    );
    const linear = judge(input(held, { ...adam, activation: 'linear', hiddenLayers: 2 }));
    assert.deepEqual([causesOf(linear), adviceOf(linear)], [['linear'], ['useRelu']]);
    const flat = judge(input(held, { ...adam, hiddenLayers: 0 }));
    assert.deepEqual([causesOf(flat), adviceOf(flat)], [['linear'], []]);
  });

  it('blames no drop ratio where training was short', () => {
    const members = threePairs(
      [constant(0.65), (seed) => constant(0.65 + seed / 1000)],
      [settles(0.1), (seed) => settles(0.3 + seed / 1000)],
      { epochs: 15 },
    );
    const verdict = judge(input(members, { ...adam, epochs: 15 }));
    assert.notEqual(verdict.kind, 'underfitting');
    assert.deepEqual(adviceOf(verdict), ['moreEpochs']);
  });
});

describe('verdict: dropout by a schedule', () => {
  /** Alike until epoch 90, where dropout begins. */
  const late = (restored?: number) =>
    [1, 2, 3].flatMap((seed) => {
      const baseline = rises(0.25, 0.4 + seed / 100);
      const dropped: Curve = (t) => (t < 0.9 ? baseline(t) : 0.45 + seed / 100);
      const train: Curve = (t) => (t < 0.9 ? 0.1 : 0.3);
      const ending = { kind: 'completed', step: 400, ...(restored !== undefined && { restored }) } as const;
      return [
        member('dropout', seed, train, dropped, { ending }),
        member('baseline', seed, constant(0.1), baseline, { ending }),
      ];
    });

  it('has its best epoch where dropout was at work', () => {
    const verdict = judge(input(late(), {}));
    assert.ok(verdict.comparison!.best.logRatio.mean > 0.4);
    const text = verdictText(verdictWords(verdict));
    assert.match(text, /Dropout first acted in epoch 90; without it the best epoch was 30\./);
    assert.doesNotMatch(text, /0\.0% higher/);
  });

  it('is nothing where the weights that were put back had none', () => {
    const verdict = judge(input(late(30), { restoreBest: true }));
    assert.deepEqual([verdict.kind, adviceOf(verdict)], ['nothingDropped', ['constantRatio']]);
    assert.match(verdictWords(verdict).text, /before dropout first acted, in epoch 90/);
  });
});
