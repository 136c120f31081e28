import type { FrameLocator } from 'playwright-core';

/** The id of the run that the panel shows. */
export function runId(panel: FrameLocator): Promise<string> {
  return panel
    .locator('dp-panel')
    .evaluate((element) => (element as HTMLElement & { store: { run: { id: string } } }).store.run.id);
}

/** Resolves when the run that the panel shows has ended as it was to. */
export async function completed(panel: FrameLocator): Promise<void> {
  await panel.locator('dp-run-head', { hasText: 'Completed' }).waitFor({ timeout: 60_000 });
}
