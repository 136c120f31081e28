import assert from 'node:assert/strict';
import { experiment, frame, member, progress, rows, runState, StoreBench, snapshot } from './support';

const RATIO = ['dropout', 'ratio'];

describe('view store: what the host says', () => {
  it('shows nothing before the first snapshot, and everything after it', () => {
    const bench = new StoreBench();
    const before = bench.store.experiment;
    assert.equal(before, undefined);
    assert.equal(bench.store.connection, 'waiting');
    bench.receive(snapshot({ series: [{ key: 'dropout:1', rows: rows(0, 9) }] }));
    assert.equal(bench.store.experiment?.dropout.ratio, 0.5);
    assert.equal(bench.store.connection, 'live');
    assert.equal(bench.store.series.get('dropout:1')?.count, 10);
  });

  it('knows what the controls say otherwise than the run', () => {
    const bench = new StoreBench();
    const gap = { run: 'run', differences: ['Seed: 2 instead of 1'], elsewhere: false, onlyRate: false };
    const heard: unknown[] = [];
    bench.store.subscribe(['gap'], () => heard.push(bench.store.gap));
    bench.receive(
      snapshot({ gap }),
      { type: 'state', state: { gap: null } },
      { type: 'state', state: { gap } },
    );
    bench.receive(snapshot());
    assert.deepEqual(heard, [gap, null, gap, null]);
  });

  it('lets no number run ahead of the curve that it is of', () => {
    const bench = new StoreBench();
    bench.receive(snapshot(), frame(0, rows(0, 4), { progress: progress(16) }));
    const ahead = (status: 'running' | 'paused') =>
      runState({ members: [member('dropout:1', { status, progress: progress(80) })] });
    bench.receive({ type: 'state', state: { run: ahead('running') } });
    assert.equal(bench.store.progress.get('dropout:1')?.step, 16);
    bench.receive({ type: 'state', state: { run: ahead('paused') } });
    assert.equal(bench.store.progress.get('dropout:1')?.step, 80);
  });

  it('appends frames, and takes rows twice without harm', () => {
    const bench = new StoreBench();
    bench.receive(snapshot(), frame(0, rows(0, 4)), frame(3, rows(3, 7)), frame(0, rows(0, 2)));
    const series = bench.store.series.get('dropout:1')!;
    assert.equal(series.count, 8);
    assert.deepEqual(
      Array.from({ length: 8 }, (_, index) => series.at(index, 0)),
      [0, 1, 2, 3, 4, 5, 6, 7],
    );
  });

  it('acknowledges every frame, and drops those of another run', () => {
    const bench = new StoreBench();
    bench.receive(snapshot(), frame(0, rows(0, 4), { run: 'other', seq: 7 }));
    assert.deepEqual(bench.acknowledged, [7]);
    assert.equal(bench.store.series.size, 0);
  });

  it('asks once for a snapshot when rows are missing, and changes nothing', () => {
    const bench = new StoreBench();
    bench.pass(5_000);
    bench.receive(snapshot(), frame(5, rows(5, 6)), frame(7, rows(7, 8)));
    assert.equal(bench.take('ready').length, 1);
    assert.equal(bench.store.series.get('dropout:1')?.count ?? 0, 0);
    bench.pass(1_500);
    bench.receive(frame(9, rows(9, 9)));
    assert.equal(bench.take('ready').length, 2, 'asks again when no answer came');
  });

  it('asks for a snapshot when another run comes up', () => {
    const bench = new StoreBench();
    bench.pass(5_000);
    bench.receive(snapshot(), { type: 'state', state: { run: runState({ id: 'next' }) } });
    assert.equal(bench.store.run?.id, 'run');
    assert.equal(bench.take('ready').length, 1);
  });

  it('never lets progress go back', () => {
    const bench = new StoreBench();
    bench.receive(snapshot(), frame(0, rows(0, 0), { progress: progress(40) }));
    const late = runState({ members: [member('dropout:1', { progress: progress(20) })] });
    bench.receive({ type: 'state', state: { run: late } });
    assert.equal(bench.store.progress.get('dropout:1')?.step, 40);
  });

  it('shows the network of the leading member with dropout', () => {
    const bench = new StoreBench();
    const network = (step: number) => ({ step, sites: [], weights: [] });
    bench.receive(
      snapshot({ network: network(1) }),
      frame(0, rows(0, 0), { member: 'baseline:1', network: network(2) }),
    );
    assert.equal(bench.store.network?.step, 1);
    bench.receive(frame(0, rows(0, 0), { network: network(3) }));
    assert.equal(bench.store.network?.step, 3);
  });

  it('tells listeners of a topic, once a message, until they leave', () => {
    const bench = new StoreBench();
    let calls = 0;
    const leave = bench.store.subscribe(['series', 'progress'], () => {
      calls += 1;
    });
    bench.receive(snapshot());
    assert.equal(calls, 1);
    bench.receive(frame(0, rows(0, 0)));
    assert.equal(calls, 2);
    bench.receive({ type: 'heartbeat' }, { type: 'state', state: { runs: [] } });
    leave();
    bench.receive(frame(1, rows(1, 1)));
    assert.equal(calls, 2);
  });
});

describe('view store: edits', () => {
  const withRatio = (ratio: number) => ({
    type: 'state' as const,
    state: { experiment: experiment({ dropout: { ratio } }) },
  });
  const ratioOf = (bench: StoreBench) => bench.store.experiment?.dropout.ratio;

  it('shows an edit at once and sends a drag at most every 16 ms, the last value always', () => {
    const bench = new StoreBench();
    bench.receive(snapshot());
    for (let at = 0; at < 100; at += 1) {
      bench.store.edit(RATIO, at / 100);
      assert.equal(ratioOf(bench), at / 100);
      bench.pass(1);
    }
    bench.pass(20);
    const edits = bench.take('edit');
    assert.ok(edits.length <= 8, `${edits.length} edits in 100 ms`);
    assert.deepEqual(edits.at(-1), { type: 'edit', path: RATIO, value: 0.99 });
  });

  it('does not jump back when an older edit is echoed', () => {
    const bench = new StoreBench();
    bench.receive(snapshot());
    bench.store.edit(RATIO, 0.2);
    bench.pass(20);
    bench.store.edit(RATIO, 0.4);
    bench.receive(withRatio(0.2));
    assert.equal(ratioOf(bench), 0.4);
    bench.receive(withRatio(0.4));
    bench.receive(withRatio(0.1));
    assert.equal(ratioOf(bench), 0.1, 'confirmed: the host is believed again');
  });

  it('believes the host again when an edit was never confirmed', () => {
    const bench = new StoreBench();
    bench.receive(snapshot());
    bench.store.edit(RATIO, 0.2);
    bench.pass(1_200);
    assert.equal(ratioOf(bench), 0.5);
  });

  it('takes back what was refused, however deep the refusal points, and says why', () => {
    const bench = new StoreBench();
    bench.receive(snapshot());
    bench.store.edit(['network', 'hidden'], [0]);
    bench.receive({ type: 'refused', path: ['network', 'hidden', 0], message: 'at least 1' });
    assert.deepEqual(bench.store.experiment?.network.hidden, [128, 128]);
    assert.equal(bench.store.refusal?.message, 'at least 1');
    bench.store.dismissRefusal();
    assert.equal(bench.store.refusal, null);
  });

  it('sends what is waiting before a command', () => {
    const bench = new StoreBench();
    bench.receive(snapshot());
    bench.store.edit(RATIO, 0.1);
    bench.store.edit(RATIO, 0.3);
    bench.store.command('run');
    assert.deepEqual(bench.posted.slice(-2), [
      { type: 'edit', path: RATIO, value: 0.3 },
      { type: 'command', command: 'run' },
    ]);
  });
});

describe('view store: the compared run', () => {
  const compared = {
    run: runState({ id: 'kept', name: 'kept' }),
    series: [{ key: 'dropout:1', rows: rows(0, 9) }],
  };

  it('is known with its curves, from a snapshot and from a message, until it is let go', () => {
    const bench = new StoreBench();
    bench.receive(snapshot({ compared: [compared] }));
    assert.equal(bench.store.compared[0]?.series.get('dropout:1')?.count, 10);
    bench.receive({ type: 'state', state: { compared: [] } });
    assert.equal(bench.store.compared.length, 0);
    bench.receive({ type: 'state', state: { compared: [compared] } });
    const names = bench.store.compared.map(({ run }) => run.name);
    assert.deepEqual(names, ['kept']);
    assert.equal(bench.store.series.size, 0, 'its curves are not those of the run on the screen');
  });

  it('is the run on the screen where a person keeps it', () => {
    const bench = new StoreBench();
    bench.store.compare();
    assert.deepEqual(bench.take('compare'), [], 'there is none yet');
    bench.receive(snapshot({ run: runState({ id: 'now' }) }));
    bench.store.compare();
    assert.deepEqual(bench.take('compare'), [{ type: 'compare', run: 'now' }]);
    bench.store.compareNoLonger('now');
    bench.store.compareNoLonger(null);
    assert.deepEqual(
      bench.take('compareNoLonger'),
      ['now', null].map((run) => ({ type: 'compareNoLonger', run })),
    );
  });
});

describe('view store: connection', () => {
  const beat = (bench: StoreBench, seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      bench.pass(1_000);
      bench.store.checkConnection();
    }
  };

  it('is lost after three silent seconds, and everything is asked for when the host is back', () => {
    const bench = new StoreBench();
    bench.receive(snapshot());
    beat(bench, 3);
    assert.equal(bench.store.connection, 'live');
    beat(bench, 1);
    assert.equal(bench.store.connection, 'lost');
    bench.receive({ type: 'heartbeat' });
    assert.equal(bench.store.connection, 'live');
    assert.equal(bench.take('ready').length, 1);
  });

  it('is not lost because the machine slept', () => {
    const bench = new StoreBench();
    bench.receive(snapshot());
    beat(bench, 1);
    bench.pass(3_600_000);
    bench.store.checkConnection();
    assert.equal(bench.store.connection, 'live');
  });

  it('says what it looks at once, and again to a host that is asked anew', () => {
    const bench = new StoreBench();
    bench.store.observe({ boundary: true, network: false });
    bench.store.observe({ boundary: true, network: false });
    assert.equal(bench.take('observe').length, 1);
    bench.store.retry();
    assert.equal(bench.take('observe').length, 2);
  });
});

describe('view store: while nobody answers', () => {
  /** Silent for longer than the host ever is. */
  function alone(): StoreBench {
    const bench = new StoreBench();
    bench.receive(snapshot());
    for (let second = 0; second < 5; second++) {
      bench.pass(1_000);
      bench.store.checkConnection();
    }
    bench.posted.length = 0;
    return bench;
  }

  const ASKED: Readonly<Record<string, (store: StoreBench['store']) => void>> = {
    command: (store) => store.command('stop'),
    edit: (store) => store.edit(RATIO, 0.25),
    startSweep: (store) => store.startSweep('ratio'),
    pauseSweep: (store) => store.pauseSweep(),
    exportChart: (store) => store.exportChart('loss'),
    actOnDocument: (store) => store.actOnDocument('show'),
    selectRun: (store) => store.selectRun('other'),
    compare: (store) => store.compare(),
    compareNoLonger: (store) => store.compareNoLonger(null),
    openScenario: (store) => store.openScenario('classic'),
  };

  for (const [name, ask] of Object.entries(ASKED))
    it(`sends nothing that a person asks for, now or later: ${name}`, () => {
      const bench = alone();
      assert.equal(bench.store.isAlone, true);
      ask(bench.store);
      bench.pass(3_000);
      assert.deepEqual(bench.posted, []);
      bench.receive({ type: 'heartbeat' });
      bench.pass(3_000);
      assert.deepEqual(
        bench.posted.map(({ type }) => type),
        ['ready'],
      );
    });

  it('shows what is, and no edit that was not taken', () => {
    const { store } = alone();
    store.edit(RATIO, 0.25);
    assert.equal(store.experiment?.dropout.ratio, 0.5);
    assert.equal(store.run?.id, 'run');
  });

  it('asks for everything when the host speaks again, and takes edits', () => {
    const bench = alone();
    bench.receive({ type: 'heartbeat' });
    assert.equal(bench.take('ready').length, 1);
    assert.equal(bench.store.isAlone, false);
    bench.store.edit(RATIO, 0.25);
    bench.pass(100);
    assert.equal(bench.take('edit').length, 1);
  });
});
