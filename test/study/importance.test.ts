import assert from 'node:assert/strict';
import type { Dimension } from '../../src/core/search/distribution';
import { importanceOf } from '../../src/core/search/importance';
import type { PastTrial } from '../../src/core/search/sampler';
import { createRandom } from '../../src/core/search/samplers/random';
import { readFixture } from './fixtures';

interface Fixture {
  readonly dimensions: readonly Dimension[];
  readonly studies: readonly {
    readonly trials: readonly PastTrial[];
    readonly divergence: Readonly<Record<string, number>>;
  }[];
}

const { dimensions, studies } = readFixture<Fixture>('importance.json');

describe('importance of settings', () => {
  for (const { trials, divergence } of studies) {
    it(`is that of Optuna 5 in ${trials.length} trials`, () => {
      const importance = importanceOf(dimensions, trials);
      assert.ok(importance.kind === 'importance');
      for (const { name, divergence: ours } of importance.settings) {
        const theirs = divergence[name]!;
        assert.ok(Math.abs(ours - theirs) <= 1e-9 * Math.max(1e-3, theirs), `${name}: ${ours}, ${theirs}`);
      }
      const shares = importance.settings.reduce((sum, { share }) => sum + share, 0);
      assert.ok(Math.abs(shares - 1) < 1e-12);
    });
  }

  const trial = (x: number, value: number, state: PastTrial['state'] = 'complete'): PastTrial => ({
    point: { x, y: 0.5 },
    value,
    state,
  });
  const unit = { kind: 'float', low: 0, high: 1, log: false } as const;
  const square: Dimension[] = [
    { name: 'x', distribution: unit },
    { name: 'y', distribution: unit },
  ];

  it('says that there are too few trials, and how many it needs', () => {
    assert.deepEqual(importanceOf(square, []), { kind: 'tooFewTrials', trials: 0, needed: 10 });
    const nine = Array.from({ length: 9 }, (_, i) => trial(i / 9, i));
    const others = [trial(0, Number.NaN), trial(0, Number.POSITIVE_INFINITY), trial(0, 1, 'pruned')];
    assert.deepEqual(importanceOf(square, [...nine, ...others]), {
      kind: 'tooFewTrials',
      trials: 9,
      needed: 10,
    });
    assert.equal(importanceOf(square, [...nine, trial(1, 9)]).kind, 'importance');
  });

  it('says that all trials are the same', () => {
    const same = Array.from({ length: 30 }, (_, i) => trial(i / 30, 1));
    assert.deepEqual(importanceOf(square, same), { kind: 'allTheSame', trials: 30 });
  });

  it('tells what matters from chance', () => {
    const three = [...square, { name: 'c', distribution: { kind: 'choice', count: 3 } } as const];
    const above = { x: 0, y: 0, c: 0 };
    for (let seed = 0; seed < 100; seed++) {
      const points = createRandom(three, seed, {}).propose(60, []);
      const trials = points.map(
        (point) => ({ point, value: (point.x! - 0.2) ** 2, state: 'complete' }) as const,
      );
      const found = importanceOf(three, trials);
      assert.ok(found.kind === 'importance');
      for (const { name, divergence, chance } of found.settings)
        if (divergence > chance) above[name as keyof typeof above]++;
    }
    assert.ok(above.x >= 97, JSON.stringify(above));
    // 5 of 100 are expected; more than 12 once in a thousand times.
    assert.ok(above.y <= 12 && above.c <= 12, JSON.stringify(above));
  });

  it('is never NaN: a setting that never changes has none', () => {
    const many = Array.from({ length: 30 }, (_, i) => trial(i / 30, i));
    const found = importanceOf([...square, { name: 'z', distribution: { kind: 'choice', count: 1 } }], many);
    assert.ok(found.kind === 'importance');
    const [x, y, z] = found.settings;
    assert.equal(x!.share, 1);
    assert.deepEqual(y, { name: 'y', divergence: 0, chance: 0, share: 0, trials: 30 });
    assert.deepEqual(z, { name: 'z', divergence: 0, chance: 0, share: 0, trials: 0 });
  });
});
