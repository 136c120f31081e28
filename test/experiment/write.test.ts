import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseExperiment, parseExperimentText } from '../../src/experiment/parse';
import { experimentToText } from '../../src/experiment/write';
import { experiments } from './arbitrary';

describe('experimentToText', () => {
  it('writes what a person set, what says what it is, and no other default', () => {
    const result = parseExperiment({ version: 1, network: { hidden: [8, 4] }, seeds: 3, baseline: true });
    assert.ok(result.ok);
    assert.equal(
      experimentToText(result.experiment),
      `{
  "version": 1,
  "data": {
    "source": "moons"
  },
  "network": {
    "hidden": [8, 4]
  },
  "dropout": {
    "ratio": 0.5
  },
  "training": {
    "optimizer": "adam",
    "learningRate": 0.003
  },
  "seed": 1,
  "seeds": 3,
  "baseline": true
}
`,
    );
  });

  it('is read back as the same experiment, and written again as the same text', () => {
    fc.assert(
      fc.property(experiments, (experiment) => {
        const text = experimentToText(experiment);
        const result = parseExperimentText(text);
        assert.ok(result.ok);
        assert.deepEqual(result.experiment, experiment);
        assert.equal(experimentToText(result.experiment), text);
      }),
    );
  });
});
