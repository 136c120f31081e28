import assert from 'node:assert/strict';
import { experimentFileName } from '../../src/host/exports/file-names';

describe('the name of a new experiment file', () => {
  for (const [typed, becomes] of [
    ['mine', 'mine.dropout.json'],
    ['mine.json', 'mine.dropout.json'],
    ['mine.JSON', 'mine.dropout.json'],
    ['mine.dropout', 'mine.dropout.json'],
    ['mine.dropout.json', 'mine.dropout.json'],
    ['v1.2', 'v1.2.dropout.json'],
    ['v1.2.json', 'v1.2.dropout.json'],
    ['.json', 'experiment.dropout.json'],
    ['실험', '실험.dropout.json'],
  ])
    it(`${typed} → ${becomes}`, () => assert.equal(experimentFileName(typed), becomes));
});
