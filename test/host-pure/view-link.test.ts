import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { Emitter } from '../../src/host/store/emitter';
import type { Run } from '../../src/host/store/run';
import { RunStore } from '../../src/host/store/run-store';
import { ViewLink, type ViewPort, type ViewRequest, type ViewSource } from '../../src/host/view-link';
import type { ToView } from '../../src/protocol';
import { COLUMNS } from '../../src/report/curve';
import { experiment, fakeSlices, progress, rows, run } from './fixtures';

type Frame = Extract<ToView, { type: 'frame' }>;

class FakePort implements ViewPort {
  readonly name = 'panel';
  readonly posted: ToView[] = [];
  readonly messages = new Emitter<unknown>();
  readonly visibility = new Emitter<void>();
  readonly onMessage = this.messages.event;
  readonly onDidChangeVisible = this.visibility.event;
  visible = true;
  curves = true;

  post(message: ToView): void {
    this.posted.push(message);
  }

  of<T extends ToView['type']>(type: T): Extract<ToView, { type: T }>[] {
    return this.posted.filter((message) => message.type === type) as Extract<ToView, { type: T }>[];
  }

  show(visible: boolean): void {
    this.visible = visible;
    this.visibility.fire();
  }
}

function grow(store: RunStore, going: Run, from: number, count: number): void {
  const [member] = going.members;
  member.curve.append(rows(from, count));
  member.progress = progress(from + count);
  store.grew(going, member);
}

/** Lets so many milliseconds pass on a clock that stands still otherwise. */
async function pass(milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 2) {
    mock.timers.tick(Math.min(2, left));
    await setImmediate();
  }
}

/** Lets time pass until a condition comes true. */
async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 2) {
    assert.ok(waited < 2_000, `not within 2 s: ${condition}`);
    await pass(2);
  }
}

describe('a view’s link', () => {
  let port: FakePort;
  let store: RunStore;
  let link: ViewLink;
  let source: ViewSource;
  let observations: number;
  const requests: ViewRequest[] = [];
  const warnings: string[] = [];
  const errors: string[] = [];

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
    for (const list of [requests, warnings, errors]) list.length = 0;
    observations = 0;
    port = new FakePort();
    const nothing = () => {};
    store = new RunStore({ folder: null, log: nothing, onNotKept: nothing });
    source = {
      store,
      slices: fakeSlices(store),
      opened: Promise.resolve(),
      log: { warn: (message) => warnings.push(message), error: (message) => errors.push(message) },
      handle: async (message) => {
        requests.push(message);
        if (message.type === 'command' && message.command === 'stop') throw new Error('no');
      },
    };
    link = new ViewLink(port, source, () => {
      observations += 1;
    });
  });
  afterEach(() => {
    link.dispose();
    mock.timers.reset();
  });

  const ready = async () => {
    const before = port.of('snapshot').length;
    port.messages.fire({ type: 'ready' });
    await until(() => port.of('snapshot').length > before);
  };

  it('answers `ready` with everything there is', async () => {
    const going = run();
    store.add(going);
    await ready();
    const [snapshot] = port.of('snapshot');
    assert.equal(snapshot.run?.id, going.id);
    assert.deepEqual(snapshot.series, going.series());
    assert.equal(snapshot.runs.length, 1);
    assert.equal(observations, 1);
  });

  it('shows a file beside the one of the set-up with its own run, and gives it the set-up where something is asked', async () => {
    const [current, own] = [run(), run()];
    store.add(own);
    store.add(current);
    const asked: string[] = [];
    let isBeside = true;
    const changed = new Emitter<void>();
    const beside = new FakePort();
    Object.assign(beside, {
      document: {
        get state() {
          return { name: 'b', dirty: false, own: true, state: isBeside ? 'elsewhere' : 'shown' };
        },
        get still() {
          return isBeside ? { experiment: { ...experiment(), name: 'b' }, run: own } : null;
        },
        onDidChange: changed.event,
        act: (action: string) => asked.push(action),
      },
    });
    const second = new ViewLink(beside, source, () => {});
    beside.messages.fire({ type: 'ready' });
    await until(() => beside.of('snapshot').length === 1);
    const [snapshot] = beside.of('snapshot');
    assert.deepEqual([snapshot.run?.id, snapshot.experiment.name], [own.id, 'b']);
    beside.messages.fire({ type: 'edit', path: ['seed'], value: 3 });
    await until(() => asked.length === 1);
    assert.deepEqual(asked, ['show']);
    assert.deepEqual(requests, [], 'nothing is written into the other file');
    isBeside = false;
    changed.fire();
    await until(() => beside.of('snapshot').at(-1)?.run?.id === current.id);
    second.dispose();
  });

  it('says what a message to its charts is about before the message', async () => {
    const ask = { type: 'drawChart', request: 1, chart: 'loss', format: 'svg', appearance: 'light' } as const;
    store.add(run());
    port.messages.fire({ type: 'ready' });
    await until(() => link.postToCharts(ask));
    assert.deepEqual(
      port.posted.map(({ type }) => type),
      ['snapshot', 'drawChart'],
    );
    const next = run();
    store.add(next);
    assert.ok(link.postToCharts(ask));
    assert.deepEqual(port.of('snapshot').at(-1)?.run?.id, next.id);
    assert.equal(port.posted.at(-1)?.type, 'drawChart');
  });

  it('says nothing before `ready`', async () => {
    store.add(run());
    await pass(120);
    assert.deepEqual(port.posted, []);
  });

  it('coalesces what a member says, at most two frames unacknowledged', async () => {
    const going = run();
    store.add(going);
    await ready();
    for (let at = 0; at < 200; at++) {
      grow(store, going, 5 + at, 1);
      await pass(2);
    }
    await pass(100);
    assert.equal(port.of('frame').length, 2, 'the view has acknowledged none');
    const last = () => port.of('frame').at(-1) as Frame;
    port.messages.fire({ type: 'ack', seq: last().seq });
    await until(() => port.of('frame').length === 3);
    const frames = port.of('frame');
    assert.deepEqual(
      frames.flatMap(({ rows: sent }) => [...sent].filter((_, index) => index % COLUMNS === 0)),
      Array.from({ length: 200 }, (_, at) => 5 + at),
      'every row, once, in order',
    );
    assert.deepEqual(
      frames.map(({ first }) => first),
      [5, 5 + frames[0].rows.length / COLUMNS, 5 + (frames[0].rows.length + frames[1].rows.length) / COLUMNS],
    );
  });

  it('sends at most 20 frames a second, however fast the view reads', async () => {
    const going = run();
    store.add(going);
    await ready();
    for (let at = 0; at < 500; at++) {
      grow(store, going, 5 + at, 1);
      await pass(2);
      const last = port.of('frame').at(-1);
      if (last) port.messages.fire({ type: 'ack', seq: last.seq });
    }
    const { length } = port.of('frame');
    assert.ok(length <= 20 && length > 15, `${length} frames in a second`);
  });

  it('tells of all members and of the run’s state at one moment, however slowly a view reads', async () => {
    const going = run();
    store.add(going);
    await ready();
    const [dropout, baseline] = going.members;
    const advance = (member: typeof dropout, epoch: number) => {
      member.curve.append(rows(epoch, 1));
      member.progress = progress(epoch);
      store.grew(going, member);
    };
    for (let epoch = 5; epoch < 7; epoch++) {
      advance(dropout, epoch);
      await until(() => port.of('frame').at(-1)?.progress.step === epoch);
    }
    // Two frames wait to be read: nothing of the other member, and no state, may run ahead of them.
    advance(baseline, 90);
    going.paused = true;
    store.changed(going);
    await pass(120);
    assert.equal(port.of('frame').length, 2);
    assert.equal(
      port.of('state').some(({ state }) => state.run?.status === 'paused'),
      false,
    );
    port.messages.fire({ type: 'ack', seq: port.of('frame').at(-1)!.seq });
    await until(() => port.of('state').some(({ state }) => state.run?.status === 'paused'));
    await until(() => port.of('frame').at(-1)?.member === baseline.key);
  });

  it('posts nothing to a hidden view, and everything when it is back', async () => {
    const going = run();
    store.add(going);
    await ready();
    port.show(false);
    const before = port.posted.length;
    grow(store, going, 5, 1_000);
    store.changed(going);
    await pass(1_200);
    assert.equal(port.posted.length, before, 'not even a heartbeat');
    assert.deepEqual(link.observation, { boundary: false, network: false });
    port.show(true);
    await ready();
    assert.equal(port.of('snapshot').at(-1)?.series[0].rows.length, 1_005 * COLUMNS);
  });

  it('beats while it is visible', async () => {
    await ready();
    await pass(1_100);
    assert.ok(port.of('heartbeat').length >= 1);
  });

  it('sends a snapshot when another run comes on the screen, and never a frame of the run before', async () => {
    const [one, two] = [run(), run()];
    store.add(one);
    await ready();
    store.add(two);
    grow(store, one, 5, 10);
    grow(store, two, 5, 10);
    await until(() => port.of('snapshot').length === 2);
    grow(store, one, 15, 10);
    grow(store, two, 15, 10);
    await until(() => port.of('frame').length > 0);
    assert.deepEqual(new Set(port.of('frame').map((frame) => frame.run)), new Set([two.id]));
  });

  it('sends a snapshot when a curve has thinned itself', async () => {
    const going = run();
    store.add(going);
    await ready();
    grow(store, going, 5, 50_000);
    await until(() => port.of('snapshot').length === 2);
    const { series } = port.of('snapshot')[1];
    assert.ok(series[0].rows.length / COLUMNS < 50_000);
  });

  it('spares a view without charts the curves', async () => {
    port.curves = false;
    const going = run();
    store.add(going);
    await ready();
    assert.deepEqual(port.of('snapshot')[0].series, []);
    grow(store, going, 5, 50_000);
    store.changed(going);
    await until(() => port.of('state').some(({ state }) => state.run));
    await pass(120);
    assert.equal(port.of('frame').length, 0);
    assert.equal(port.of('snapshot').length, 1);
  });

  it('sends a picture once', async () => {
    const going = run();
    store.add(going);
    await ready();
    going.members[0].boundary = { columns: 1, rows: 1, bounds: [0, 1, 0, 1] };
    grow(store, going, 5, 1);
    await until(() => port.of('frame').length === 1);
    grow(store, going, 6, 1);
    await until(() => port.of('frame').length === 2);
    assert.deepEqual(
      port.of('frame').map(({ boundary }) => boundary !== undefined),
      [true, false],
    );
  });

  it('passes on what fits the protocol, and ignores and logs what does not', async () => {
    const bad: unknown[] = [
      null,
      42,
      'ready',
      {},
      { type: 'nobody' },
      { type: 'edit', path: 'dropout.ratio', value: 1 },
      { type: 'edit', path: Array(9).fill('x'), value: 1 },
      { type: 'command', command: 'workbench.action.quit' },
      { type: 'renameRun', run: 'x', name: 'y'.repeat(201) },
      { type: 'ready', extra: 1 },
      { type: 'error', message: 'x'.repeat(10_001) },
    ];
    for (const message of bad) port.messages.fire(message);
    await pass(10);
    assert.deepEqual(requests, []);
    assert.equal(warnings.length, bad.length);
    port.messages.fire({ type: 'edit', path: ['dropout', 'ratio'], value: 0.2 });
    port.messages.fire({ type: 'error', message: 'boom' });
    await pass(10);
    assert.equal(requests.length, 1);
    assert.match(errors[0], /boom/);
  });

  it('survives anything, and does not fill the log', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (message) => {
        port.messages.fire(message);
      }),
      { numRuns: 500 },
    );
    await pass(10);
    assert.equal(warnings.length, 20);
  });

  it('logs a request that fails, and goes on', async () => {
    port.messages.fire({ type: 'command', command: 'stop' });
    await pass(10);
    assert.match(errors[0], /stop|no/);
    await ready();
  });

  it('is silent once it is disposed of', async () => {
    const going = run();
    store.add(going);
    await ready();
    const before = port.posted.length;
    grow(store, going, 5, 1);
    link.dispose();
    grow(store, going, 6, 1);
    port.messages.fire({ type: 'ready' });
    await pass(1_200);
    assert.equal(port.posted.length, before);
  });
});
