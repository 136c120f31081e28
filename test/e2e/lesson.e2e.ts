import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { FrameLocator } from 'playwright-core';
import { patience } from '../support/patience';
import { eventually } from './support/eventually';
import { completed } from './support/panel';
import { THEMES, type ThemeName, Workbench } from './support/workbench';

let workbench: Workbench;
let panel: FrameLocator;

/** One window with one run, which what follows looks at. */
describe('a run that is over', () => {
  before(async () => {
    workbench = await Workbench.open();
    await workbench.command('Run Dropout Experiment');
    panel = await workbench.panel();
    await completed(panel);
  });

  after(() => workbench.close());

  describe('what it looks like', looks);
  describe('its charts', zooms);
  describe('a fair comparison', fair);
  describe('the lesson', lesson);
});

function looks(): void {
  after(async () => {
    await workbench.useTheme('dark');
    await workbench.page.setViewportSize({ width: 1500, height: 900 });
  });

  for (const theme of Object.keys(THEMES) as ThemeName[])
    it(`${theme}, 1500 × 900 and 900 × 740`, async () => {
      await workbench.useTheme(theme);
      for (const [width, height] of [
        [1500, 900],
        [900, 740],
      ]) {
        await workbench.page.setViewportSize({ width, height });
        await workbench.page.waitForTimeout(700);
        await workbench.screenshot(`panel-${theme}-${width}`);
        assert.ok(await panel.locator('dp-verdict').isVisible());
      }
    });
}

function zooms(): void {
  /** The button that shows all epochs again, one for each chart that is zoomed. */
  const reset = () => panel.locator('dp-chart .unzoom');
  const drag = async (chart: string) => {
    const plot = panel.locator(`dp-chart.${chart} .plot`);
    await plot.scrollIntoViewIfNeeded();
    const { x, y, width } = (await plot.boundingBox())!;
    const { mouse } = workbench.page;
    await mouse.move(x + 0.4 * width, y + 40);
    await mouse.down();
    await mouse.move(x + 0.6 * width, y + 45, { steps: 4 });
    await mouse.up();
  };

  it('zoom together, by dragging and by keys, and show all epochs again', async () => {
    const charts = await panel.locator('dp-chart').count();
    assert.equal(await reset().count(), 0);
    await drag('loss');
    await eventually('every chart is zoomed', async () => (await reset().count()) === charts);
    await workbench.screenshot('zoomed');
    const plot = panel.locator('dp-chart.score .plot');
    await plot.press('Escape');
    await eventually('none is', async () => (await reset().count()) === 0);
    await plot.press('+');
    await eventually('every chart is zoomed again', async () => (await reset().count()) === charts);
    await reset().first().click();
    await eventually('none is again', async () => (await reset().count()) === 0);
    await drag('score');
    await eventually('the other chart too', async () => (await reset().count()) === charts);
    await plot.dblclick();
    await eventually('a double click shows all', async () => (await reset().count()) === 0);
  });
}

function fair(): void {
  it('is offered by the verdict, draws what it tries, and answers beside the run', async () => {
    await panel.locator('dp-verdict').getByRole('button', { name: 'Compare Fairly' }).click();
    const view = panel.locator('dp-fair');
    await view.getByRole('progressbar').waitFor();
    await view.locator('dp-plot canvas').waitFor({ timeout: patience(60_000) });
    await view.locator('.said table').waitFor({ timeout: patience(240_000) });
    await workbench.screenshot('fair-comparison');
    const title = await view.locator('h2').innerText();
    assert.match(title, /dropout/);
    assert.equal(await view.locator('.said tbody tr, .said table tr').count(), 3);
    assert.ok(await panel.locator('dp-verdict h2').isVisible(), 'the run stays on the screen');
  });
}

function lesson(): void {
  const open = async (title: string) => {
    const tab = panel.getByRole('tab', { name: title, exact: true });
    // A click on the open one would close it.
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
    await panel.locator('dp-explore').evaluate((element) => element.scrollIntoView());
  };

  for (const [title, shows] of [
    ['Overfitting', 'dp-plot canvas'],
    ['One realization', 'dp-mask-table td.dropped'],
    ['An ensemble', 'dp-uncertainty canvas'],
    ['No leaning on one feature', 'dp-plot canvas'],
    ['Noise', 'dp-plot canvas'],
    ['Where to drop', 'dp-subsets .cell.seen'],
    ['Learning rate', 'dp-quadratic svg'],
  ] as const)
    it(`${title}: shows the network that has been trained`, async () => {
      await open(title);
      await panel.locator(`dp-explore ${shows}`).first().waitFor();
      await workbench.screenshot(`idea-${title.toLowerCase().replaceAll(' ', '-')}`);
    });

  it('the curvature stands beside the loss; Adam, which 2/λmax does not bind, is not held against it', async () => {
    await open('Learning rate');
    const chip = panel.locator('dp-rate-chip button');
    await chip.waitFor();
    assert.match(await chip.innerText(), /^lr 0\.003 · λmax ≈ [\d.e+-]+$/);
    const title = (await chip.getAttribute('title')) ?? '';
    assert.match(title, /LeCun et al\. 1998/);
    assert.match(title, /no limit of theirs/);
    assert.equal(await panel.locator('dp-quadratic figure.own').count(), 0);
    assert.equal(await panel.locator('dp-zone-slider .mark').count(), 0);
  });

  it('a click on the map, or a number, chooses a test point', async () => {
    await open('An ensemble');
    const point = panel.locator('dp-single-point');
    const number = point.getByRole('spinbutton', { name: 'Test point' });
    assert.equal(await number.inputValue(), '1');
    await point.locator('dp-uncertainty canvas').click();
    const label = point.locator('dp-plot canvas:not([aria-label*="test point 1 "])');
    await label.waitFor();
    assert.notEqual(await number.inputValue(), '1');
    const average = point.locator('dd').first();
    assert.match(await average.innerText(), /^[01]\.\d{3} ± 0\.\d{3}$/);
    await number.fill('2');
    await number.press('Enter');
    await point.locator('dp-plot canvas[aria-label*="test point 2 "]').waitFor();
  });

  it('each idea says where its claims come from', async () => {
    for (const title of await panel.locator('dp-explore [role=tab]').allInnerTexts()) {
      await open(title);
      const cited = panel.locator('dp-explore .cite').first();
      assert.match((await cited.getAttribute('title')) ?? '', /(19|20)\d\d/, title);
    }
  });

  it('the next mask is another one; a run that is over makes way for it only where a person says so', async () => {
    await open('One realization');
    const masks = panel.locator('dp-mask-table table').first();
    const before = await masks.innerText();
    const next = panel.getByRole('button', { name: 'Next mask' });
    const again = workbench.notifications().getByRole('button', { name: 'Start Paused' }).first();
    // On a full machine the host may be silent for so long that the view takes it for lost, and sends nothing meanwhile.
    await eventually('a person is asked', async () => {
      if (!(await again.isVisible())) await next.click();
      return again.waitFor({ timeout: patience(5_000) }).then(
        () => true,
        () => false,
      );
    });
    assert.equal(await masks.innerText(), before, 'the finished run stays');
    await again.click();
    await panel
      .locator('dp-mask-table')
      .getByText(/^step 1\b/)
      .waitFor();
    assert.notEqual(await masks.innerText(), before);
    await panel.getByRole('button', { name: 'Stop' }).click();
  });

  it('a sweep draws its points as trainings end, and can be paused', async () => {
    await open('How much to drop');
    await panel.getByRole('button', { name: 'Sweep: Drop ratio' }).click();
    await panel.locator('dp-explore dp-plot canvas').waitFor();
    const lesson = panel.locator('dp-explore');
    await lesson.getByRole('button', { name: 'Pause' }).click();
    await lesson.getByRole('button', { name: 'Continue' }).waitFor();
    await workbench.screenshot('idea-how-much');
  });

  it('“Why?” beside the verdict leads to the idea behind it', async () => {
    await panel.locator('dp-verdict .why').click();
    await panel.locator('dp-explore [role=tabpanel]').waitFor();
  });

  const complaints = async (selector: string) => {
    const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
    return panel.locator(selector).evaluate(async (element, text) => {
      // VS Code paints the background behind the page; without it axe takes the page for white.
      const { body, documentElement: root } = element.ownerDocument;
      root.style.backgroundColor = getComputedStyle(body).getPropertyValue('--vscode-editor-background');
      // biome-ignore lint/security/noGlobalEval: a test's own tool, which the page's policy would not load.
      globalThis.eval(text);
      const { axe } = globalThis as unknown as {
        axe: { run(node: Element): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      const { violations: found } = await axe.run(element);
      return found.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
      );
    }, source);
  };

  it('axe finds nothing to complain of in the panel', async () => {
    assert.deepEqual(await complaints('body'), []);
  });

  for (const theme of ['dark', 'light'] as const)
    it(`nor in any idea, ${theme}`, async function () {
      this.timeout(180_000);
      await workbench.useTheme(theme);
      for (const title of await panel.locator('dp-explore [role=tab]').allInnerTexts()) {
        await open(title);
        await panel.locator('dp-explore [role=tabpanel]').waitFor();
        assert.deepEqual(await complaints('dp-explore'), [], title);
      }
    });
}
