import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { FrameLocator } from 'playwright-core';
import { Workbench } from './support/workbench';

describe('the lesson', () => {
  let workbench: Workbench;
  let panel: FrameLocator;

  before(async () => {
    workbench = await Workbench.open();
    await workbench.command('Run Dropout Experiment');
    panel = await workbench.panel();
    await panel.locator('dp-run-head', { hasText: 'Completed' }).waitFor({ timeout: 60_000 });
  });

  after(() => workbench.close());

  const open = async (title: string) => {
    await panel.getByRole('tab', { name: title, exact: true }).click();
    await panel.locator('dp-explore').evaluate((element) => element.scrollIntoView());
  };

  for (const [title, shows] of [
    ['Overfitting', 'dp-plot canvas'],
    ['One thinned net', 'dp-mask-table td.dropped'],
    ['An ensemble', 'dp-uncertainty canvas'],
    ['No leaning on one feature', 'dp-plot canvas'],
    ['Noise', 'dp-plot canvas'],
    ['Learning rate', 'dp-plot canvas'],
  ] as const)
    it(`${title}: shows the network that has been trained`, async () => {
      await open(title);
      await panel.locator(`dp-explore ${shows}`).first().waitFor();
      await workbench.screenshot(`idea-${title.toLowerCase().replaceAll(' ', '-')}`);
    });

  it('the next mask is another one', async () => {
    await open('One thinned net');
    const masks = panel.locator('dp-mask-table table');
    const before = await masks.innerText();
    await panel.getByRole('button', { name: 'Next mask' }).click();
    await panel.locator('dp-mask-table').getByText('step 1', { exact: true }).waitFor();
    assert.notEqual(await masks.innerText(), before);
    await panel.getByRole('button', { name: 'Stop' }).click();
  });

  it('a sweep draws its points as trainings end, and can be cancelled', async () => {
    await open('How much');
    await panel.getByRole('button', { name: 'Sweep: Drop ratio' }).click();
    await panel.locator('dp-explore dp-plot canvas').waitFor();
    await panel.getByRole('button', { name: 'Cancel' }).click();
    await panel.getByRole('button', { name: 'Sweep: Drop ratio' }).waitFor();
    await workbench.screenshot('idea-how-much');
  });

  it('“Why?” beside the verdict leads to the idea behind it', async () => {
    await panel.locator('dp-verdict .why').click();
    await panel.locator('dp-explore [role=tabpanel]').waitFor();
  });

  it('axe finds nothing to complain of in the panel', async () => {
    const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
    const violations = await panel.locator('body').evaluate(async (body, text) => {
      // VS Code paints the background behind the page; without it axe takes the page for white.
      const root = body.ownerDocument.documentElement;
      root.style.backgroundColor = getComputedStyle(body).getPropertyValue('--vscode-editor-background');
      // biome-ignore lint/security/noGlobalEval: a test's own tool, which the page's policy would not load.
      globalThis.eval(text);
      const { axe } = globalThis as unknown as {
        axe: { run(node: Element): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      const { violations: found } = await axe.run(body);
      return found.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
      );
    }, source);
    assert.deepEqual(violations, []);
  });
});
