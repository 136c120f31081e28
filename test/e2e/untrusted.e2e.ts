import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { completed } from './support/panel';
import { Workbench } from './support/workbench';

/** A table that is nobody's in this workspace. */
const folder = mkdtempSync(join(tmpdir(), 'playground-elsewhere-'));
const elsewhere = join(folder, 'measured.csv');
const rows = Array.from({ length: 60 }, (_, i) => `${i % 7},${(i * 5) % 11},${i % 2 ? 'yes' : 'no'}`);
writeFileSync(elsewhere, ['a,b,label', ...rows].join('\n'));

const experiment = (data: object) =>
  JSON.stringify({ version: 1, data, network: { hidden: [8] }, training: { epochs: 5 } });

const files = {
  'elsewhere.dropout.json': experiment({ source: 'csv', file: elsewhere, target: 'label' }),
  'passwd.dropout.json': experiment({ source: 'csv', file: '../../../../etc/passwd' }),
};

describe('a workspace that is not trusted', () => {
  let workbench: Workbench | undefined;
  afterEach(async () => {
    await workbench?.close();
    workbench = undefined;
  });

  it('runs no file that is opened, names what would be read, and reads it once a person says so', async () => {
    workbench = await Workbench.open({ files, untrusted: true });
    const panel = await workbench.openExperiment('elsewhere.dropout.json');
    const banner = panel.locator('dp-banners .info', { hasText: 'Not run: this workspace is not trusted' });
    await banner.waitFor();
    assert.match(await banner.innerText(), /measured\.csv/);
    await workbench.page.waitForTimeout(2_000);
    assert.equal(await panel.locator('dp-chart').count(), 0, 'nothing has been run');
    await workbench.screenshot('untrusted');
    const run = panel.locator('dp-run-head').getByRole('button', { name: 'Run', exact: true });
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await run.click();
    await dialog.waitFor();
    await workbench.screenshot('untrusted-question');
    assert.match(await dialog.innerText(), new RegExp(`${elsewhere} \\(outside this workspace\\)`));
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    assert.equal(await panel.locator('dp-chart').count(), 0);
    await run.click();
    await dialog.getByRole('button', { name: 'Read', exact: true }).click();
    await completed(panel);
    await panel.locator('dp-data-preview', { hasText: 'outside this workspace' }).waitFor();
  });

  it('is lifted by itself when a person trusts it', async () => {
    workbench = await Workbench.open({ files, untrusted: true });
    const panel = await workbench.openExperiment('elsewhere.dropout.json');
    await panel.locator('dp-banners').getByRole('button', { name: 'Manage Workspace Trust' }).click();
    const trust = workbench.page.getByRole('button', { name: 'Trust', exact: true }).first();
    await trust.click();
    await workbench.page.locator('.tabs-container .tab', { hasText: 'elsewhere' }).click();
    const again = await workbench.panel();
    await completed(again);
    assert.equal(await again.locator('dp-banners .info').count(), 0);
  });

  it('has views that take no form and no other base', async () => {
    workbench = await Workbench.open();
    await workbench.command('Run Dropout Experiment');
    const panel = await workbench.panel();
    const refused = await panel.locator('body').evaluate(async (body) => {
      const violated: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        violated.push(event.effectiveDirective),
      );
      const base = document.createElement('base');
      base.href = 'https://example.org/';
      document.head.append(base);
      const form = document.createElement('form');
      form.action = 'https://example.org/';
      body.append(form);
      form.submit();
      await new Promise((done) => setTimeout(done, 500));
      return { violated, base: document.baseURI };
    });
    assert.doesNotMatch(refused.base, /example\.org/);
    assert.ok(refused.violated.includes('base-uri'), refused.violated.join());
  });
});
