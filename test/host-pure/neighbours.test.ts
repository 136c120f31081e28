import { strict as assert } from 'node:assert';
import type { Spread } from '../../src/core/analysis/spread';
import { defaultExperiment } from '../../src/experiment/defaults';
import type { Experiment } from '../../src/experiment/schema';
import { fingerprintButRate } from '../../src/host/store/fingerprint';
import type { RunSummary } from '../../src/protocol';
import { neighbourWords } from '../../src/report/neighbours';

const spread = (mean: number): Spread => ({ mean, deviation: 0.01, count: 5 });

function summary(
  id: string,
  learningRate: number,
  [dropout, baseline]: [number, number],
  key = 'k',
): RunSummary {
  return {
    ...{ id, name: id, startedAt: 0, status: 'completed', label: '', diverged: null, blownUp: false },
    testLoss: { dropout: null, baseline: null },
    atRate: { key, learningRate, dropout: spread(dropout), baseline: spread(baseline) },
  };
}

describe('other learning rates in the list of runs', () => {
  const high = summary('high', 0.003, [0.327, 0.666]);
  const low = summary('low', 0.0003, [0.332, 0.301]);

  it('overturn a claim that holds at one of them alone', () => {
    const [said, overturned] = neighbourWords([high, low], 'high');
    assert.match(
      said!,
      /best of the 2 learning rates.*0\.327 ± 0\.010 with dropout \(at 0\.003\), 0\.301 ± 0\.010 without \(at 3e-4\)/,
    );
    assert.match(overturned!, /At this learning rate alone it looks different/);
  });

  it('bear out a claim that holds at the best of each', () => {
    const worse = summary('worse', 0.01, [0.9, 0.8]);
    assert.equal(neighbourWords([summary('here', 0.001, [0.3, 0.5]), worse], 'here').length, 1);
  });

  it('call a difference that does not matter neither lower nor higher', () => {
    const tie = summary('tie', 0.001, [0.302, 0.4]);
    assert.equal(neighbourWords([high, low, tie], 'high').length, 2);
  });

  it('are none where there is one rate, another set-up, or a run that goes on', () => {
    const other = summary('other', 0.01, [0.1, 0.1], 'another');
    const { atRate: _, ...going } = low;
    assert.deepEqual(neighbourWords([high, other, going], 'high'), []);
    assert.deepEqual(neighbourWords([high, low], 'unknown'), []);
    assert.deepEqual(neighbourWords([high, summary('again', 0.003, [0.1, 0.9])], 'high'), []);
  });

  it('never choose a rate at which a side diverged', () => {
    const diverged = summary('diverged', 1, [Number.NaN, Number.NaN]);
    assert.match(
      neighbourWords([high, diverged], 'high')[0]!,
      /0\.327 ± 0\.010 with dropout \(at 0\.003\), 0\.666 ± 0\.010 without \(at 0\.003\)/,
    );
  });
});

describe('runs that differ in the learning rate alone', () => {
  const plain = defaultExperiment();
  const key = (changes: Partial<Experiment>) => fingerprintButRate({ ...plain, ...changes }, null);

  it('have the same key, whatever their seeds', () => {
    const training = { ...plain.training, learningRate: 0.1 };
    assert.equal(key({ training, seed: 9, seeds: 3, name: 'other' }), key({}));
  });

  it('have another one where anything else differs', () => {
    assert.notEqual(key({ dropout: { ...plain.dropout, ratio: 0.123 } }), key({}));
    assert.notEqual(key({ training: { ...plain.training, epochs: 7 } }), key({}));
  });

  it('have none where the rate was changed in mid-run', () => {
    assert.equal(key({ changes: [{ step: 1, learningRate: 0.1 }] }), undefined);
  });
});
