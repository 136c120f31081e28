import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { patience } from '../support/patience';
import { eventually } from './support/eventually';
import { completed, runId } from './support/panel';
import { Workbench } from './support/workbench';

/** A picture of an element, to tell whether what it shows has changed. */
async function picture(locator: Locator): Promise<string> {
  return (await locator.screenshot()).toString('base64');
}

const lossChart = (panel: FrameLocator) => panel.locator('dp-chart.loss canvas');
/** Playwright looks into shadow roots for elements, but `innerText` of a host is that of its own children. */
const facts = (panel: FrameLocator) => panel.locator('dp-run-head .facts').innerText();
const verdict = (panel: FrameLocator) => panel.locator('dp-verdict .card').innerText();

async function pictureOfFailure(test: Mocha.Test | undefined, workbench: Workbench): Promise<void> {
  if (test?.state === 'failed') await workbench.screenshot(`failed-${test.title.slice(0, 40)}`);
}

describe('a person’s first session', () => {
  let workbench: Workbench;
  let panel: FrameLocator;

  before(async () => {
    workbench = await Workbench.open();
    await workbench.command('Run Dropout Experiment');
    panel = await workbench.panel();
    await panel.locator('dp-chart.loss').waitFor();
    await completed(panel);
  });

  afterEach(async function () {
    await pictureOfFailure(this.currentTest, workbench);
  });

  after(() => workbench.close());

  it('runs an experiment beside the code and sees curves, pictures and a verdict', async () => {
    assert.ok(await workbench.page.locator('.tab', { hasText: 'train.py' }).first().isVisible());
    assert.match(await facts(panel), /epoch 300 \/ 300/);
    assert.ok((await verdict(panel)).length > 40);
    assert.equal(await panel.locator('dp-boundary').count(), 2);
    assert.equal(await workbench.notifications().count(), 0, 'an ordinary run needs no notification');
    await workbench.screenshot('completed');
  });

  it('refuses a ratio that is not allowed in words, and keeps what was typed', async () => {
    const field = panel.getByRole('textbox', { name: 'Drop ratio, exact value' });
    await field.fill('1.5');
    await field.press('Enter');
    await panel.getByText(/1\.5 is not a number from 0 to below 1/).waitFor();
    assert.equal(await field.inputValue(), '1.5');
    const own = panel.getByRole('textbox', { name: 'Drop ratio of hidden 1' });
    await own.fill('2');
    await own.press('Tab');
    await panel.getByText(/“2” is not allowed here/).waitFor();
    assert.equal(await own.inputValue(), '2');
    await own.press('Escape');
    assert.equal(await own.inputValue(), '0.50');
  });

  it('goes through a narrow panel by keyboard in the order of what is seen, and the page does not scroll', async () => {
    const root = panel.locator('html');
    assert.ok(
      await root.evaluate((html) => html.scrollHeight <= html.ownerDocument.defaultView!.innerHeight),
    );
    assert.equal(
      await panel.locator('dp-chart').getByRole('status').count(),
      0,
      'values that change all the time are not read out',
    );
    await panel.locator('dp-chart.loss .plot').focus();
    await workbench.page.keyboard.press('Tab');
    const focused = () =>
      panel.locator('dp-panel').evaluate((host) => host.shadowRoot!.activeElement!.localName);
    assert.equal(await focused(), 'dp-verdict');
  });

  it('places dropout by clicking a layer of the network', async () => {
    const first = await runId(panel);
    const input = panel.locator('dp-network button.toggle').first();
    assert.equal(await input.getAttribute('aria-pressed'), 'false');
    await input.click();
    await eventually(
      'the input has dropout',
      async () => (await input.getAttribute('aria-pressed')) === 'true',
    );
    await eventually('a run with it starts', async () => (await runId(panel)) !== first);
    await completed(panel);
  });

  it('drags the drop ratio: a new run with it, and another boundary', async () => {
    const boundary = panel.locator('dp-boundary').nth(1);
    const before = await picture(boundary);
    const first = await runId(panel);
    const slider = panel.getByRole('slider', { name: 'Drop ratio' });
    // On a slow machine the page may still move under the pointer: where it is, is looked up by the pointer itself.
    await slider.hover({ position: { x: 0.526 * (await slider.boundingBox())!.width, y: 10 } });
    const box = (await slider.boundingBox())!;
    await workbench.page.mouse.down();
    await workbench.page.mouse.move(box.x + box.width * 0.97, box.y + box.height / 2, { steps: 8 });
    await workbench.page.mouse.up();
    // A short run may have ended again before anyone looks.
    await eventually('another run takes its place', async () => (await runId(panel)) !== first);
    await completed(panel);
    await eventually('the boundary changes', async () => (await picture(boundary)) !== before);
    await workbench.screenshot('ratio-too-high');
  });

  it('sets up a run in the sidebar: the panel follows, and the other way round', async () => {
    await workbench.page.locator('.activitybar .action-label[aria-label="Dropout Playground"]').click();
    const sidebar = await workbench.sidebar();
    await panel.getByRole('textbox', { name: 'Drop ratio, exact value' }).fill('0.2');
    await panel.getByRole('textbox', { name: 'Drop ratio, exact value' }).press('Enter');
    await eventually(
      'the sidebar follows',
      async () =>
        (await sidebar
          .getByRole('textbox', { name: /Drop ratio/ })
          .first()
          .inputValue()) === '0.2',
    );
    await workbench.screenshot('sidebar');
  });

  it('sets a learning rate that is far too large by keyboard, and is told so', async () => {
    const field = panel.getByRole('textbox', { name: 'Learning rate, exact value' });
    await field.fill('100000');
    await field.press('Enter');
    await panel
      .locator('dp-verdict', { hasText: /blown up|Diverged at step \d+/ })
      .waitFor({ timeout: patience(60_000) });
    await workbench.screenshot('diverged');
  });
});

describe('a person with the installed extension', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open();
    await workbench.command('Run Dropout Experiment');
    await completed(await workbench.panel());
  });

  afterEach(async function () {
    await pictureOfFailure(this.currentTest, workbench);
  });

  after(() => workbench.close());

  it('finds everything again after the window has been reloaded', async () => {
    const before = await verdict(await workbench.panel());
    const logarithmic = (inside: FrameLocator) => inside.getByRole('switch', { name: 'Logarithmic axis' });
    await logarithmic(await workbench.panel()).click();
    await workbench.page.waitForTimeout(1500);
    await workbench.reload();
    const panel = await workbench.panel();
    assert.equal(
      await logarithmic(panel).getAttribute('aria-checked'),
      'true',
      'the axis is still logarithmic',
    );
    await panel.locator('dp-verdict', { hasText: before.split('.')[0] }).waitFor();
    assert.match(await facts(panel), /epoch 300 \/ 300/);
    await workbench.screenshot('reloaded');
  });

  it('keeps a run, sees the next one beside it, also after a reload, and lets it go', async () => {
    let panel = await workbench.panel();
    await panel.locator('dp-chart.loss vscode-toolbar-button[title^="Keep this run"]').click();
    const kept = await runId(panel);
    const field = panel.getByRole('textbox', { name: 'Learning rate, exact value' });
    await field.fill('0.0003');
    await field.press('Enter');
    await eventually('another run takes its place', async () => (await runId(panel)) !== kept);
    await completed(panel);
    const other = (of: FrameLocator) => of.locator('dp-chart.loss dp-chart-readout .other');
    await other(panel)
      .filter({ hasText: /lr 0\.003 test\s+0\.\d+ ± / })
      .waitFor();
    assert.equal(await other(panel).getAttribute('title'), 'Learning rate: 0.003 instead of 0.0003');
    await workbench.screenshot('compared');
    await workbench.reload();
    panel = await workbench.panel();
    await other(panel).waitFor();
    await other(panel).getByRole('button', { name: 'Remove from comparison' }).click();
    await other(panel).waitFor({ state: 'detached' });
  });

  it('the curves move while it trains, and stop while it is paused', async () => {
    const panel = await workbench.panel();
    // Long enough to be paused by a person on any machine.
    await workbench.page.locator('.activitybar .action-label[aria-label="Dropout Playground"]').click();
    const epochs = (await workbench.sidebar()).getByRole('textbox', { name: 'Epochs' });
    await epochs.fill('100000');
    await epochs.press('Enter');
    await panel.getByRole('button', { name: 'Pause' }).click();
    await panel.getByRole('button', { name: 'Resume' }).waitFor();
    await workbench.page.waitForTimeout(500);
    const paused = await picture(lossChart(panel));
    await workbench.page.waitForTimeout(700);
    assert.equal(await picture(lossChart(panel)), paused);
    await panel.getByRole('button', { name: 'Resume' }).click();
    await eventually('the curves move on', async () => (await picture(lossChart(panel))) !== paused);
    await panel.getByRole('button', { name: 'Stop' }).click();
  });
});
