import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { patience } from '../support/patience';
import { sampleFile, Workbench } from './support/workbench';

const LENS = 'Run Dropout Experiment';

/** A line of the editor as it is painted, inlays included. */
function line(workbench: Workbench, words: string): Locator {
  return workbench.page.locator('.editor-instance .view-line', { hasText: words }).first();
}

/** The text of a notebook with one cell. */
function notebook(source: string): string {
  const cell = { cell_type: 'code', metadata: {}, outputs: [], execution_count: null, source };
  const metadata = { language_info: { name: 'python' } };
  return JSON.stringify({ cells: [cell], metadata, nbformat: 4, nbformat_minor: 5 });
}

const inFile = (workbench: Workbench) => readFileSync(join(workbench.folder, 'train.py'), 'utf8');

describe('a person in their own code', () => {
  let workbench: Workbench;

  before(async () => {
    const files = { 'model.ipynb': notebook(sampleFile('train.py')) };
    workbench = await Workbench.open({ settings: { 'files.autoSave': 'off' }, files });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-code');
  });

  after(() => workbench.close());

  it('runs a model from the line above it, writes another ratio back, and undoes that', async () => {
    const { page } = workbench;
    const lens = page.locator('.codelens-decoration a', { hasText: LENS }).first();
    await lens.waitFor();
    assert.match((await lens.textContent()) ?? '', /drop\s0\.8\s·\slr\s0\.01/);
    await workbench.screenshot('code-lens');

    await lens.click();
    const panel = await workbench.panel();
    await line(workbench, 'playground: 0.8').waitFor({ timeout: patience(60_000) });
    assert.match(
      (await line(workbench, 'DROPOUT =').textContent()) ?? '',
      /0\.8\s*playground:\s0\.8\s→\stest\s\d/,
    );
    await workbench.screenshot('code-run');

    const ratio = panel.getByRole('textbox', { name: 'Drop ratio' }).first();
    await ratio.fill('0.3');
    await ratio.press('Enter');
    await line(workbench, '0.3 →').waitFor({ timeout: patience(60_000) });
    await line(workbench, 'loss_function').click();
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input.input').fill('>Apply Playground Values');
    // The command opens a list of its own in the place of the palette.
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'to Code...' }).click();
    await page.locator('.quick-input-widget input[placeholder^="Which of them?"]').waitFor();
    const choice = page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Drop ratio 0.8' });
    const measured = /measured test loss [\d.]+ ± [\d.]+ → [\d.]+ ± [\d.]+: (?:higher|no difference)/;
    assert.match(((await choice.textContent()) ?? '').replaceAll('\u00a0', ' '), measured);
    await workbench.screenshot('code-choice');
    await page.keyboard.press('Enter');

    await page.locator('.editor.modified .view-line', { hasText: 'DROPOUT = 0.3' }).waitFor();
    assert.match(inFile(workbench), /^DROPOUT = 0\.8$/m, 'a preview changes nothing');
    await workbench.screenshot('code-preview');
    await page.getByRole('button', { name: 'Apply Change' }).click();
    await line(workbench, 'DROPOUT = 0.3').waitFor();
    await lens.filter({ hasText: 'drop 0.3' }).waitFor();
    await workbench.screenshot('code-applied');

    await line(workbench, 'loss_function').click();
    await page.keyboard.press('ControlOrMeta+z');
    await line(workbench, 'DROPOUT = 0.8').waitFor();
    await lens.filter({ hasText: 'drop 0.8' }).waitFor();
    assert.match(inFile(workbench), /^DROPOUT = 0\.8$/m);
    await workbench.screenshot('code-undone');
  });

  it('runs a notebook, and offers to write into it, when none of its cells is being edited', async () => {
    const { page } = workbench;
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'model.ipynb' }).dblclick();
    await page.locator('.notebook-editor .codelens-decoration a', { hasText: LENS }).waitFor();
    await workbench.command('Run Dropout Experiment from Code');
    const panel = await workbench.panel();
    const ratio = panel.getByRole('textbox', { name: 'Drop ratio' }).first();
    assert.equal(await ratio.inputValue(), '0.80');
    await ratio.fill('0.3');
    await ratio.press('Enter');
    await page.locator('.tab', { hasText: 'model.ipynb' }).click();
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input.input').fill('>Apply Playground Values');
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'to Code...' }).click();
    await page.locator('.quick-input-widget input[placeholder^="Which of them?"]').waitFor();
  });
});
