import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type PlateauParams, PlateauWatch } from '../../src/core/schedules/plateau';
import type { Sparing } from '../../src/core/trainer-options';
import type { EpochRecord } from '../../src/core/trainer-types';
import { dataset, trainer } from './fixtures';

interface Fixture {
  readonly rate: number;
  readonly cases: readonly {
    readonly params: PlateauParams;
    readonly losses: readonly number[];
    readonly rates: readonly number[];
  }[];
}

const fixture: Fixture = JSON.parse(readFileSync('test/fixtures/parity/plateaus.json', 'utf8'));

const ratesOf = (params: PlateauParams, losses: readonly number[], rate: number): number[] => {
  const watch = new PlateauWatch(params);
  return losses.map((loss) => {
    watch.see(loss, rate);
    return rate * watch.factor;
  });
};

/** The callback of Keras 3, step by step. */
function ratesOfKeras(
  { factor, patience, threshold, cooldown, floor }: PlateauParams,
  losses: readonly number[],
  rate: number,
) {
  let [now, best, wait, left] = [rate, Number.POSITIVE_INFINITY, 0, 0];
  return losses.map((loss) => {
    if (left > 0) [left, wait] = [left - 1, 0];
    if (loss < best - threshold) [best, wait] = [loss, 0];
    else if (left === 0) {
      wait++;
      if (wait >= patience) [now, left, wait] = [Math.max(now * factor, floor * rate), cooldown, 0];
    }
    return now;
  });
}

function close(got: readonly number[], want: readonly number[], what: string): void {
  want.forEach((rate, i) => {
    assert.ok(Math.abs(got[i]! - rate) <= 1e-12 * rate, `${what}, epoch ${i + 1}: ${got[i]} and ${rate}`);
  });
}

/** Every record of a training. */
function recordsOf(
  settings: Record<string, unknown>,
  options: { validates?: boolean; sparing?: Sparing | undefined } = {},
) {
  const { validates = true, sparing } = options;
  const data = dataset({ features: 4, outputs: 2, train: 30, test: 20 });
  const run = trainer(
    validates ? { ...data, validation: data.test } : data,
    { network: { hidden: [6] }, training: { batchSize: 10, epochs: 40, learningRate: 0.3, ...settings } },
    'dropout',
    { sparing },
  );
  const records: EpochRecord[] = [];
  while (!run.outcome) {
    const { epoch } = run.advance(1000);
    if (epoch) records.push(epoch);
  }
  run.dispose();
  return records;
}

const schedule = { kind: 'plateau', factor: 0.5, patience: 1, threshold: 0.01 };

describe('a plateau', () => {
  it('makes the learning rates of PyTorch', () => {
    let drops = 0;
    for (const { params, losses, rates } of fixture.cases) {
      close(ratesOf(params, losses, fixture.rate), rates, JSON.stringify(params));
      drops += new Set(rates).size - 1;
    }
    assert.ok(drops > 100, `${drops}`);
  });

  it('makes those of Keras with one epoch less of patience and cooldown', () => {
    for (const { params, losses } of fixture.cases) {
      const ours = { ...params, thresholdMode: 'absolute' as const };
      const theirs = {
        ...ours,
        patience: ours.patience + 1,
        cooldown: ours.cooldown === 0 ? 0 : ours.cooldown + 1,
      };
      // Keras has no least move.
      const floored = { ...ours, floor: Math.max(ours.floor, 0.01) };
      close(
        ratesOf(floored, losses, fixture.rate),
        ratesOfKeras({ ...theirs, floor: floored.floor }, losses, fixture.rate),
        JSON.stringify(params),
      );
    }
  });

  for (const [validates, column] of [
    [true, 'validationLoss'],
    [false, 'trainLossWithDropout'],
  ] as const)
    it(`is seen in ${column}, ${validates ? 'where something validates' : 'where nothing does'}`, () => {
      const records = recordsOf({ schedule }, { validates });
      const params = { thresholdMode: 'relative', cooldown: 0, floor: 0, ...schedule } as const;
      const rates = ratesOf(
        params,
        records.map((record) => record[column]),
        0.3,
      );
      assert.ok(new Set(rates).size > 2);
      // A record has the rate of its epoch; what it shows counts for the next.
      close(
        records.slice(1).map(({ learningRate }) => learningRate),
        rates.slice(0, -1),
        column,
      );
    });

  for (const validates of [true, false])
    it(`is the same where a search evaluates sparingly${validates ? '' : ' and nothing validates'}`, () => {
      const rates = (sparing?: Sparing) =>
        recordsOf({ schedule }, { validates, sparing }).map(({ learningRate }) => learningRate);
      assert.deepEqual(rates('better'), rates());
    });
});

describe('early stopping with a least improvement', () => {
  it('counts an epoch only where its loss is lower by that', () => {
    const slow = { learningRate: 0.05, epochs: 80 };
    const all = recordsOf(slow);
    const stopped = recordsOf({ ...slow, earlyStopping: 3, minDelta: 0.02 });
    let [reference, since, end] = [Number.POSITIVE_INFINITY, 0, 0];
    for (; since < 3 && end < all.length; end++) {
      const loss = all[end]!.validationLoss;
      const counts = loss < reference - 0.02;
      since = counts ? 0 : since + 1;
      if (counts) reference = loss;
    }
    assert.ok(end < all.length, 'it stops early');
    assert.equal(stopped.length, end);
    const length = (minDelta: number) => recordsOf({ ...slow, earlyStopping: 3, minDelta }).length;
    assert.equal(length(10), 4, 'after the first, none counts');
    assert.ok(length(0) > 4);
  });
});
