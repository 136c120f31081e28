import type { FrameLocator, Page } from 'playwright-core';
import { patience } from '../../support/patience';
import { eventually } from './eventually';

/** The id of the run that the panel shows. */
export function runId(panel: FrameLocator): Promise<string> {
  return panel
    .locator('dp-panel')
    .evaluate((element) => (element as HTMLElement & { store: { run: { id: string } } }).store.run.id);
}

/** Resolves when the run that the panel shows has ended as it was to. */
export async function completed(panel: FrameLocator): Promise<void> {
  await panel.locator('dp-run-head', { hasText: 'Completed' }).waitFor({ timeout: patience(60_000) });
}

/** Gives the window a width; resolves when the panel at its right edge has been laid out anew. */
export async function resize(page: Page, panel: FrameLocator, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  const frame = page.locator('iframe.webview.ready').filter({ visible: true });
  await eventually(`the panel is laid out at ${width} px`, async () => {
    const outside = (await frame.boundingBox())!;
    const inside = (await panel.locator('dp-panel').boundingBox())!;
    return (
      Math.abs(outside.x + outside.width - width) < 20 &&
      Math.abs(inside.x + inside.width - outside.x - outside.width) < 2
    );
  });
}
