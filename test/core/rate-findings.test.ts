import assert from 'node:assert/strict';
import {
  LEAST_SEEDS,
  type RateFindings,
  rateFindings,
  suggestedRate,
} from '../../src/core/analysis/rate-findings';
import { createStream } from '../../src/core/random';

const FACTOR = 10 ** (8 / 199);
const RATES = Array.from({ length: 200 }, (_, i) => 1e-6 * FACTOR ** i);

/** A loss that falls around one rate, and rises without end around another. */
const curve = (falls: number, rises: number, fall = 0.7, noise = 0, seed = 1) => {
  const stream = createStream(seed, 'data');
  return {
    start: 1,
    rates: RATES,
    losses: RATES.map((rate) => {
      const down = 1 / (1 + (rate / falls) ** 2);
      return 1 - fall * (1 - down) + (rate / rises) ** 3 + noise * stream.normal();
    }),
  };
};
const near = (one: number, other: number, factor = 1.4) => Math.abs(Math.log(one / other)) < Math.log(factor);

describe('what a range test shows', () => {
  it('finds where the loss falls, turns and diverges', () => {
    const { steepest, turn, diverges, middle } = rateFindings(curve(1e-3, 0.3));
    assert.ok(near(steepest!, 1e-3), `steepest ${steepest}`);
    // 0.7 (10⁻³/r)² + (r/0.3)³ is least where its derivative is 0.
    assert.ok(near(turn!, ((2 * 0.7 * 1e-6 * 0.3 ** 3) / 3) ** 0.2), `turn ${turn}`);
    // 0.3 + (r/0.3)³ = 4.
    assert.ok(near(diverges!, 0.3 * 3.7 ** (1 / 3), 1.1), `diverges ${diverges}`);
    assert.ok(middle! > steepest! && middle! < 0.3);
  });

  it('finds the same under noise, which it smooths for the finding alone', () => {
    const { steepest, turn, middle } = rateFindings(curve(1e-3, 0.3));
    for (const seed of [1, 2, 3]) {
      const noisy = rateFindings(curve(1e-3, 0.3, 0.7, 0.02, seed));
      assert.ok(near(noisy.steepest!, steepest!, 2) && near(noisy.turn!, turn!, 4));
      assert.ok(near(noisy.middle!, middle!, 1.25), `${noisy.middle} against ${middle}`);
    }
  });

  it('says where it diverged, and nothing else, of one that never fell', () => {
    const only = (losses: number[]) =>
      rateFindings({ start: 1, rates: RATES.slice(0, losses.length), losses });
    assert.deepEqual(only([Number.NaN]), { diverges: 1e-6 });
    assert.deepEqual(only([5]), { diverges: 1e-6 });
    assert.deepEqual(only(RATES.map(() => 1)), {});
    assert.deepEqual(only(RATES.map((_, i) => 1 + i / 100)), {});
    assert.deepEqual(only([1, 1.2, Number.POSITIVE_INFINITY]), { diverges: RATES[2] });
    assert.deepEqual(
      rateFindings(curve(1e-3, 0.3, 0.03)).middle,
      undefined,
      'three in a hundred are no fall',
    );
  });

  it('of one that does not diverge in range says so', () => {
    assert.equal(rateFindings(curve(1e-3, 1e9)).diverges, undefined);
  });
});

describe('what seeds agree on', () => {
  const at = (...middles: (number | undefined)[]): RateFindings[] =>
    middles.map((middle) => (middle === undefined ? {} : { middle, steepest: middle, turn: middle }));

  it('is their geometric mean, with the interval of a further seed', () => {
    const found = suggestedRate(at(0.01 / 1.12, 0.01, 0.0112), FACTOR);
    assert.ok(typeof found === 'object');
    assert.equal(found.rate, 0.01);
    // t(2) = 4.303, sd = log10(1.12), and half a step.
    const half = 4.303 * Math.log10(1.12) * Math.sqrt(4 / 3) + 4 / 199;
    assert.ok(near(found.high, 0.01 * 10 ** half, 1.05) && near(found.low, 0.01 / 10 ** half, 1.05));
  });

  it('is nothing where they lie apart, however many they are', () => {
    assert.equal(suggestedRate(at(0.001, 0.01, 0.1), FACTOR), 'apart');
    const two = Array.from({ length: 40 }, (_, i) => (i % 2 ? 0.001 : 0.02));
    assert.equal(suggestedRate(at(...two), FACTOR), 'apart');
  });

  it('is nothing where one of them never falls, or with fewer than three', () => {
    assert.equal(suggestedRate(at(0.01, 0.01, 0.01, undefined), FACTOR), 'noFall');
    assert.equal(suggestedRate(at(0.01, 0.01), FACTOR), 'fewSeeds');
    assert.equal(suggestedRate(at(undefined), FACTOR), 'noFall');
    assert.equal(LEAST_SEEDS, 3);
  });

  it('contains a further seed in about 95 of 100 cases', () => {
    const stream = createStream(11, 'data');
    let [inside, agreed] = [0, 0];
    for (let i = 0; i < 2000; i++) {
      const draw = () => 0.01 * 10 ** (0.15 * stream.normal());
      const found = suggestedRate(at(...Array.from({ length: 8 }, draw)), FACTOR);
      if (typeof found !== 'object') continue;
      agreed++;
      const next = draw();
      if (next >= found.low && next <= found.high) inside++;
    }
    assert.ok(agreed > 1500);
    assert.ok(inside / agreed > 0.93, `${inside} of ${agreed}`);
  });
});
