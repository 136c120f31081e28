import assert from 'node:assert/strict';
import type { Trainer } from '../../src/core/trainer-types';
import type { FromWorker } from '../../src/protocol';
import { FrameSender } from '../../src/worker/frame-sender';
import { Slices } from '../../src/worker/slices';
import { type FakeOptions, FakeTrainer, square } from './fake-trainer';

/** A clock that goes only as far as it is moved. */
class Clock {
  time = 0;
  now = () => this.time;
  soon = () => {};
}

function sliced(clock: Clock, options: FakeOptions) {
  const fake = new FakeTrainer(options);
  const trainer = fake as unknown as Trainer;
  const slices = new Slices(clock);
  return { fake, slice: (most?: number) => slices.run(trainer, () => {}, most) };
}

describe('slices', () => {
  for (const cost of [0.001, 0.05, 1, 3, 7.9]) {
    it(`end after 8 to 12 ms when a step takes ${cost} ms`, () => {
      const clock = new Clock();
      const { slice } = sliced(clock, {
        stepsPerEpoch: 50,
        epochs: 1e6,
        onStep: () => {
          clock.time += cost;
        },
      });
      for (let i = 0; i < 200; i++) {
        const { milliseconds } = slice();
        assert.ok(milliseconds >= 8 && milliseconds < 8 + Math.max(4.01, cost), `${milliseconds} ms`);
      }
    });
  }

  it('are single steps where a step takes long', () => {
    const clock = new Clock();
    const { fake, slice } = sliced(clock, {
      epochs: 1e6,
      onStep: () => {
        clock.time += 100;
      },
    });
    for (let i = 0; i < 20; i++) assert.deepEqual(slice(), { steps: 1, milliseconds: 100 });
    assert.ok(fake.calls.every((steps) => steps === 1));
  });

  it('call the trainer once an epoch for a tiny network, after the first few', () => {
    const clock = new Clock();
    const { fake, slice } = sliced(clock, {
      stepsPerEpoch: 4,
      epochs: 1e6,
      onStep: () => {
        clock.time += 0.002;
      },
    });
    slice();
    fake.calls.length = 0;
    slice();
    assert.ok(fake.calls.length > 100 && fake.calls.every((steps) => steps === 4));
  });

  it('share an evaluation out, however slow its samples are, and let messages wait 12 ms at the most', () => {
    for (const cost of [0.01, 0.1, 1]) {
      const clock = new Clock();
      const { fake, slice } = sliced(clock, {
        samples: 10_000,
        epochs: 1e6,
        onStep: () => {
          clock.time += 1;
        },
        onEvaluate: (samples) => {
          clock.time += samples * cost;
        },
      });
      // The first part of all is a guess.
      while (fake.step < 4 || !fake.evaluating) slice();
      slice();
      for (let i = 0; i < 1000; i++) {
        const { milliseconds } = slice();
        assert.ok(milliseconds < 12.1, `${milliseconds} ms`);
      }
      assert.ok(fake.epoch >= (cost < 1 ? 5 : 1));
    }
  });

  it('complete an evaluation beyond the steps that they may take', () => {
    const clock = new Clock();
    const onEvaluate = (samples: number) => {
      clock.time += samples / 10;
    };
    const { fake, slice } = sliced(clock, { samples: 1000, onEvaluate });
    slice(4);
    assert.equal(fake.step, 4);
    assert.ok(fake.evaluating);
    for (let i = 0; i < 30 && fake.evaluating; i++) slice(0);
    assert.ok(!fake.evaluating);
    assert.equal(fake.step, 4);
  });

  it('take no more steps than they may', () => {
    const { fake, slice } = sliced(new Clock(), { stepsPerEpoch: 50, epochs: 10 });
    slice(7);
    assert.equal(fake.step, 7);
    slice(50);
    assert.equal(fake.step, 57);
  });
});

describe('pictures', () => {
  it('cost less than a tenth of the training time', () => {
    const clock = new Clock();
    let [painted, pictures] = [0, 0];
    const fake = new FakeTrainer({
      epochs: 1e6,
      onPredict: () => {
        clock.time += 30;
        painted += 30;
        pictures++;
      },
    });
    const messages: FromWorker[] = [];
    const frames = new FrameSender(1, 1e6, fake as unknown as Trainer, square(), {
      now: clock.now,
      soon: clock.soon,
      post: (message) => {
        messages.push(message);
      },
    });
    let trained = 0;
    for (let i = 0; i < 2000; i++) {
      trained += 8;
      clock.time += 8;
      frames.send({ boundary: true, network: true }, trained);
      frames.acknowledge();
    }
    assert.ok(pictures > 10, 'they are drawn');
    assert.ok(painted < 0.1 * trained, `${painted} ms of ${trained} ms`);
    assert.ok(messages.length > 200, 'the curves do not wait for them');
  });
});
