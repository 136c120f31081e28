import assert from 'node:assert/strict';
import { slicesOf } from '../../src/host/slices';
import { Emitter } from '../../src/host/store/emitter';
import { RunStore } from '../../src/host/store/run-store';
import { NOTHING_YET, SLICES, type ViewState } from '../../src/protocol';
import { experiment, run } from './fixtures';

describe('slices of what views show', () => {
  const nothing = () => {};
  const store = new RunStore({ folder: null, log: nothing, onNotKept: nothing });
  const changed = new Emitter<void>();
  const keeper = <T>(state: T) => ({ state, onDidChange: changed.event });
  const slices = slicesOf({
    setup: {
      experiment: experiment(),
      onDidChange: (listener) => changed.event(() => listener({} as never)),
    },
    settings: { preferences: NOTHING_YET.preferences, onDidChange: changed.event },
    store,
    sweeps: keeper<ViewState['sweeps']>([]),
    fairComparer: keeper<ViewState['fair']>(null),
    rateFinder: keeper<ViewState['rateRange']>(null),
    figures: keeper<ViewState['figure']>(null),
    trainingLogs: keeper<ViewState['logs']>(null),
    studies: keeper<ViewState['study']>(null),
    tryRunner: keeper<ViewState['tried']>(null),
    openFile: keeper<ViewState['code']>({ file: 'train.py', changes: 1 }),
    documents: keeper<ViewState['document']>(null),
    comparison: keeper<ViewState['compared']>([]),
    beside: keeper<ViewState['trainings']>([]),
    gap: keeper<ViewState['gap']>(null),
  });

  it('have each a value, and are told of', () => {
    const told = new Set<string>();
    const held = SLICES.map((name) => slices[name].onDidChange(() => told.add(name)));
    changed.fire();
    const going = run();
    store.add(going);
    store.changed(going);
    assert.deepEqual(told, new Set(SLICES));
    assert.equal(slices.code.get()?.file, 'train.py');
    assert.equal(slices.run.get()?.id, going.id);
    assert.equal(slices.runs.get().length, 1);
    assert.deepEqual(slices.experiment.get(), experiment());
    for (const one of held) one.dispose();
  });

  it('have the newest hundred runs, also those that are over, and not thousands', () => {
    for (let at = 0; at < 120; at++) {
      const over = run();
      for (const member of over.members) member.status = 'ended';
      store.add(over);
    }
    assert.equal(slices.runs.get().filter(({ status }) => status === 'completed').length, 100);
  });
});
