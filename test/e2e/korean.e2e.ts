import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { Workbench } from './support/workbench';

/** Elements whose text is wider than they are, in all shadow roots: cut off, or reaching out. */
async function overflowing(view: FrameLocator): Promise<string[]> {
  return view.locator('body').evaluate((body) => {
    const found: string[] = [];
    const visit = (root: ParentNode) => {
      for (const element of root.querySelectorAll<HTMLElement>('*')) {
        if (element.shadowRoot) visit(element.shadowRoot);
        const { overflowX, display } = getComputedStyle(element);
        const cuts = element.clientWidth > 1 && display !== 'inline' && overflowX !== 'auto';
        if (cuts && element.scrollWidth > element.clientWidth + 1)
          found.push(
            `${element.localName}.${element.className}: ${element.textContent?.trim().slice(0, 60)}`,
          );
      }
    };
    visit(body);
    return found;
  });
}

describe('a person who reads Korean', () => {
  let workbench: Workbench;

  beforeEach(async () => {
    workbench = await Workbench.open({ locale: 'ko' });
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-korean');
    await workbench.close();
  });

  it('finds commands, set-up, verdict and explanations in Korean', async () => {
    await workbench.command('드롭아웃 실험 실행');
    const panel = await workbench.panel();
    assert.equal(await panel.locator('html').getAttribute('lang'), 'ko');
    await panel.locator('dp-run-head', { hasText: '완료' }).waitFor({ timeout: 30_000 });
    assert.match(await panel.locator('dp-verdict .card').innerText(), /드롭아웃.*손실|손실.*드롭아웃|훈련/s);
    await panel.getByRole('tab', { name: '앙상블' }).click();
    await panel.getByText('하위 신경망 k개').first().waitFor();
    assert.deepEqual(await overflowing(panel), []);
    await workbench.screenshot('korean');
  });
});
