import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { patience } from '../support/patience';
import { eventually } from './support/eventually';
import { runId } from './support/panel';
import { Workbench } from './support/workbench';

/** VS Code needs a while to notice, and another to start a host anew on a busy machine. */
const BACK_MILLISECONDS = 60_000;

type Page = HTMLElement & {
  store: {
    connection: string;
    isAlone: boolean;
    run: { id: string; status: string; experiment: { training: { epochs: number } } } | null;
    experiment: { dropout: { ratio: number } };
    progress: Map<string, { epoch: number }>;
    edit(path: (string | number)[], value: unknown): void;
  };
};

/** Where a frame goes in the middle of the question, no answer ever comes. */
const ANSWER_MILLISECONDS = 3_000;

const seen = (view: FrameLocator, element = 'dp-panel') =>
  view.locator(element).evaluate(
    (page) => {
      const { connection, run, experiment, progress } = (page as Page).store;
      const reached = [...progress.values()].map(({ epoch }) => epoch);
      const { ratio } = experiment.dropout;
      const epochs = run?.experiment.training.epochs;
      return { connection, status: run?.status, id: run?.id, epoch: Math.max(0, ...reached), epochs, ratio };
    },
    undefined,
    { timeout: patience(ANSWER_MILLISECONDS) },
  );

/** Starts what does not end within a test, where it does not go on already. Resolves to the run's id. */
async function startLongRun(panel: FrameLocator): Promise<string> {
  await panel
    .locator('dp-panel')
    .evaluate((page) => (page as Page).store.edit(['training', 'epochs'], 9_000));
  await eventually(
    'a long run is well on its way',
    async () => {
      const { status, epoch, epochs } = await seen(panel);
      return status === 'running' && epoch > 100 && epochs === 9_000;
    },
    BACK_MILLISECONDS,
  );
  return runId(panel);
}

/** Lets some epochs of a run that goes on be saved: that is done every few seconds. */
const saved = (panel: FrameLocator) => panel.locator('dp-panel').page().waitForTimeout(6_000);

describe('when the extension host dies', function () {
  this.timeout(300_000);
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({ file: 'wildflowers.csv' });
    await workbench.command('Run Dropout Experiment');
  });

  after(() => workbench.close());

  it('the panel comes back by itself, with the run as far as it was saved', async () => {
    const id = await startLongRun(await workbench.panel());
    await saved(await workbench.panel());
    await workbench.page.locator('.view-line').first().click();
    workbench.signalHost('SIGKILL');
    await eventually(
      'the run is back',
      async () => {
        const now = await seen(await workbench.panel());
        return now.connection === 'live' && now.status === 'stopped' && now.id === id && now.epoch > 50;
      },
      BACK_MILLISECONDS,
    );
    assert.equal(await workbench.tabs('Dropout Playground').count(), 1);
    assert.match((await workbench.tabs('Dropout Playground').getAttribute('aria-label'))!, /Group 2/);
    await workbench.page.keyboard.type('here,');
    await workbench.page.locator('.view-line', { hasText: 'here,' }).waitFor();
    await workbench.screenshot('host-back');
    const panel = await workbench.panel();
    await panel.locator('dp-run-head').getByRole('button', { name: 'Run' }).click();
    await eventually(
      'Run runs',
      async () => {
        const now = await seen(panel);
        return now.status === 'running' && now.id !== id;
      },
      BACK_MILLISECONDS,
    );
    assert.equal(await workbench.tabs('Dropout Playground').count(), 1);
  });

  it('what has no one to hear it is inert until then, and says so', async () => {
    const panel = await workbench.panel();
    await startLongRun(panel);
    // VS Code takes its time to notice.
    workbench.page.setDefaultTimeout(patience(BACK_MILLISECONDS));
    const { id, epoch } = await seen(panel);
    workbench.signalHost('SIGSTOP');
    try {
      await panel.locator('dp-banners .warning', { hasText: 'not responding' }).waitFor();
      for (const part of ['.head', '.controls', 'dp-network-section', 'dp-data-preview', '.words'])
        await panel.locator(`${part}[inert]`).waitFor();
      assert.equal(await panel.getByRole('button', { name: 'Retry' }).count(), 0);
      await panel.locator('dp-chart.loss .plot').hover();
      await panel.locator('dp-chart.loss', { hasText: /epoch \d+/ }).waitFor();
      await workbench.screenshot('host-silent');
    } finally {
      workbench.signalHost('SIGCONT');
    }
    await panel.locator('dp-banners .warning').waitFor({ state: 'hidden' });
    await eventually(
      'the same run goes on',
      async () => {
        const now = await seen(panel);
        return now.connection === 'live' && now.status === 'running' && now.id === id && now.epoch > epoch;
      },
      BACK_MILLISECONDS,
    );
    await panel.locator('.top > .head:not([inert])').waitFor();
    await panel.locator('dp-run-head').getByRole('button', { name: 'Stop' }).click();
    await panel.locator('dp-run-head', { hasText: 'Stopped' }).waitFor();
  });

  it('a file’s editor and the sidebar come back, and what is not saved is not lost', async () => {
    await workbench.close();
    workbench = await Workbench.open({ settings: { 'files.autoSave': 'off' } });
    await workbench.command('Focus on Run Set-up View');
    const sidebar = await workbench.sidebar();
    await sidebar.locator('dp-scenario-picker').waitFor();
    await workbench.command('Explorer: Focus on Folders View');
    await workbench.openExperiment('two-moons.dropout.json');
    await workbench.command('Focus on Run Set-up View');
    await workbench.sidebar();
    const editor = await workbench.panel();
    await eventually('the file’s set-up is shown', async () => (await seen(editor)).ratio === 0.33);
    // Before the long run: the edit starts one of its own, and is in the text by the time the long one is saved.
    await editor
      .locator('dp-panel')
      .evaluate((page) => (page as Page).store.edit(['dropout', 'ratio'], 0.42));
    const id = await startLongRun(editor);
    await saved(editor);
    const tab = workbench.tabs('two-moons.dropout.json');
    assert.match((await tab.getAttribute('class'))!, /dirty/);
    const labels = await workbench.page.locator('.tabs-container .tab').allInnerTexts();
    workbench.signalHost('SIGKILL');
    await eventually(
      'the editor is back',
      async () => {
        const now = await seen(await workbench.panel());
        const here = await workbench.page.locator('.tabs-container .tab').allInnerTexts();
        const isSame = here.length === labels.length && (await tab.count()) === 1;
        return isSame && now.connection === 'live' && now.status === 'stopped' && now.id === id;
      },
      BACK_MILLISECONDS,
    );
    await eventually(
      'the editor shows what was not saved',
      async () => (await seen(await workbench.panel())).ratio === 0.42,
      BACK_MILLISECONDS,
    );
    assert.match((await tab.getAttribute('class'))!, /dirty/);
    await eventually(
      'the sidebar is back',
      async () => {
        const now = await seen(await workbench.sidebar(), 'dp-sidebar');
        return now.connection === 'live' && now.ratio === 0.42;
      },
      BACK_MILLISECONDS,
    );
    await workbench.screenshot('host-back-file');
  });
});
