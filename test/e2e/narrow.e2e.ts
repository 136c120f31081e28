import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { patience } from '../support/patience';
import { overflowing } from './support/overflowing';
import { resize } from './support/panel';
import { Workbench } from './support/workbench';

/** Widths of the window at which the panel beside the code is wide, narrow, and about 320 px. */
const WIDTHS = [1500, 1200, 1080, 1000];

/** Six hidden layers, and ratios of four decimals. */
const DEEP = JSON.stringify({
  version: 1,
  name: 'deep',
  network: { hidden: [8, 8, 8, 8, 8, 8] },
  dropout: {
    ratio: 0.3333,
    placement: { input: 0.125, hidden: [0.0625, true, true, false, true, true], output: true },
  },
  training: { epochs: 5 },
});

for (const locale of [undefined, 'ko'])
  describe(`a narrow panel, ${locale ?? 'en'}`, () => {
    let workbench: Workbench;
    let panel: FrameLocator;

    before(async () => {
      workbench = await Workbench.open({
        ...(locale && { locale }),
        files: { 'deep.dropout.json': DEEP },
      });
      await workbench.openExperiment('deep');
      await workbench.command(locale ? '드롭아웃 실험 실행' : 'Run Dropout Experiment');
      panel = await workbench.webview('dp-network', 60_000);
    });

    after(() => workbench.close());

    for (const width of WIDTHS)
      it(`cuts no label and no number at ${width} px, not even to “…”`, async () => {
        await resize(workbench.page, panel, width);
        assert.deepEqual(await overflowing(panel, { ellipses: true }), []);
      });

    it('keeps the words about a neuron inside of the picture', async () => {
      const canvas = panel.locator('dp-network canvas').first();
      await canvas.scrollIntoViewIfNeeded();
      const box = (await canvas.boundingBox())!;
      const tip = panel.locator('dp-network .tip');
      for (let y = 4; y < box.height && (await tip.count()) === 0; y += 4)
        await workbench.page.mouse.move(box.x + box.width / 16, box.y + y);
      const [words, picture] = [await tip.boundingBox(), await panel.locator('dp-network').boundingBox()];
      assert.ok(words && picture);
      assert.ok(words.x >= picture.x - 1 && words.x + words.width <= picture.x + picture.width + 1);
    });

    it('keeps the verdict on three seeds whole', async () => {
      panel = await workbench.openExperiment('two-moons');
      await panel
        .locator('dp-verdict table')
        .first()
        .waitFor({ timeout: patience(120_000) });
      for (const width of [800, 680]) {
        await resize(workbench.page, panel, width);
        assert.deepEqual(await overflowing(panel), []);
      }
    });
  });
