import assert from 'node:assert/strict';
import { bestOf, finalOf } from '../../src/core/best-epoch';
import type { Dataset } from '../../src/core/dataset';
import { choosingLoss, type EpochRecord } from '../../src/core/trainer-types';
import { dataset, trainer } from './fixtures';

/** Twelve points and a network that soon knows them by heart. */
const few = dataset({ features: 4, train: 12, test: 60 });
const validated: Dataset = { ...few, validation: dataset({ features: 4, train: 40, seed: 8 }).train };

function restored(data: Dataset, training: object, dropout: object = {}) {
  const run = trainer(data, {
    network: { hidden: [32] },
    dropout: { ratio: 0.6, ...dropout },
    training: { optimizer: 'adam', learningRate: 0.05, epochs: 60, restoreBest: true, ...training },
  });
  const records: EpochRecord[] = [];
  while (!run.outcome) {
    const { epoch } = run.advance(Number.MAX_SAFE_INTEGER);
    if (epoch) records.push(epoch);
  }
  const best = records.reduce((low, record) => (choosingLoss(record) < choosingLoss(low) ? record : low));
  return { run, records, best };
}

describe('the records of a training', () => {
  const loss = (value: number) => value;
  const epoch = (value: number) => value;

  it('the best is the lowest after the first, which stands for no training', () => {
    assert.equal(bestOf([0.1, 0.5, 0.3, 0.4], loss), 0.3);
    assert.equal(bestOf([0.1], loss), 0.1);
    assert.equal(bestOf([0.1, Number.NaN, 0.4], loss), 0.4);
    assert.equal(bestOf([0.1, Number.POSITIVE_INFINITY, 0.4], loss), 0.4);
  });

  it('the final one is the last, or that of the weights that were put back', () => {
    assert.equal(finalOf([0, 1, 2, 3], epoch, undefined), 3);
    assert.equal(finalOf([0, 1, 2, 3], epoch, 1), 1);
    // Every fourth epoch is kept of a long run.
    assert.equal(finalOf([0, 4, 8, 12], epoch, 9), 8);
    assert.equal(finalOf([], epoch, 9), undefined);
  });
});

describe('the best weights', () => {
  for (const [name, data] of [
    ['validation', validated],
    ['the test set, where nothing validates', few],
  ] as const)
    it(`are those of the epoch chosen by ${name}`, () => {
      const { run, records, best } = restored(data, {});
      assert.equal(run.outcome!.kind, 'completed');
      assert.equal(run.outcome!.restored, best.epoch);
      assert.ok(best.epoch < records.at(-1)!.epoch);
      const { trainLoss, testLoss, validationLoss } = run.evaluate();
      assert.deepEqual(
        [trainLoss, testLoss, validationLoss],
        [best.trainLoss, best.testLoss, best.validationLoss],
      );
    });

  for (const rule of ['inverted', 'classic', 'as-written'])
    it(`are evaluated with the dropout of their epoch, whatever came after: ${rule}`, () => {
      const schedule = { kind: 'linear', start: 0, end: 1 };
      const { run, best } = restored(validated, {}, { rule, schedule });
      assert.equal(run.outcome!.restored, best.epoch);
      assert.equal(run.evaluate().testLoss, best.testLoss);
      const probabilities = run.predict(few.test.x, few.test.count);
      const loss = few.test.y.reduce((sum, label, i) => sum - Math.log(probabilities[2 * i + label]), 0);
      assert.ok(
        Math.abs(loss / few.test.count / best.testLoss - 1) < 1e-4,
        'predictions are of that network',
      );
    });

  it('are put back after patience ended a training, and left alone where the last epoch is the best', () => {
    const { run, records, best } = restored(validated, { earlyStopping: 3 });
    assert.equal(run.outcome!.kind, 'stoppedEarly');
    assert.equal(records.length - records.indexOf(best) - 1, 3);
    assert.equal(run.outcome!.restored, best.epoch);
    const short = restored(validated, { epochs: 1 });
    assert.equal(short.run.outcome!.restored, undefined);
  });

  it('stay where they are unless it is asked for', () => {
    const { run, records } = restored(validated, { restoreBest: false });
    assert.equal(run.outcome!.restored, undefined);
    assert.equal(run.evaluate().testLoss, records.at(-1)!.testLoss);
  });
});
