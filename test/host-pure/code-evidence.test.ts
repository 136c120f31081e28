import assert from 'node:assert/strict';
import { evidenceWords } from '../../src/host/code/evidence';
import type { RunResult } from '../../src/host/code/results';

/** A result with a test loss for each of the seeds 1, 2, … */
function result(...losses: readonly number[]): RunResult {
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  return {
    id: 'a',
    label: '',
    network: '',
    data: '',
    rest: '',
    ratio: 0.5,
    learningRate: 0.01,
    testLoss: losses.length > 0 ? mean : null,
    seedLosses: new Map(losses.map((loss, i) => [i + 1, loss])),
    diverged: losses.length > 0 ? 0 : 5,
    baseline: null,
  };
}

describe('what runs say for a value to be written', () => {
  const words = (before: RunResult | undefined, after: RunResult | undefined) =>
    evidenceWords({ before, after });

  it('is nothing where it was not run, and its loss where the other was not', () => {
    assert.equal(words(result(0.4), undefined), undefined);
    assert.equal(words(undefined, result(0.25)), 'measured test loss 0.250');
    assert.equal(words(undefined, result(0.2, 0.4)), 'measured test loss 0.300 ± 0.141');
  });

  it('compares seed by seed', () => {
    const worse = words(result(0.1, 0.5, 0.9), result(0.2, 0.61, 1.0));
    assert.equal(worse, 'measured test loss 0.500 ± 0.400 → 0.603 ± 0.400: higher');
    assert.match(words(result(0.2, 0.61, 1), result(0.1, 0.5, 0.9)) ?? '', /: lower$/);
    assert.match(
      words(result(0.1, 0.5, 0.9), result(0.5, 0.1, 0.9)) ?? '',
      /: no difference that 3 seeds can show$/,
    );
  });

  it('claims nothing of one seed in common', () => {
    assert.match(words(result(0.1), result(0.4, 0.5)) ?? '', /: one seed cannot tell them apart$/);
  });

  it('claims nothing of seeds that they do not share', () => {
    const others: RunResult = { ...result(0.1, 0.2), seedLosses: new Map([[7, 0.1]]) };
    assert.match(words(others, result(0.4, 0.5)) ?? '', /: no seed in common$/);
  });

  it('says which diverged', () => {
    assert.equal(words(result(), result(0.4)), 'measured test loss diverged → 0.400');
    assert.equal(words(result(), result()), 'measured test loss diverged → diverged');
    assert.equal(
      words(result(0.5, 0.5), { ...result(0.4, 0.4), diverged: 3 }),
      'measured test loss 0.500 ± 0.000 → 0.400 ± 0.000 (3 of 5 seeds diverged)',
    );
  });
});
