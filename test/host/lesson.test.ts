import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  accepting,
  clean,
  command,
  endless,
  host,
  panelTab,
  quick,
  silenced,
  sleep,
  start,
  until,
} from './support';

describe('the lesson from the command palette', () => {
  afterEach(clean);

  it('opens an idea in a panel that is on the screen, and what it needs is computed', async () => {
    const { views } = await host();
    await start(endless());
    await command('openIdea', 'noise');
    await until(() => views.analyses.includes('noise'));
    await command('openIdea', 'reliance');
    await until(() => views.analyses.includes('reliance') && !views.analyses.includes('noise'));
  });

  it('opens an idea in a panel that was closed', async () => {
    const { views } = await host();
    await start(endless());
    await vscode.window.tabGroups.close(panelTab()!.tab);
    await until(() => panelTab() === undefined);
    await command('openIdea', 'noise');
    assert.ok(panelTab());
    await until(() => views.analyses.includes('noise'));
  });

  it('asks which idea where none is said', async () => {
    await start(endless());
    // The first of the lesson, which computes nothing: that it ends without a word says that it is open.
    assert.deepEqual(await silenced(() => accepting(command('openIdea'))), []);
  });

  it('starts a sweep and pauses it', async () => {
    const { runner, sweeps } = await host();
    const run = await start(quick());
    await command('sweep', 'ratio');
    assert.equal(sweeps.runner.state?.sweep, 'ratio');
    assert.equal(runner.active, null);
    assert.notEqual(run.status, 'running');
    await command('pauseSweep');
    assert.notEqual(sweeps.runner.state?.status, 'running');
  });

  it('asks what to sweep where it is not said', async () => {
    const { sweeps } = await host();
    await start(quick());
    await accepting(command('sweep'));
    assert.equal(sweeps.runner.state?.sweep, 'ratio');
    await command('pauseSweep');
  });

  it('opens the walkthrough', async () => {
    const walkthrough = () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ label }) => /Walkthrough|Welcome/.test(label));
    await command('openWalkthrough');
    await until(walkthrough);
    await sleep(100);
  });
});
