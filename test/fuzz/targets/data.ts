import assert from 'node:assert/strict';
import { DataError } from '../../../src/data/errors';
import { loadDataset } from '../../../src/data/load';
import { parseExperiment } from '../../../src/experiment/parse';

/** What a reader of data may say: a person reads it. */
const MOST_NOTES = 60;
const MOST_NOTE = 2000;

export const refusals = [DataError];

/** Loads files as a run would; a refusal is short as well. */
export async function loadFrom(
  data: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<void> {
  const parsed = parseExperiment({ version: 1, data });
  assert.ok(parsed.ok);
  const readFile = async (path: string) => {
    const found = files[path];
    if (found) return found;
    throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
  };
  try {
    const { notes, train } = await loadDataset(parsed.experiment.data, { seed: 1, readFile });
    assert.ok(train.count > 0);
    assert.ok(notes.length <= MOST_NOTES, `${notes.length} notes`);
    for (const note of notes) assert.ok(note.length <= MOST_NOTE, `a note of ${note.length} characters`);
  } catch (error) {
    if (error instanceof DataError)
      assert.ok(error.message.length <= MOST_NOTE, `a refusal of ${error.message.length} characters`);
    throw error;
  }
}
