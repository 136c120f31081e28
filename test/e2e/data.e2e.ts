import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { eventually } from './support/eventually';
import { overflowing } from './support/overflowing';
import { completed, resize, runId } from './support/panel';
import { Workbench } from './support/workbench';

/** As a spreadsheet saves it in Europe, sorted by class: decimal commas, a number for each row, the class again as a code. */
const TABLE = ['Nr;Länge;Breite;Höhe;Code;Art', ...Array.from({ length: 90 }, (_, i) => row(i))].join('\r\n');

function row(i: number): string {
  const kind = Math.floor(i / 30);
  const [length, width] = [5 + 0.4 * kind + ((i * 7) % 11) / 10, 3 - ((i * 5) % 7) / 10];
  const sizes = [length, width, 1 + kind + ((i * 3) % 13) / 10].map((size) =>
    size.toFixed(2).replace('.', ','),
  );
  return [1000 + ((i * 37) % 90), ...sizes, kind + 1, ['Aster', 'Iris', 'Mohn'][kind]].join(';');
}

const EXPERIMENT = `{
  "version": 1,
  "data": { "source": "csv", "file": "blueten.csv", "shuffle": false },
  "network": { "hidden": [8] },
  "training": { "epochs": 5 }
}
`;

/** Widths of the window at which the panel is wide, and about 420 and 330 px. */
const WIDTHS = [1500, 780, 690];

describe('a person’s own table', () => {
  let workbench: Workbench;
  let panel: FrameLocator;
  let preview: Locator;

  before(async () => {
    workbench = await Workbench.open({
      settings: { 'files.autoSave': 'off' },
      files: { 'blueten.csv': TABLE, 'blueten.dropout.json': EXPERIMENT },
    });
    panel = await workbench.openExperiment('blueten.dropout');
    preview = panel.locator('dp-data-preview');
    await completed(panel);
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-data');
  });

  after(() => workbench.close());

  const inFile = () => readFileSync(join(workbench.folder, 'blueten.dropout.json'), 'utf8');
  const rowOf = (column: string) =>
    preview.getByRole('row').filter({ has: panel.getByRole('rowheader', { name: column, exact: true }) });
  const cells = (column: string) => rowOf(column).getByRole('cell').allInnerTexts();
  const noticed = () => preview.getByRole('list', { name: 'What was noticed' }).innerText();

  /** Does something that changes the set-up: the run that follows it has ended, and the file is saved. */
  async function savedRun(change: () => Promise<void>): Promise<void> {
    const before = await runId(panel);
    await change();
    await eventually('a run with it starts', async () => (await runId(panel)) !== before);
    await completed(panel);
    const title = panel.locator('dp-run-head .file');
    await title.filter({ hasText: '●' }).waitFor();
    await workbench.page.keyboard.press('Control+S');
    await title.filter({ hasNotText: '●' }).waitFor();
  }

  it('is said to be read, divided and scaled as it was, with what to look at', async () => {
    const line = preview.locator('summary');
    assert.match(
      await line.innerText(),
      /blueten\.csv · 90 rows: 54 train, 18 validation, 18 test · in the order of the file\s4 things to look at/,
    );
    assert.deepEqual((await cells('Höhe')).slice(0, 4), [
      'feature',
      'numbers',
      'standardized: mean 2.028, standard deviation 0.6273',
      '',
    ]);
    assert.deepEqual(await rowOf('Höhe').getByRole('button').allInnerTexts(), [
      'Leave It Out',
      'Treat as Categories',
    ]);
    assert.deepEqual((await cells('Art')).slice(0, 3), ['target', 'class labels', '3 classes']);
    const words = await noticed();
    assert.match(words, /of classes that hardly train: “Mohn”/);
    assert.match(words, /“Code” says the same as the target “Art” in every row/);
    assert.match(words, /“Nr” has a different number in every row/);
    assert.match(words, /“Länge”, “Breite”, “Höhe” have decimal commas/);
    await preview.scrollIntoViewIfNeeded();
    await workbench.screenshot('data-preview');
  });

  it('loses a column on one click, in the file too, and gets it back by Undo', async () => {
    const leak = preview.getByRole('listitem').filter({ hasText: '“Code” says the same' });
    await savedRun(() => leak.getByRole('button', { name: 'Leave It Out' }).click());
    const edited = inFile();
    const data = '{ "source": "csv", "file": "blueten.csv", "shuffle": false }';
    const without = JSON.parse(edited);
    assert.deepEqual(without, {
      ...JSON.parse(EXPERIMENT),
      data: { ...JSON.parse(data), columns: { Code: 'leaveOut' } },
    });
    assert.deepEqual(
      [edited.split('"data"')[0], edited.split('"network"')[1]],
      [EXPERIMENT.split('"data"')[0], EXPERIMENT.split('"network"')[1]],
      'nothing else in the file has changed',
    );
    assert.deepEqual(await cells('Code'), [
      'left out',
      'numbers',
      'the experiment leaves it out',
      '',
      'Include It',
    ]);
    assert.doesNotMatch(await noticed(), /“Code”/);
    await workbench.screenshot('data-preview-left-out');

    await savedRun(() => workbench.page.keyboard.press('Control+Z'));
    assert.equal(inFile(), EXPERIMENT);
    assert.equal((await cells('Code'))[0], 'feature');
  });

  it('shuffles on one click: the classes train, and the caution is gone', async () => {
    await savedRun(() => preview.getByRole('button', { name: 'Shuffle the Rows' }).click());
    assert.equal(JSON.parse(inFile()).data.shuffle, true);
    assert.match(await preview.locator('summary').innerText(), /shuffled, stratified by class/);
    assert.doesNotMatch(await noticed(), /hardly train/);
  });

  for (const width of WIDTHS)
    it(`cuts none of its words at ${width} px`, async () => {
      await resize(workbench.page, panel, width);
      assert.deepEqual(await overflowing(panel, { ellipses: true }), []);
      await preview.scrollIntoViewIfNeeded();
      await workbench.screenshot(`data-preview-${width}`);
    });
});
