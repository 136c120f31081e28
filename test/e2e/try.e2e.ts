import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { patience } from '../support/patience';
import { python } from '../support/python3';
import { skip } from '../support/skip';
import { Workbench } from './support/workbench';

/** A network of one weight in plain Python: what it ends with depends on the drop ratio, and a little on the seed. */
const TRAIN = `import random
import time
from torch import nn

dropout = nn.Dropout(0.5)  # fraction dropped
random.seed(3)
weight = 0.0
for epoch in range(1, 21):
    time.sleep(0.02)
    loss = (1 - weight) ** 2
    weight += 0.1 * (1 - weight)
    held_out = loss + dropout / 4 + random.random() / 1000
    print(f"epoch {epoch} loss {loss:.6f} val_loss {held_out:.6f}", flush=True)
`;
const MUTE = TRAIN.replace('loss {loss:.6f} val_loss {', 'a {loss:.6f} b {');

describe('a person tries values in their own script', () => {
  let workbench: Workbench;

  // Each in a window of its own, as a person would begin.
  beforeEach(async function () {
    if (python === undefined) skip(this, 'there is no python3');
    // A library that does nothing, for a call that is known.
    const files = { 'mine.py': TRAIN, 'mute.py': MUTE, 'torch.py': 'class nn:\n    Dropout = float\n' };
    const settings = {
      'files.autoSave': 'off',
      'dropoutPlayground.pythonPath': python,
      'dropoutPlayground.trialsAtOnce': 2,
    };
    workbench = await Workbench.open({ file: 'mine.py', files, settings });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-try');
    await workbench?.close();
  });

  /** From the lens of the open file to its verdict; resolves to the inside of the panel. */
  async function tried() {
    const { page } = workbench;
    const lens = page.locator('.codelens-decoration a', { hasText: 'Try Values in My Script' });
    await lens.first().waitFor({ timeout: patience(60_000) });
    await lens.first().click();
    const form = page.locator('.quick-input-widget .monaco-list-row');
    await form.filter({ hasText: 'Start 9 Trials' }).waitFor();
    return form;
  }

  it('sees what is run, the curves of each value and the verdict, and applies it', async () => {
    const { page, folder } = workbench;
    const file = () => readFileSync(join(folder, 'mine.py'), 'utf8');
    const form = await tried();
    for (const words of ['Drop ratio', 'Seeds', 'mine.py', 'Folder', 'Python', 'Environment variables'])
      await form.filter({ hasText: words }).first().waitFor();
    await workbench.screenshot('try-form');
    await page.keyboard.press('Enter');
    const panel = await workbench.panel();
    const card = panel.locator('dp-try');
    await card.getByRole('button', { name: 'Stop', exact: true }).waitFor();
    await card.locator('dp-plot canvas').first().waitFor();
    await workbench.screenshot('try-going');
    const title = card.getByRole('heading', { name: /3 seeds do not settle whether 0 or 0\.5 is better/ });
    await title.waitFor({ timeout: patience(60_000) });
    await workbench.screenshot('try-verdict');
    assert.equal(file(), TRAIN, 'no file is changed');

    await card.getByRole('button', { name: 'Apply to Code' }).click();
    await page
      .locator('.editor.modified .view-line', { hasText: /Dropout\(0(?:\.0)?\)/ })
      .first()
      .waitFor();
    assert.equal(file(), TRAIN, 'a preview changes nothing');
    await page.getByRole('button', { name: 'Apply Change' }).click();
    await page
      .locator('.editor-instance .view-line', { hasText: /Dropout\(0(?:\.0)?\)/ })
      .first()
      .waitFor();
  });

  it('points at a number where nothing is recognized', async () => {
    const { page } = workbench;
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'mute.py' }).dblclick();
    await page.locator('.tab.active', { hasText: 'mute.py' }).waitFor();
    await tried();
    await page.keyboard.press('Enter');
    const card = (await workbench.panel()).locator('dp-try');
    await card.getByRole('heading', { name: /No loss or score was recognized/ }).waitFor({
      timeout: patience(60_000),
    });
    await workbench.screenshot('try-nothing');
    await card.getByRole('button', { name: 'Show Output' }).click();
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'seed 3' }).first().click();
    const number = page.locator('.editor-instance .view-line', { hasText: /^epoch\s20\sa/ }).first();
    await number.waitFor();
    // The last number of the line.
    await number.click();
    await page.keyboard.press('End');
    await workbench.screenshot('try-output');
    await page.getByRole('button', { name: 'This Number Is' }).first().click();
    const role = page.locator('.quick-input-widget .monaco-list-row', { hasText: 'validation loss' });
    await role.click();
    await card.getByRole('heading', { name: /3 seeds do not settle/ }).waitFor({ timeout: patience(30_000) });
    await workbench.screenshot('try-pointed');
  });
});
