import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ColumnFacts } from '../../src/core/column-facts';
import type { Dataset } from '../../src/core/dataset';
import { square } from './fake-trainer';
import { Rig, WorkClock } from './session-rig';

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Keeps the thread busy. */
function spend(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

/** All that nobody holds on to is gone. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

describe('session', () => {
  let rig: Rig;
  const make = (...args: ConstructorParameters<typeof Rig>) => {
    rig = new Rig(...args);
    return rig;
  };
  afterEach(() => rig.close());

  it('reproduces a published figure in place of a training, and reads no data for it', async () => {
    make({}, () => assert.fail('no data are read'));
    rig.start({ figure: 'variance-shift' });
    const { ending } = await rig.until('ended');
    assert.equal(ending.kind, 'completed');
    const results = rig.messages.flatMap((message) => (message.type === 'figure' ? [message.result] : []));
    const [first, last] = [results[0], results[results.length - 1]];
    assert.ok(results.length > 1 && first.lines[1].points.length < last.lines[1].points.length);
    assert.equal(last.checks.length, 1);
    assert.ok(rig.messages.every(({ type }) => type === 'figure' || type === 'ended'));
  }).timeout(20_000);

  it('ends a published figure at a word', async () => {
    make();
    rig.start({ figure: 'drop-ratio' });
    rig.send({ type: 'stop', job: 1 });
    assert.equal((await rig.until('ended')).ending.kind, 'stopped');
  });

  it('waits for a slow reader with a bounded queue, then continues', async () => {
    make({ epochs: 1_000_000, stepsPerEpoch: 1 });
    rig.acknowledging = false;
    rig.start();
    await rig.until('frame', () => rig.frames.length === 2);
    for (let still = 0, before = -1; still < 20; before = rig.trainer.step) {
      await new Promise(setImmediate);
      still = rig.trainer.step === before ? still + 1 : 0;
    }
    const waited = rig.trainer.step;
    assert.ok(waited < 1_000_000, 'the training waits');
    rig.send({ type: 'ack', job: 1, seq: 0 });
    await rig.until('frame', () => rig.frames.length === 3);
    assert.ok(rig.column('epoch').length > waited - 2);
    rig.send({ type: 'stop', job: 1 });
    await rig.until('ended');
  }).timeout(60_000);

  it('sends the curve of a stopped training before it draws the last pictures', async () => {
    let drawn = 0;
    make({ epochs: 1_000_000, stepsPerEpoch: 1, onPredict: () => drawn++ });
    rig.acknowledging = false;
    rig.start();
    await rig.until('frame', () => rig.frames.length === 2);
    const before = rig.frames.length;
    rig.send({ type: 'stop', job: 1 });
    await rig.until('ended');
    const [curve, pictures] = rig.frames.slice(before);
    assert.equal(curve.boundary, undefined);
    assert.equal(pictures.rows.length, 0, 'what was trained is told first');
    assert.ok(pictures.boundary && drawn > 0);
  });

  it('trains on where there is no memory for the network that analyses work on', async () => {
    const none = (before: number) => {
      if (before > 0) throw new RangeError('The system has no memory left.');
    };
    make({ epochs: 200, stepsPerEpoch: 5, onCreate: none }).start({ analyses: ['ensemble'] });
    const { ending } = await rig.until('ended');
    assert.equal(ending.kind, 'completed');
    assert.equal(rig.trainers.length, 1);
  });

  it('reports the facts, then every epoch once and in order from epoch 0, then the end', async () => {
    make({ epochs: 200, stepsPerEpoch: 5 }).start();
    const ended = await rig.until('ended');
    assert.deepEqual(
      rig.column('epoch'),
      Array.from({ length: 201 }, (_, epoch) => epoch),
    );
    assert.ok(Number.isNaN(rig.column('trainLossWithDropout')[0]));
    assert.deepEqual([ended.ending.kind, ended.ending.step, ended.ending.epoch], ['completed', 1000, 200]);
    const types = rig.messages.map(({ type }) => type);
    assert.equal(types[0], 'started');
    assert.equal(types.at(-1), 'ended');
    assert.deepEqual(
      rig.frames.map(({ seq }) => seq),
      rig.frames.map((_, i) => i),
    );
    assert.ok(rig.trainer.disposed);
  });

  it('reports the facts about the data', async () => {
    make().start();
    const { info } = await rig.until('started');
    assert.deepEqual([info.task, info.features, info.outputs, info.trainCount], ['classification', 2, 2, 4]);
    assert.deepEqual([info.widths, info.stepsPerEpoch, info.notes], [[2, 3, 2], 4, ['made up']]);
    assert.deepEqual([...info.points!.train], [0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1]);
    const [x0, x1, y0, y1] = info.points!.bounds;
    assert.ok(x0 < 0 && x1 > 1 && y0 < 0 && y1 > 1);
  });

  it('lists a few hundred columns, unusual ones first', async () => {
    const columns = Array.from({ length: 1_000 }, (_, i): ColumnFacts => {
      const leftOut = i === 990 && ({ role: 'leftOut', leftOut: { why: 'constant' } } as const);
      return { name: `c${i}`, role: 'feature', kind: 'number', ...(i === 995 && { missing: 2 }), ...leftOut };
    });
    make({}, async () => ({ ...square(), columns })).start();
    const { info } = await rig.until('started');
    assert.deepEqual([info.columns?.length, info.moreColumns], [300, 700]);
    assert.deepEqual(
      info.columns?.slice(-3).map(({ name }) => name),
      ['c297', 'c990', 'c995'],
    );
  });

  it('sends the first frame at once, and no more than 20 a second', async () => {
    const clock = new WorkClock();
    make({ epochs: 1_000_000, onStep: () => clock.spend(0.05) }, undefined, () => clock.now).start();
    await rig.until('frame');
    assert.deepEqual(rig.column('epoch').slice(0, 1), [0]);
    const [before, from] = [rig.frames.length, clock.now];
    while (clock.now - from < 2_000) await wait(0);
    const count = rig.frames.length - before;
    const seconds = (clock.now - from) / 1000;
    assert.ok(count >= 8 * seconds && count <= 20 * seconds, `${count} frames in ${seconds} s of training`);
  });

  it('has at most two frames unacknowledged, and loses no row by it', async () => {
    make({ epochs: 400, onStep: () => spend(0.2) });
    rig.acknowledging = false;
    rig.start();
    await rig.until('ended');
    assert.equal(rig.frames.length, 3, 'two, and the last one');
    assert.deepEqual(
      rig.column('epoch'),
      Array.from({ length: 401 }, (_, epoch) => epoch),
    );
  });

  it('pauses, takes single steps, and goes on', async () => {
    make({ epochs: 100_000, onStep: () => spend(0.05) }).start();
    await rig.until('frame', ({ progress }) => progress.step > 50);
    rig.send({ type: 'pause', job: 1 });
    await wait(40);
    const paused = rig.trainer.step;
    assert.equal(rig.frames.at(-1)?.progress.step, paused, 'the pause shows where it stands');
    rig.send({ type: 'step', job: 1, steps: 3 });
    await rig.until('frame', ({ progress }) => progress.step === paused + 3);
    await wait(40);
    assert.equal(rig.trainer.step, paused + 3);
    rig.send({ type: 'resume', job: 1 });
    await rig.until('frame', ({ progress }) => progress.step > paused + 50);
  });

  it('starts paused on request, and shows epoch 0', async () => {
    make().start({ paused: true });
    await rig.until('frame');
    await wait(30);
    assert.equal(rig.trainer.step, 0);
    assert.deepEqual(rig.column('epoch'), [0]);
    rig.send({ type: 'step', job: 1, steps: 40 });
    const { ending } = await rig.until('ended');
    assert.equal(ending.step, 40);
  });

  it('stays ready for messages while it evaluates, also before the first step', async () => {
    const clock = new WorkClock();
    const onEvaluate = (samples: number) => clock.spend(samples / 50);
    make({ epochs: 1000, samples: 100_000, onEvaluate }, undefined, () => clock.now).start();
    await rig.until('started');
    for (let i = 1; i <= 5; i++) {
      const sent = clock.now;
      rig.send({ type: 'change', job: 1, change: { ratio: i / 10 } });
      await rig.until('changed', (one) => one.change.ratio === i / 10);
      assert.ok(clock.now - sent < 100, `${clock.now - sent} ms of evaluation came first`);
    }
    assert.deepEqual([rig.trainer.step, rig.frames.length], [0, 0]);
    const { progress } = await rig.until('frame');
    assert.equal(progress.step, 0);
    assert.deepEqual(rig.column('epoch'), [0]);
  });

  it('completes an epoch’s evaluation after the steps that it owes', async () => {
    make({ samples: 2000, onEvaluate: (samples) => spend(samples / 100) }).start({ paused: true });
    rig.send({ type: 'step', job: 1, steps: 4 });
    await rig.until('frame', () => rig.column('epoch').length === 2);
    assert.deepEqual([rig.column('epoch'), rig.trainer.step], [[0, 1], 4]);
  });

  it('stays ready for messages while it takes many steps in a pause', async () => {
    make({ epochs: 1_000_000, onStep: () => spend(0.05) }).start({ paused: true });
    rig.send({ type: 'step', job: 1, steps: 1_000_000 });
    while ((rig.trainers[0]?.step ?? 0) === 0) await wait(5);
    rig.send({ type: 'pause', job: 1 });
    for (let still = 0, before = -1; still < 20; before = rig.trainer.step) {
      await wait(2);
      still = rig.trainer.step === before ? still + 1 : 0;
    }
    assert.ok(rig.trainer.step < 1_000_000, 'it has stopped on the way');
  });

  it('brings a change to the trainer within 50 ms, however busy it is', async () => {
    const clock = new WorkClock();
    make({ epochs: 1_000_000, onStep: () => clock.spend(5) }, undefined, () => clock.now).start();
    await rig.until('frame');
    for (let i = 1; i <= 5; i++) {
      const sent = clock.now;
      rig.send({ type: 'change', job: 1, change: { ratio: i / 10 } });
      const { change } = await rig.until('changed', (one) => one.change.ratio === i / 10);
      assert.ok(clock.now - sent < 50, `${clock.now - sent} ms of training came first`);
      assert.deepEqual(rig.trainer.changes.at(-1), change);
    }
  });

  it('keeps a change that comes while the data loads', async () => {
    let loaded: (data: Dataset) => void = () => {};
    make({}, () => new Promise((resolve) => (loaded = resolve))).start({ paused: true });
    rig.send({ type: 'change', job: 1, change: { learningRate: 7 } });
    await wait(20);
    loaded(square());
    const { change } = await rig.until('changed');
    assert.deepEqual(change, { step: 1, learningRate: 7 });
  });

  it('stops on request, also while the data loads', async () => {
    make({ epochs: 1_000_000, onStep: () => spend(0.1) }).start();
    await rig.until('frame');
    rig.send({ type: 'stop', job: 1 });
    const { ending } = await rig.until('ended');
    assert.equal(ending.kind, 'stopped');
    assert.equal(ending.step, rig.trainer.step);
    const count = rig.messages.length;
    await wait(30);
    assert.equal(rig.messages.length, count);

    let loaded: (data: Dataset) => void = () => {};
    rig.close();
    make({}, () => new Promise((resolve) => (loaded = resolve))).start();
    rig.send({ type: 'stop', job: 1 });
    await rig.until('ended');
    loaded(square());
    await wait(20);
    assert.deepEqual(
      rig.messages.map(({ type }) => type),
      ['ended'],
    );
    assert.equal(rig.trainers.length, 0);
  });

  it('reports divergence as an ending', async () => {
    make({ divergeAt: 7 }).start();
    const { ending } = await rig.until('ended');
    assert.deepEqual([ending.kind, ending.step], ['diverged', 7]);
    assert.deepEqual(rig.column('epoch'), [0, 1]);
  });

  it('reports why the data could not be read', async () => {
    make({}, async () => {
      throw new Error('moons.csv: there is no such file');
    }).start();
    const failed = await rig.until('failed');
    assert.deepEqual([failed.step, failed.reason], [0, 'moons.csv: there is no such file']);
  });

  it('reports the step at which a trainer failed, and takes another job', async () => {
    make({
      onStep: (step) => {
        if (step === 13) throw new RangeError('no memory');
      },
    }).start();
    const failed = await rig.until('failed');
    assert.deepEqual([failed.step, failed.reason], [13, 'no memory']);
    rig.start({ job: 2, paused: true });
    await rig.until('started', ({ job }) => job === 2);
  });

  it('reports what fails after the last step, and does not go silent', async () => {
    const onPredict = () => {
      throw new RangeError('no memory');
    };
    const threeFeatures = async () => square(3);
    make({ widths: [3, 3, 2], onPredict }, threeFeatures).start();
    const failed = await rig.until('failed');
    assert.deepEqual([failed.step, failed.reason], [40, 'no memory']);
    assert.ok(rig.trainer.disposed);
  });

  it('drops a job replaced by another, and messages to it', async () => {
    make({ epochs: 1_000_000, onStep: () => spend(0.05) }).start();
    await rig.until('frame');
    rig.start({ job: 2 });
    await rig.until('started', ({ job }) => job === 2);
    const at = rig.messages.findIndex(({ job }) => job === 2);
    rig.send({ type: 'stop', job: 1 });
    await rig.until('frame', ({ job, progress }) => job === 2 && progress.step > 100);
    assert.ok(rig.messages.slice(at).every(({ job }) => job === 2));
    assert.ok(rig.trainers[0].disposed && !rig.trainers[1].disposed);
  });

  it('draws pictures only for those who look', async () => {
    make({ epochs: 1_000_000, onStep: () => spend(0.05) }).start();
    await rig.until('frame', ({ seq }) => seq === 3);
    assert.ok(rig.frames.every((frame) => !frame.boundary && !frame.network));
    rig.send({ type: 'observe', job: 1, observe: { boundary: true, network: true } });
    const { boundary, network } = await rig.until('frame', (frame) => frame.boundary !== undefined);
    assert.deepEqual([boundary!.columns, boundary!.rows], [64, 64]);
    assert.deepEqual([boundary!.winner![0], boundary!.winner![63], boundary!.strength![0]], [0, 1, 191]);
    assert.deepEqual(
      network!.sites.map(({ width }) => width),
      [2, 3, 2],
    );
    assert.deepEqual([...network!.sites[1].kept], [0, 1, 0]);
    assert.deepEqual([...network!.weights[1]], [0, 1, 2, 3, 4, 5]);
    assert.equal(network!.samples, 4);
    const [input, { pass }] = network!.sites;
    assert.deepEqual([...pass!.draws!], [0.25, 0.75, 0.25]);
    assert.deepEqual([...pass!.before], [0, 1, 2]);
    assert.deepEqual([...pass!.evaluation], [7, 7, 7]);
    assert.equal(input.pass!.gradients, undefined);
  });

  it('shows a dozen neurons of a wide site, evenly spaced, and no plane where there is none', async () => {
    make({ widths: [784, 30, 2] }, async () => square(784)).start({
      paused: true,
      observe: { boundary: true, network: true },
    });
    const { boundary, network } = await rig.until('frame');
    assert.equal(boundary, undefined);
    const [input, hidden, output] = network!.sites;
    assert.deepEqual([input.indices.length, hidden.indices.length, output.indices.length], [12, 12, 2]);
    const gaps = [...input.indices].slice(1).map((at, i) => at - input.indices[i]);
    assert.ok(Math.max(...gaps) - Math.min(...gaps) <= 1, gaps.join(' '));
    assert.equal(network!.weights[0][13], input.indices[1] * 30 + hidden.indices[1]);
  });

  it('draws numbers for a regression', async () => {
    make({ widths: [2, 3, 1] }, async () => square(2, 'regression')).start({
      paused: true,
      observe: { boundary: true, network: false },
    });
    const { boundary } = await rig.until('frame');
    assert.equal(boundary!.winner, undefined);
    assert.equal(boundary!.values!.length, 64 * 64);
  });

  it('lets go of the data and the trainer of a job that has ended, though no other job follows', async () => {
    let data: Dataset | undefined = square();
    const known = new WeakRef(data);
    make({ epochs: 3 }, async () => data!).start();
    await rig.until('ended');
    data = undefined;
    const trainer = new WeakRef(rig.trainers.pop()!);
    await wait(0);
    collectGarbage();
    assert.equal(known.deref(), undefined);
    assert.equal(trainer.deref(), undefined);
  });
});
