import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { generators } from '../../src/core/datasets/index';
import { loadDataset } from '../../src/data/load';
import { parseExperiment } from '../../src/experiment/parse';
import type { DataSpec } from '../../src/experiment/schema';
import { withNamesTranslated } from '../../src/worker/generated-names';

async function namesOf(source: string, pretended = source): Promise<string[]> {
  const result = parseExperiment({ version: 1, data: { source, train: 20, test: 20 } });
  assert.ok(result.ok);
  const readFile = () => Promise.reject(new Error('no file is read'));
  const data = await loadDataset(result.experiment.data as DataSpec, { seed: 1, readFile });
  const { featureNames, outputNames } = withNamesTranslated(data, pretended);
  return [...featureNames, ...outputNames];
}

describe('names of generated data', () => {
  before(() => l10n.config({ contents: readFileSync('media/l10n/bundle.l10n.ko.json', 'utf8') }));
  after(() => l10n.config({ contents: {} }));

  for (const { id } of generators)
    it(`of ${id} have no English word left in Korean`, async () => {
      const names = await namesOf(id);
      assert.deepEqual(
        names.filter((name) => /[A-Za-z]{2}/.test(name)),
        [],
      );
    });

  it('are left alone in a person’s own file', async () => {
    assert.ok((await namesOf('moons', 'csv')).includes('upper moon'));
  });
});
