import assert from 'node:assert/strict';
import { judge, type VerdictInput } from '../../src/core/analysis/verdict';
import { parseExperiment } from '../../src/experiment/parse';
import type { RunInfo } from '../../src/protocol';
import { verdictInput } from '../../src/report/verdict-input';
import { constant, input, line, type losses, member, rises, settles } from './verdict-support';

const three = (of: (seed: number) => ReturnType<typeof losses>) => [1, 2, 3].flatMap(of);
const adviceOf = (of: VerdictInput) => judge(of).advice.map(({ kind }) => kind);
/** Dropout that loses to a baseline that overfits. */
const hurts = three((seed) => [
  member('dropout', seed, settles(0.2), settles(0.6 + seed / 100)),
  member('baseline', seed, settles(0.05), settles(0.4 + seed / 100)),
]);
/** Dropout that learns little beside a baseline that learns. */
const underfits = three((seed) => [
  member('dropout', seed, constant(0.65), constant(0.65 + seed / 1000)),
  member('baseline', seed, settles(0.1), settles(0.3 + seed / 1000)),
]);

describe('advice', () => {
  it('asks for no more epochs where nothing is left to gain', () => {
    const decays = (t: number) => 0.7 * Math.exp(-14 * t);
    const members = three((seed) => [
      member('dropout', seed, decays, decays),
      member('baseline', seed, settles(0.001), settles(0.3 + seed / 100)),
    ]);
    const verdict = judge(input(members));
    assert.deepEqual([verdict.kind, verdict.advice], ['dropoutHelps', []]);
  });

  it('asks for no more epochs where each training stopped by itself', () => {
    const stops = (kind: 'stoppedEarly' | 'completed') =>
      input([member('dropout', 1, line(0.6, 0.2), line(0.6, 0.2), { ending: { kind, step: 400 } })]);
    assert.deepEqual(adviceOf(stops('completed')), ['moreEpochs']);
    assert.deepEqual(adviceOf(stops('stoppedEarly')), []);
  });

  it('asks for no more epochs where the test loss rises, though the training loss is high and falls', () => {
    const members = three((seed) => [
      member('dropout', seed, line(0.69, 0.55), rises(0.6, 0.65 + seed / 1000)),
      member('baseline', seed, settles(0.1), settles(0.3 + seed / 1000)),
    ]);
    const verdict = judge(input(members));
    assert.equal(verdict.kind, 'underfitting');
    assert.deepEqual(verdict.advice, [{ kind: 'lowerRatio', value: 0.2 }]);
  });

  it('raises a learning rate no further than its optimizer may stand', () => {
    const slow = [member('dropout', 1, line(0.69, 0.5), line(0.69, 0.5))];
    const rate = (optimizer: string, learningRate: number) =>
      judge(input(slow, { optimizer, learningRate })).advice.find(({ kind }) => kind === 'raiseLearningRate')
        ?.value;
    assert.deepEqual(
      [1e-6, 0.001, 0.005, 0.01, 0.05].map((value) => rate('adam', value)),
      [0.001, 0.003, 0.01, undefined, undefined],
    );
    assert.deepEqual(
      [1e-4, 0.05, 0.2, 1].map((value) => rate('sgd', value)),
      [0.01, 0.2, 0.3, undefined],
    );
  });

  it('lowers a ratio to one that is lower, however low it is', () => {
    for (const ratio of [0.9, 0.5, 0.2, 0.01, 0.004]) {
      const [{ kind, value }] = judge(input(hurts, { ratio })).advice;
      assert.equal(kind, 'lowerRatio');
      assert.ok(value! < ratio && value! > 0, `${ratio}: ${value}`);
    }
  });

  it('blames the as-written rule for underfitting, not a ratio', () => {
    const verdict = judge(input(underfits, { rule: 'as-written' }));
    assert.deepEqual([verdict.kind, verdict.advice], ['dropoutHurts', []]);
    assert.ok(verdict.remarks?.some(({ kind }) => kind === 'asWritten'));
  });

  describe('about the shared ratio', () => {
    const info: Partial<RunInfo> = { task: 'classification', outputs: 2, trainCount: 99, testCount: 99 };
    const inputOf = (placement: object, changes: object[] = [], members = hurts) => {
      const parsed = parseExperiment({
        ...{ version: 1, seeds: 3, baseline: true, network: { hidden: [8, 8] } },
        ...{ dropout: { placement }, training: { epochs: 100 }, changes },
      });
      assert.ok(parsed.ok);
      return verdictInput(parsed.experiment, info as RunInfo, members);
    };

    it('is given where a site takes it', () => {
      assert.deepEqual(adviceOf(inputOf({})), ['lowerRatio']);
      assert.deepEqual(adviceOf(inputOf({ input: true, hidden: [0.3, 0.3] })), ['lowerRatio']);
    });

    it('is not given where each site has its own: nothing would change', () => {
      assert.deepEqual(adviceOf(inputOf({ input: 0.2, hidden: 0.8 })), []);
      assert.deepEqual(adviceOf(inputOf({ hidden: [0.8, 0.3] })), []);
    });

    it('is not given where a site drops more by a ratio of its own: that one may be it', () => {
      assert.deepEqual(adviceOf(inputOf({ input: 0.9 })), []);
      assert.deepEqual(adviceOf(inputOf({ input: 0.2 })), ['lowerRatio']);
    });

    it('is not to train without dropout where a ratio of its own would stay', () => {
      const needless = three((seed) => [
        member('dropout', seed, settles(0.2), settles(0.6 + seed / 100)),
        member('baseline', seed, settles(0.38), settles(0.4 + seed / 100)),
      ]);
      assert.deepEqual(adviceOf(inputOf({}, [], needless)), ['noDropout']);
      assert.deepEqual(adviceOf(inputOf({ input: 0.2 }, [], needless)), []);
    });

    it('goes by the placement that was set last', () => {
      const own = { step: 9, placement: { input: false, hidden: 0.6, output: false } };
      assert.deepEqual(adviceOf(inputOf({}, [own])), []);
    });
  });
});
