import assert from 'node:assert/strict';
import { EPOCH_COLUMNS } from '../../src/core/trainer-types';
import { FairComparer } from '../../src/host/fair-comparer';
import { regularizersSection } from '../../src/report/regularizers';
import { FAIR } from '../../src/study/fair';
import { REGULARIZERS } from '../../src/study/regularizers';
import { FakeTrainers } from './fake-trainers';
import { experiment, info, progress } from './fixtures';

const turn = () => new Promise((done) => setImmediate(done));

/** One evaluated epoch with these losses. */
function row(loss: number): Float64Array {
  const values = { epoch: 1, step: 1, validationLoss: loss, testLoss: loss, testScore: 0.9, trainLoss: loss };
  return Float64Array.from(EPOCH_COLUMNS, (column) => (values as Record<string, number>)[column] ?? 0);
}

/** Lets every job end with a loss, round after round, until there is none left. */
async function play(
  trainers: FakeTrainers,
  lossOf: (variant: string, seed: number) => number,
): Promise<void> {
  for (let idle = 0; idle < 20; idle++) {
    for (const job of trainers.live) {
      idle = 0;
      const { variant, seed } = job.request;
      job.start();
      job.say({ type: 'frame', seq: 1, rows: row(lossOf(variant, seed)), progress: progress(1) });
      job.end();
    }
    await turn();
  }
}

describe('a fair comparison in the host', () => {
  const log = { info: () => {}, warn: () => {} };
  const set = () => {
    const trainers = new FakeTrainers();
    return { trainers, comparer: new FairComparer(trainers, log) };
  };

  it('goes on in the background and ends with an answer in words', async () => {
    const { trainers, comparer } = set();
    comparer.start(experiment(), null);
    assert.equal(comparer.state?.status, 'running');
    await play(trainers, (variant, seed) => (variant === 'dropout' ? 0.3 : 0.5) + seed / 1000);
    const { status, answer, done, total, fresh, sides } = comparer.state!;
    assert.equal(status, 'completed');
    assert.equal(answer!.claim, 'lower');
    assert.deepEqual(sides, ['dropout', 'no dropout']);
    assert.equal(fresh.length, 2 * FAIR.fresh);
    assert.ok(done <= total);
    assert.match(answer!.title, /dropout has a lower test loss than no dropout/);
  });

  it('compares regularizers with none, which a report of the same set-up shows', async () => {
    const { trainers, comparer } = set();
    const own = { experiment: experiment(), folder: null };
    comparer.startRegularizers(own.experiment, own.folder);
    assert.equal(comparer.regularizersOf(own), undefined);
    await play(trainers, (_, seed) => 0.4 + seed / 1000);
    const { status, answer, isOfRegularizers, sides } = comparer.state!;
    assert.deepEqual([status, isOfRegularizers, sides[0]], ['completed', true, 'none']);
    assert.equal(answer!.pairs.length, sides.length - 1);
    for (const { difference } of answer!.pairs) {
      assert.ok(Math.abs(difference.mean) < 1e-12 && difference.seeds === REGULARIZERS.fresh);
      assert.ok(difference.level > 0.9 && difference.level < 1);
    }
    const strengths = answer!.sides.map(({ strength }) => strength !== undefined);
    assert.deepEqual(strengths, [false, true, true, true, false, false, true, true, true]);
    const shown = comparer.regularizersOf(own);
    assert.ok(shown);
    const faster = { ...own.experiment.training, learningRate: 1 };
    assert.ok(comparer.regularizersOf({ ...own, experiment: experiment({ training: faster }) }));
    assert.equal(comparer.regularizersOf({ ...own, experiment: experiment({ seed: 77 }) }), undefined);
    const [title, rows, words] = regularizersSection(shown);
    assert.match(title!, /Regularizers against none, on 10 fresh seeds/);
    assert.equal(rows!.split('\n').length, 2 + sides.length);
    assert.match(rows!, /\| mixup \|/);
    assert.match(words!, /do not differ by anything that matters/);
    comparer.start(experiment(), null);
    assert.equal(comparer.regularizersOf(own), undefined);
    comparer.cancel();
  });

  it('compares the set-ups of any number of runs, the first with each of the others', async () => {
    const { trainers, comparer } = set();
    const ratio = (value: number) => ({ ...experiment().dropout, ratio: value });
    const variants = [0.5, 0.2, 0].map((value, i) => ({
      ...{ name: i === 2 ? 'half' : ['half', 'fifth'][i]!, folder: null },
      experiment: experiment({ dropout: ratio(value) }),
    }));
    comparer.startRuns(variants);
    await play(trainers, (_, seed) => 0.4 + seed / 1000);
    const { status, answer, sides, isOfRuns, of, fresh } = comparer.state!;
    assert.deepEqual([status, isOfRuns, of], ['completed', true, 'moons']);
    assert.deepEqual(sides, ['half', 'fifth', 'half (3)']);
    assert.equal(answer!.pairs.length, 2);
    assert.match(answer!.pairs[1]!.title, /half and half \(3\) do not differ/);
    assert.ok(answer!.remarks.some((remark) => /widened for 2 comparisons/.test(remark)));
    assert.equal(new Set(answer!.remarks).size, answer!.remarks.length, 'nothing is said twice');
    assert.equal(fresh.length, 3 * FAIR.fresh);
  });

  it('says why runs cannot be compared', () => {
    const { trainers, comparer } = set();
    const one = { name: 'one', experiment: experiment(), folder: null };
    const other = (changes: object) => ({ name: 'other', experiment: experiment(changes), folder: null });
    const { training, data } = experiment();
    const start =
      (...variants: (typeof one)[]) =>
      () =>
        comparer.startRuns(variants);
    assert.throws(start(one), /two runs or more/);
    assert.throws(start(one, other({ data: { ...data, noise: 0.1 } })), /“one” and “other” have other data/);
    assert.throws(start(one, other({ training: { ...training, loss: 'meanSquaredError' } })), /other losses/);
    const faster = other({ training: { ...training, learningRate: 1 }, seeds: 7 });
    assert.throws(start(one, faster), /learning rate alone/);
    assert.equal(trainers.jobs.length, 0);
  });

  it('names no learning rate of the set-up: each side had its own', () => {
    const { comparer } = set();
    comparer.start(experiment(), null);
    assert.doesNotMatch(comparer.state!.of, /lr/);
  });

  it('refuses a set-up that drops nothing', () => {
    const { trainers, comparer } = set();
    const plain = experiment();
    const none = { ...plain, dropout: { ...plain.dropout, ratio: 0 } };
    assert.throws(() => comparer.start(none, null), /Nothing is dropped/);
    assert.equal(trainers.jobs.length, 0);
  });

  it('stops its trainings when it is cancelled, and keeps what was tried', async () => {
    const { trainers, comparer } = set();
    comparer.start(experiment(), null);
    await turn();
    assert.ok(trainers.live.length > 0);
    comparer.cancel();
    assert.ok(trainers.live.every(({ told }) => told.includes('stop')));
    for (const job of trainers.live) job.end('stopped');
    await turn();
    assert.equal(comparer.state?.status, 'cancelled');
    assert.equal(comparer.state?.answer, undefined);
  });

  it('makes way for another one', async () => {
    const { trainers, comparer } = set();
    comparer.start(experiment(), null);
    await turn();
    const first = [...trainers.live];
    comparer.start(experiment(), null);
    assert.ok(first.every(({ told }) => told.includes('stop')));
    assert.equal(comparer.state?.status, 'running');
    for (const job of first) job.end('stopped');
    await play(trainers, () => 0.4);
    assert.equal(comparer.state?.status, 'completed');
  });

  it('says why it cannot be made', async () => {
    const { trainers, comparer } = set();
    trainers.failing = 'rows.csv: no such file';
    comparer.start(experiment(), null);
    for (let i = 0; i < 50; i++) await turn();
    assert.deepEqual([comparer.state?.status, comparer.state?.reason], ['failed', 'rows.csv: no such file']);
  });

  it('knows the task, whose score it shows', async () => {
    const { trainers, comparer } = set();
    comparer.start(experiment(), null);
    await play(trainers, () => 0.4);
    assert.equal(comparer.state?.task, info.task);
  });
});
