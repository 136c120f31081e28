import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Point } from '../../../src/core/search/distribution';
import type { EpochRecord } from '../../../src/core/trainer-types';
import { Journal, JournalError } from '../../../src/study/journal/journal';
import { type Operation, writeOperation } from '../../../src/study/journal/operations';
import { evaluateProposals } from '../../../src/study/journal/proposals';
import type { StudySetup } from '../../../src/study/journal/setup';
import { StudyJournal } from '../../../src/study/journal/study-journal';
import { StudyRecord } from '../../../src/study/journal/study-record';
import { NO_PRUNING } from '../../../src/study/pruning';
import {
  bestOf,
  runProposed,
  runStudy,
  type SeedResult,
  type StudyPlan,
  type Trial,
} from '../../../src/study/study';
import type { Train, TrainingResult } from '../../../src/study/training';
import { setup as full, useFolder } from './support';

const setup: StudySetup = {
  ...full,
  name: 'rates',
  parameters: [{ name: 'rate', distribution: { kind: 'float', low: 0, high: 1, log: false } }],
};

/** Proposes by what is known of earlier rounds, as samplers do. */
const plan: StudyPlan = {
  sampler: {
    propose: (count, history) => {
      const { value = 0 } = history.at(-1) ?? {};
      // One that diverged has none to go by.
      const last = Number.isFinite(value) ? value : 0;
      return Array.from({ length: count }, (_, i) => ({ rate: ((history.length + i) * 0.37 + last) % 1 }));
    },
  },
  trials: 20,
  seeds: setup.seeds,
  pruning: { ...NO_PRUNING, seeds: true },
  request: (point, seed) =>
    ({ experiment: { ...point, training: { epochs: 9 } }, variant: 'dropout', seed, folder: null }) as never,
};

const train: Train = async ({ experiment, seed }) => {
  const { rate } = experiment as unknown as { rate: number };
  await new Promise(setImmediate);
  if (rate > 0.9) throw new Error('the data is gone');
  const loss = rate < 0.05 ? Number.NaN : (rate - 0.4) ** 2 + seed / 1_000;
  const best = {
    epoch: 7,
    validationLoss: loss,
    testLoss: loss,
    testScore: 0.5,
    trainLoss: loss,
  } as EpochRecord;
  return { seed, best, diverged: rate < 0.05, cut: false } as TrainingResult;
};

describe('a study that is written down', () => {
  const folder = useFolder();
  const path = () => join(folder(), 'study.log');

  /** Runs until it ends, or until so many changes have come. */
  async function run(study: StudyJournal, most = Number.POSITIVE_INFINITY): Promise<Trial[]> {
    const record = new StudyRecord(study, 'tpe');
    const stop = new AbortController();
    let count = 0;
    const changed = (trial: Trial) => {
      record.changed(trial);
      if (++count === most) stop.abort();
    };
    const options = { history: record.history, signal: stop.signal };
    const trials = await runStudy(plan, { train, changed }, options).catch(() => []);
    await record.close();
    return trials;
  }

  it('is not trained faster than the disk writes, so that what waits for it stays little', async () => {
    const record = new StudyRecord(await StudyJournal.create(path(), setup), 'tpe');
    let hasRoom = false;
    await record.room();
    for (let note = 0; note < 150; note++) record.note('seconds', note);
    const room = record.room().then(() => {
      hasRoom = true;
    });
    await Promise.resolve();
    assert.equal(hasRoom, false);
    await room;
    await record.close();
    assert.equal((await StudyJournal.open(path())).attribute('seconds'), 149);
  });

  it('is in the journal as it was, with every end', async () => {
    const study = await StudyJournal.create(path(), setup);
    const trials = await run(study);
    assert.deepEqual(new Set(trials.map(({ state }) => state)), new Set(['complete', 'pruned', 'failed']));
    const opened = await StudyJournal.open(path());
    assert.deepEqual(
      opened.trials.map(({ state, value, point, reason }) => ({ state, value, point, reason })),
      trials.map(({ state, value, point, why, failure }) => ({
        state,
        value,
        point,
        reason: why ?? failure,
      })),
    );
    const history = new StudyRecord(opened, 'tpe').history.map(({ why, ...trial }) => ({ ...trial, why }));
    assert.deepEqual(
      history,
      trials.map(({ why, ...trial }) => ({ ...trial, why })),
    );
  });

  it('comes to the same trials wherever it is interrupted, and whoever writes in between', async () => {
    let count = 0;
    const uninterrupted = await runStudy(plan, { train });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 3 }), async (stops) => {
        const study_id = count++;
        const name = `study ${study_id}`;
        const study = await StudyJournal.create(path(), { ...setup, name });
        for (const stop of stops) {
          await run(study, stop);
          appendFileSync(path(), writeOperation({ op_code: 4, study_id, datetime_start: null }, 'optuna'));
        }
        const trials = await run(await StudyJournal.open(path(), name));
        assert.deepEqual(
          trials.map(({ point, state, value, results }) => ({ point, state, value, results })),
          uninterrupted.map(({ point, state, value, results }) => ({ point, state, value, results })),
        );
        await study.refresh();
        const own = study.trials.filter(({ origin }) => origin);
        assert.deepEqual(
          own.map(({ point, state }) => ({ point, state })),
          uninterrupted.map(({ point, state }) => ({ point, state })),
        );
      }),
      { numRuns: 12 },
    );
  }).timeout(30_000);

  it('does not run in two windows at once', async () => {
    const study = await StudyJournal.create(path(), setup);
    const first = new StudyRecord(study, 'tpe');
    const trial: Trial = { number: 0, point: { rate: 0.5 }, state: 'running', results: [], value: undefined };
    first.changed(trial);
    while (study.trials.length === 0) await new Promise(setImmediate);
    // Behind what is being written.
    await study.refresh();
    const second = new StudyRecord(await StudyJournal.open(path()), 'tpe');
    second.changed(trial);
    await assert.rejects(second.close(), (error: Error) => {
      assert.ok(error instanceof JournalError);
      assert.equal(error.message, `${path()}: another window runs this study.`);
      return true;
    });
    await first.close();
    const third = new StudyRecord(await StudyJournal.open(path()), 'tpe');
    third.changed(trial);
    await third.close();
  });
});

describe('a study that others add trials to', () => {
  const folder = useFolder();
  const path = () => join(folder(), 'study.log');

  /** A trial of another program that has ended. */
  const added = (study_id: number, rate: number, value: number): Operation => ({
    ...{ op_code: 4, study_id, datetime_start: null, state: 1, values: [value], params: { rate } },
    distributions: {
      rate: '{"name": "FloatDistribution", "attributes": {"step": null, "low": 0, "high": 1, "log": false}}',
    },
  });

  /** Another writer, which heeds the lock as Optuna does. */
  async function add(...operations: Operation[]): Promise<void> {
    const journal = await Journal.open(path());
    await journal.transact((write) => operations.forEach(write));
  }

  /** Runs until it ends, or until so many changes have come; `each` is called at each of them. */
  async function run(study: StudyJournal, each: (count: number) => void, most = Number.POSITIVE_INFINITY) {
    const record = new StudyRecord(study, 'tpe');
    const stop = new AbortController();
    let count = 0;
    const changed = (trial: Trial) => {
      record.changed(trial);
      each(++count);
      if (count === most) stop.abort();
    };
    const options = { history: record.history, signal: stop.signal };
    const trials = await runStudy(plan, { train, others: record, changed }, options).catch(
      (error: unknown) => {
        if (stop.signal.aborted) return [];
        throw error;
      },
    );
    await record.close();
    return trials;
  }

  it('takes them in between rounds, and comes to the same trials from its journal', async () => {
    let studies = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(60), fc.nat(99)), { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 2 }),
        async (others, stops) => {
          const id = studies++;
          const name = `study ${id}`;
          await StudyJournal.create(path(), { ...setup, name });
          let changes = 0;
          const writing: Promise<void>[] = [];
          const each = () => {
            changes++;
            for (const [at, rate] of others)
              if (at === changes) writing.push(add(added(id, rate / 100, rate / 1_000)));
          };
          for (const stop of stops) await run(await StudyJournal.open(path(), name), each, stop);
          const first = await run(await StudyJournal.open(path(), name), each);
          await Promise.all(writing);
          // What came too late for the last round.
          const trials = await run(await StudyJournal.open(path(), name), () => {});
          assert.deepEqual(trials.slice(0, first.length), first);
          const own = trials.filter(({ isOthers }) => !isOthers);
          assert.equal(own.length, plan.trials);
          assert.deepEqual(
            trials.map(({ number }) => number),
            trials.map((_, i) => i),
          );
          assert.equal(trials.length - own.length, writing.length);
          // What a window that opens later finds, and what it would come to.
          const opened = new StudyRecord(await StudyJournal.open(path(), name), 'tpe');
          assert.deepEqual(opened.history, trials);
          assert.deepEqual(await run(await StudyJournal.open(path(), name), () => {}), trials);
        },
      ),
      { numRuns: 12, examples: [[[[1, 80]], [1]]] },
    );
  }).timeout(60_000);

  it('lets the sampler and the best know of them', async () => {
    const study = await StudyJournal.create(path(), setup);
    await add(added(0, 0.42, -7));
    const seen: number[] = [];
    const watching: StudyPlan = {
      ...plan,
      sampler: {
        propose(count, history) {
          seen.push(history.filter(({ value }) => value === -7).length);
          return plan.sampler.propose(count, history.slice(1));
        },
      },
    };
    const record = new StudyRecord(study, 'tpe');
    const trials = await runStudy(watching, {
      train,
      others: record,
      changed: (trial) => record.changed(trial),
    });
    await record.close();
    assert.deepEqual(new Set(seen), new Set([1]));
    assert.deepEqual(
      [bestOf(trials)!.value, bestOf(trials)!.isOthers, trials.length],
      [-7, true, plan.trials + 1],
    );
  });

  it('leaves out what is no value, no point of the study, or has not ended', async () => {
    const study = await StudyJournal.create(path(), setup);
    await add(...[added(0, 0.5, Number.NEGATIVE_INFINITY), added(0, 1.5, 0.1)], {
      op_code: 4,
      study_id: 0,
      datetime_start: null,
    });
    const trials = await run(study, () => {});
    assert.equal(trials.length, plan.trials);
  });
});

describe('proposals of another program', () => {
  const folder = useFolder();
  const path = () => join(folder(), 'study.log');
  const outcomeAt = ({ rate }: Point) => ({ state: 'complete', value: rate! * 2 }) as const;

  it('are evaluated until it is stopped, so many at once', async () => {
    const study = await StudyJournal.create(path(), setup);
    const other = await StudyJournal.open(path());
    await other.add(
      Array.from({ length: 9 }, (_, i) => ({ rate: i / 10 })),
      'another',
    );
    const stop = new AbortController();
    let [now, most, ended] = [0, 0, 0];
    await evaluateProposals(
      study,
      async ({ point }) => {
        most = Math.max(most, ++now);
        await new Promise((done) => setTimeout(done, 2));
        now--;
        if (++ended === 9) stop.abort();
        return { outcome: outcomeAt(point), results: new Map([[1, { validationLoss: 0.5 }]]) };
      },
      { atOnce: 2, signal: stop.signal, everyMilliseconds: 5 },
    );
    assert.equal(most, 2);
    await other.refresh();
    assert.ok(other.trials.every(({ value, point }) => value === point!.rate! * 2));
    assert.equal(other.trials[3]?.seeds.get(1)?.validationLoss, 0.5);
  });

  it('are trained as many as there may be, each seed written at once, and are the trials of the study', async () => {
    const study = await StudyJournal.create(path(), setup);
    const points = Array.from({ length: 9 }, (_, i) => ({ rate: i / 10 }));
    await (await StudyJournal.open(path())).add(points.slice(0, 5), 'another');
    const record = new StudyRecord(study, 'optuna');
    const port = {
      ...{ train, others: record },
      changed: (trial: Trial) => record.changed(trial),
      trained: (number: number, result: SeedResult) => record.trained(number, result),
    };
    const options = { history: [], signal: new AbortController().signal, isLate: () => false };
    const trials = await runProposed({ ...plan, trials: 5 }, port, options);
    await record.close();
    const opened = new StudyRecord(await StudyJournal.open(path()), 'optuna');
    const byNumber = trials.toSorted((one, other) => one.number - other.number);
    assert.deepEqual(
      opened.history.map(({ point, state, results }) => ({ point, state, results })),
      byNumber.map(({ point, state, results }) => ({ point, state, results })),
    );
    assert.ok(byNumber.every(({ results }) => results.length > 0));
  });

  it('that can never be evaluated fail, with the reason, and the program that waits for them goes on', async () => {
    let now = 1_000;
    const study = await StudyJournal.create(path(), setup, { now: () => now });
    const domain = (high: number) =>
      `{"name": "FloatDistribution", "attributes": {"step": null, "low": 0, "high": ${high}, "log": false}}`;
    const begun = { op_code: 4, study_id: 0, datetime_start: null } as const;
    // One whose program was killed behind `ask`; one with a value outside of the study's range.
    appendFileSync(path(), writeOperation(begun, 'optuna'));
    appendFileSync(
      path(),
      writeOperation({ ...begun, params: { rate: 2 }, distributions: { rate: domain(5) } }, 'optuna'),
    );
    await study.refresh();
    const reasons = async () =>
      (await study.failUnusable(60_000)).map(({ number, reason }) => [number, reason]);
    assert.deepEqual(await reasons(), [[1, 'rate cannot be 2 in this study.']]);
    now += 59_000;
    assert.deepEqual(await reasons(), []);
    now += 1_000;
    assert.deepEqual(await reasons(), [[0, 'Its program has ended, or never gave it values for: rate.']]);
    const opened = await StudyJournal.open(path());
    assert.deepEqual(
      opened.trials.map(({ state }) => state),
      ['failed', 'failed'],
    );
  });

  it('wait for the next when it is stopped, or cannot go on', async () => {
    const study = await StudyJournal.create(path(), setup);
    await study.add([{ rate: 0.1 }, { rate: 0.2 }], 'another');
    const stop = new AbortController();
    const stopped = evaluateProposals(
      study,
      (_, signal) => {
        setTimeout(() => stop.abort(), 20);
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
      { atOnce: 1, signal: stop.signal },
    );
    await stopped;
    assert.deepEqual(
      study.trials.map(({ state }) => state),
      ['waiting', 'waiting'],
    );
    const failing = evaluateProposals(study, () => Promise.reject(new Error('broken')), {
      atOnce: 2,
      signal: new AbortController().signal,
    });
    await assert.rejects(failing, /^Error: broken$/);
    assert.deepEqual(
      study.trials.map(({ state }) => state),
      ['waiting', 'waiting'],
    );
  });
});
