import assert from 'node:assert/strict';
import { Sweeper } from '../../src/host/sweeper';
import { FakeTrainers } from './fake-trainers';
import { experiment } from './fixtures';

describe('a sweep', () => {
  it('says that it has failed, and why, where no thread can be started', () => {
    const trainers = new FakeTrainers();
    const warned: string[] = [];
    const sweeper = new Sweeper(trainers, { info: () => {}, warn: (message) => warned.push(message) });
    trainers.failing = 'no thread could be started';
    assert.ok(sweeper.start('ratio', experiment(), null));
    assert.deepEqual(
      [sweeper.state?.status, sweeper.state?.reason],
      ['failed', 'no thread could be started'],
    );
    assert.equal(trainers.jobs.length, 1, 'one reason is enough');
    assert.equal(warned.length, 1);
    trainers.failing = undefined;
    sweeper.start('ratio', experiment(), null);
    assert.equal(sweeper.state?.status, 'running');
  });
});
