import assert from 'node:assert/strict';
import { differences } from '../../src/experiment/differences';
import { parseExperiment } from '../../src/experiment/parse';

const experiment = (fields: object) => {
  const parsed = parseExperiment({ version: 1, ...fields });
  assert.ok(parsed.ok);
  return parsed.experiment;
};

describe('what two experiments do otherwise', () => {
  it('is nothing for the same settings, whatever they are called', () => {
    assert.deepEqual(differences(experiment({ name: 'a' }), experiment({ name: 'b' })), []);
  });

  it('names settings as the form does, with both values', () => {
    const one = experiment({ network: { hidden: [64] }, training: { optimizer: 'sgd', batchSize: 10 } });
    const other = experiment({ network: { hidden: [64, 32] }, training: { optimizer: 'adam' } });
    assert.deepEqual(differences(one, other), [
      'Hidden layers: 64 instead of 64, 32',
      'Optimizer: SGD instead of Adam',
      'Batch size: 10 instead of 32',
    ]);
  });

  it('says a placement by its sites', () => {
    const one = experiment({ dropout: { placement: { input: 0.2, hidden: true } } });
    assert.match(
      differences(one, experiment({})).join(),
      /^[^:]+: input: 0.2, hidden 1, hidden 2 instead of/,
    );
  });
});
