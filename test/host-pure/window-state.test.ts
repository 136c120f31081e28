import assert from 'node:assert/strict';
import { WindowState } from '../../src/host/state';
import { RunStore } from '../../src/host/store/run-store';
import { experiment } from './fixtures';

describe('what a window remembers of itself', () => {
  it('is the set-up, with what has to be said of its data', () => {
    const kept = new Map<string, unknown>();
    const memento = {
      keys: () => [...kept.keys()],
      get: (key: string) => structuredClone(kept.get(key)),
      update: async (key: string, value: unknown) => void kept.set(key, value),
    } as ConstructorParameters<typeof WindowState>[0];
    const nothing = () => {};
    const store = new RunStore({ folder: null, log: nothing, onNotKept: nothing });
    const before = new WindowState(memento, '/here');
    const setup = before.restoreSetup();
    before.follow(setup, store);
    setup.replace(experiment({ seed: 5 }), '/there');
    setup.noteData('Not your data.');
    before.dispose();
    const after = new WindowState(memento, '/here').restoreSetup();
    assert.deepEqual(after.state, setup.state);
    assert.equal(after.dataNote, 'Not your data.');
  });
});
