import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { Workbench } from './support/workbench';

const TRUST = { 'security.workspace.trust.enabled': true };
/** Numbers that only this file has. */
const SECRET = `${['a,b,y', ...Array.from({ length: 60 }, (_, i) => `${i},${7 * i},${31337 + (i % 2)}`)].join('\n')}\n`;

describe('a workspace that the person does not trust', function () {
  this.timeout(180_000);
  let workbench: Workbench;
  let folder: string;
  let secret: string;

  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'playground-outside-')));
    secret = join(folder, 'secret.csv');
    writeFileSync(secret, SECRET);
    const experiment = { version: 1, data: { source: 'csv', file: secret }, training: { epochs: 20 } };
    workbench = await Workbench.open({
      untrusted: true,
      settings: TRUST,
      files: { 'outside.dropout.json': JSON.stringify(experiment, null, 2) },
    });
  });
  after(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot('failed-untrusted');
  });

  const run = (panel: FrameLocator) =>
    panel.locator('dp-run-head').getByRole('button', { name: 'Run', exact: true }).click();
  const dialog = () => workbench.page.locator('.monaco-dialog-box');

  it('runs nothing when an experiment file is opened, and says why', async () => {
    const panel = await workbench.openExperiment('two-moons');
    await panel.locator('dp-banners .info', { hasText: 'this workspace is not trusted' }).waitFor();
    await workbench.screenshot('untrusted-moons');
    await run(panel);
    await panel.locator('dp-run-head', { hasText: /epoch \d+/i }).waitFor();
  });

  it('reads a file outside it only after the person has said so', async () => {
    const panel = await workbench.openExperiment('outside');
    await panel.locator('dp-banners .info', { hasText: 'Run asks you before it reads' }).waitFor();
    await workbench.screenshot('untrusted-outside');
    await run(panel);
    await dialog().getByText('This workspace is not trusted. Read secret.csv?').waitFor();
    await dialog().getByText(`${secret} (outside this workspace)`).waitFor();
    await workbench.screenshot('untrusted-question');
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await panel.locator('dp-banners .info', { hasText: 'Run asks you before it reads' }).waitFor();
    await run(panel);
    await dialog().getByRole('button', { name: 'Read', exact: true }).click();
    await panel.locator('dp-run-head', { hasText: 'Completed' }).waitFor();
    await panel.getByText('31337').first().waitFor();
    await workbench.screenshot('untrusted-read');
  });
});
