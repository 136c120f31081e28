import assert from 'node:assert/strict';
import { OrderedProgress } from '../../src/cli/progress';
import { finalRecord, type MemberResult } from '../../src/cli/train';
import { EPOCH_COLUMNS } from '../../src/core/trainer-types';
import type { MemberId } from '../../src/experiment/label';
import type { FromWorker } from '../../src/protocol';

const ids: MemberId[] = [1, 2].map((seed) => ({ key: `dropout:${seed}`, variant: 'dropout', seed }));
const column = (name: (typeof EPOCH_COLUMNS)[number]) => EPOCH_COLUMNS.indexOf(name);

/** A frame of epochs `first` …; the loss is lowest at `best`. */
function frame(first: number, count: number, best = 0): Extract<FromWorker, { type: 'frame' }> {
  const rows = new Float64Array(count * EPOCH_COLUMNS.length).fill(Number.NaN);
  for (let row = 0; row < count; row++) {
    rows[row * EPOCH_COLUMNS.length + column('epoch')] = first + row;
    rows[row * EPOCH_COLUMNS.length + column('testLoss')] = 1 + Math.abs(first + row - best);
  }
  const progress = { step: 0, epoch: 0, totalSteps: 0, totalEpochs: 0, samplesPerSecond: 0, secondsLeft: 0 };
  return { type: 'frame', job: 1, seq: 0, rows, progress };
}

const ended: FromWorker = {
  type: 'ended',
  job: 1,
  ending: { kind: 'completed', step: 0, epoch: 0, seconds: 0 },
};

/** A progress of two members; `seen`: what was passed on; `acks`: how many frames of each were acknowledged. */
function rig(
  stdout = { write: () => true, writableNeedDrain: false, once: (_: string, __: () => void) => {} },
) {
  const seen: [number, number][] = [];
  const acks = [0, 0];
  const progress = new OrderedProgress(
    ids,
    { started: () => {}, epoch: ({ seed }, { epoch }) => void seen.push([seed, epoch]) },
    stdout,
  );
  const hear = (index: number, message: FromWorker) => progress.receive(index, message, () => acks[index]++);
  return { progress, seen, acks, hear };
}

describe('progress of a run on the command line', () => {
  it('passes on a million epochs that came in one frame, and keeps the best and the last', () => {
    const { progress, seen, hear } = rig();
    hear(0, frame(0, 1_000_001, 777_777));
    hear(0, ended);
    assert.equal(seen.length, 1_000_000);
    assert.deepEqual(seen.at(-1), [1, 1_000_000]);
    const course = progress.course(0);
    assert.equal(course.best?.epoch, 777_777);
    assert.equal(course.final(undefined)?.epoch, 1_000_000);
    assert.equal(course.final(777_777)?.epoch, 777_777);
    assert.equal(course.final(0)?.epoch, 0);
    assert.ok(course.records().length <= 50_001, 'what is kept does not grow with the epochs');
    assert.equal(course.records().at(-1)?.epoch, 1_000_000);
  });

  it('lets a member go on that waits for its turn while the one before waits for its memory', () => {
    const { acks, hear } = rig();
    hear(1, frame(0, 1_000_000));
    hear(1, frame(1_000_000, 10));
    assert.deepEqual(acks, [0, 2], 'it ends sooner or later, and makes room');
  });

  it('reports one member after another', () => {
    const { seen, hear } = rig();
    hear(1, frame(0, 3));
    hear(0, frame(0, 2));
    hear(1, ended);
    assert.deepEqual(seen, [[1, 1]]);
    hear(0, ended);
    assert.deepEqual(seen, [
      [1, 1],
      [2, 1],
      [2, 2],
    ]);
  });

  it('lets a worker wait whose turn has not come, once much is held for it', () => {
    const { acks, hear } = rig();
    hear(0, frame(0, 1));
    hear(1, frame(0, 10));
    assert.deepEqual(acks, [1, 1]);
    hear(1, frame(10, 1_000_000));
    assert.deepEqual(acks, [1, 1]);
    hear(0, frame(1, 10));
    assert.deepEqual(acks, [2, 1], 'whose turn it is goes on');
    hear(0, ended);
    assert.deepEqual(acks, [2, 2]);
  });

  it('lets the workers wait for a reader that is slow', () => {
    let drained = () => {};
    const stdout = {
      write: () => false,
      writableNeedDrain: true,
      once: (_: string, listener: () => void) => {
        drained = listener;
      },
    };
    const { acks, hear } = rig(stdout);
    hear(0, frame(0, 10));
    hear(0, frame(10, 10));
    assert.deepEqual(acks, [0, 0]);
    stdout.writableNeedDrain = false;
    drained();
    assert.deepEqual(acks, [2, 0]);
  });

  it('has no moment for a training that was stopped before it evaluated any', () => {
    const { progress } = rig();
    const result: MemberResult = { ...ids[0], course: progress.course(0) };
    assert.equal(finalRecord(result), undefined);
  });
});
