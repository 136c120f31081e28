import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './support/eventually';
import { Workbench } from './support/workbench';

describe('a person’s experiment file', () => {
  let workbench: Workbench;
  let file: string;

  before(async () => {
    const files = { 'mistake.dropout.json': '{\n  "version": 1,\n  "seeds": 0\n}\n' };
    workbench = await Workbench.open({ files, settings: { 'dropoutPlayground.autoRun': false } });
    file = join(workbench.folder, 'two-moons.dropout.json');
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await workbench.screenshot(`failed-file-${this.currentTest.title.slice(0, 40).replaceAll(' ', '-')}`);
  });

  after(() => workbench.close());

  it('opens as the playground; a slider, Save, Undo and Redo work on the file', async () => {
    const { page } = workbench;
    const before = readFileSync(file, 'utf8');
    const panel = await workbench.openExperiment('two-moons');
    await panel.locator('dp-run-head .file', { hasText: 'two-moons' }).waitFor();
    const changed = panel.locator('dp-run-head .file', { hasText: '●' });
    /** An undo while VS Code still saves would leave the extension with a file that counts as saved. */
    const save = async (what: string, text: string) => {
      await page.keyboard.press('Control+S');
      await eventually(what, () => readFileSync(file, 'utf8') === text);
      await changed.waitFor({ state: 'detached' });
    };
    await panel.getByRole('slider', { name: 'Drop ratio' }).first().press('ArrowRight');
    await changed.waitFor();
    assert.equal(readFileSync(file, 'utf8'), before, 'nothing is written before Save');
    const after = before.replace('"ratio": 0.33', '"ratio": 0.34');
    await save('saved', after);
    await page.keyboard.press('Control+Z');
    await changed.waitFor();
    await save('undone in one step', before);
    await page.keyboard.press('Control+Y');
    await changed.waitFor();
    await save('redone', after);
  });

  it('with a mistake says where it is, and opens as text', async () => {
    await workbench.openExperiment('mistake');
    const panel = await workbench.webview('dp-document-veil');
    const veil = panel.locator('dp-document-veil');
    await veil.getByText(/Line 3/).waitFor();
    await veil.locator('vscode-button', { hasText: 'Open as Text' }).click();
    await workbench.page.locator('.monaco-editor .view-line', { hasText: '"seeds"' }).waitFor();
  });
});
