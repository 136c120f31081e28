import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Run } from '../../src/host/store/run';
import {
  clean,
  command,
  endless,
  epochsOf,
  host,
  panelTab,
  quick,
  sleep,
  start,
  until,
  workspaceFile,
} from './support';

const isIncreasing = (values: readonly number[]): boolean =>
  values.every((value, index) => index === 0 || value > values[index - 1]);

/** The step at which a paused run has come to rest: what it had said before may still be on its way. */
async function settledStep(run: Run): Promise<number> {
  const step = run.members[0].progress!.step;
  await sleep(300);
  return run.members[0].progress!.step === step ? step : settledStep(run);
}

describe('Run Dropout Experiment', () => {
  afterEach(clean);

  it('opens the panel beside the code; the editor keeps its focus and its place', async () => {
    const document = await vscode.workspace.openTextDocument(workspaceFile('train.py'));
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(7, 4, 7, 4);
    const [top] = editor.visibleRanges;
    await start(endless());
    const panel = panelTab();
    assert.ok(panel);
    assert.equal(panel.group.viewColumn, vscode.ViewColumn.Two);
    assert.equal(panel.group.isActive, false);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), document.uri.toString());
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, 7);
    assert.equal(vscode.window.activeTextEditor?.visibleRanges[0].start.line, top.start.line);
  });

  it('streams both members of the pair until they end, with a verdict', async () => {
    const { runner, store } = await host();
    const run = await start(quick());
    await until(() => runner.active === null);
    assert.equal(run.status, 'completed');
    for (const member of [0, 1]) {
      assert.deepEqual(
        epochsOf(run, member),
        Array.from({ length: 21 }, (_, epoch) => epoch),
      );
    }
    assert.ok(run.verdict);
    assert.equal(store.summaries[0].id, run.id);
    assert.ok(Number.isFinite(store.summaries[0].testLoss.dropout));
    assert.ok(Number.isFinite(store.summaries[0].testLoss.baseline));
  });

  it('looks at what the panel shows', async () => {
    const run = await start(endless());
    await until(() => run.members[0].boundary && run.members[0].network && run.members[1].boundary);
  });

  it('pauses, steps, resumes and stops', async () => {
    const { runner } = await host();
    const run = await start(endless());
    await command('pause');
    assert.equal(run.status, 'paused');
    const step = await settledStep(run);
    await sleep(200);
    assert.equal(run.members[0].progress?.step, step, 'a paused run stands still');
    await command('step');
    await until(() => run.members[0].progress?.step === step + 1);
    await command('resume');
    await until(() => run.members[0].progress!.step > step + 100);
    await command('stop');
    await until(() => runner.active === null);
    assert.equal(run.status, 'stopped');
  });

  it('keeps a run to compare the next ones with, until it is let go or deleted', async () => {
    const { runner, comparison, store } = await host();
    const over = () => until(() => runner.active === null);
    const kept = await start(quick());
    await over();
    await command('compareRun', { id: kept.id });
    assert.deepEqual(comparison.state[0]?.series, [], 'it is itself on the screen');
    await start(quick({ dropout: { ...quick().dropout, ratio: 0.2 } }));
    await over();
    assert.equal(comparison.state[0]?.run.id, kept.id);
    assert.deepEqual(comparison.state[0]?.series, kept.series());
    await command('stopComparing');
    assert.deepEqual(comparison.state, []);
    await command('compareRun', { id: kept.id });
    await store.remove(kept.id);
    assert.deepEqual(comparison.state, []);
  });

  it('repeats the same numbers on restart', async () => {
    const { runner } = await host();
    const first = await start(quick());
    await until(() => runner.active === null);
    await command('restart');
    const second = runner.active!;
    await until(() => runner.active === null);
    assert.notEqual(second.id, first.id);
    assert.deepEqual(second.series(), first.series());
  });

  it('records a change in mid-run with its step, without a restart', async () => {
    const { runner, playground } = await host();
    const run = await start(endless());
    playground.edit(['dropout', 'ratio'], 0.25);
    await until(() => run.members.every(({ changes }) => changes.length === 1));
    playground.edit(['training', 'learningRate'], 0.001);
    await until(() => run.members.every(({ changes }) => changes.length === 2));
    assert.equal(runner.active, run);
    assert.equal(run.experiment.changes.length, 2);
    assert.equal(run.members[0].changes[0].ratio, 0.25);
    assert.ok(run.members[0].changes[0].step > 1);
    await until(() => run.members[0].curve.last('dropRatio') === 0.25);
  });

  it('starts anew when something else is edited', async () => {
    const { runner, playground } = await host();
    const run = await start(endless());
    playground.edit(['network', 'hidden'], [16]);
    await until(() => runner.active !== run && runner.active?.info);
    assert.deepEqual(runner.active?.info?.widths, [2, 16, 2]);
  });

  it('runs by itself after an edit while the panel is open, not while it is closed', async () => {
    const { runner, playground } = await host();
    playground.edit(['dropout', 'ratio'], 0.1);
    await sleep(500);
    assert.equal(runner.active, null);
    await command('openPanel');
    playground.edit(['training', 'epochs'], 1_000_000);
    await until(() => runner.active);
  });

  it('has its last pictures, even if no one was looking', async () => {
    const { runner, setup, playground } = await host();
    setup.replace(quick(), null);
    playground.run();
    const run = runner.active!;
    await until(() => runner.active === null);
    assert.ok(run.members[0].boundary && run.members[0].network && run.members[1].boundary);
  });

  it('goes on when its panel is closed', async () => {
    const { runner } = await host();
    const run = await start(endless());
    const before = run.members[0].progress!.step;
    await vscode.window.tabGroups.close(panelTab()!.tab);
    assert.equal(panelTab(), undefined);
    await until(() => run.members[0].progress!.step > before + 100);
    assert.equal(runner.active, run);
    await command('openPanel');
    await until(() => panelTab());
  });

  it('never mixes the curves of 100 quick restarts', async () => {
    const { runner, store, playground } = await host();
    await start(endless());
    for (let restart = 0; restart < 100; restart++) {
      playground.restart();
      await sleep(restart % 10);
    }
    const run = runner.active!;
    await until(() => run.members.every((member) => member.curve.count > 20), 20_000);
    assert.equal(store.current, run);
    assert.ok(isIncreasing(epochsOf(run, 0)));
    assert.ok(isIncreasing(epochsOf(run, 1)));
    await until(() => store.summaries.filter(({ status }) => status === 'running').length === 1);
  }).timeout(60_000);

  it('leaves the host’s thread free', async () => {
    const run = await start(endless());
    const count = () => run.members[0].curve.count;
    // A training on the host's own thread would leave it a turn or two for each of its frames.
    const [from, frames] = [count(), 20];
    let [turns, seen] = [0, 0];
    for (let last = from; seen < frames; turns++) {
      await setImmediate();
      if (count() > last) seen++;
      last = count();
    }
    assert.ok(turns > 20 * frames, `${turns} turns of the host's loop while ${frames} frames came`);
  });

  it('says where and why a run diverged', async () => {
    const { runner } = await host();
    const experiment = quick();
    const run = await start({
      ...experiment,
      training: { ...experiment.training, optimizer: 'sgd', learningRate: 1e6 } as typeof experiment.training,
    });
    await until(() => runner.active === null);
    assert.equal(run.members[0].ending?.kind, 'diverged');
    assert.equal(run.verdict?.kind, 'diverged');
    assert.equal(run.summary().diverged, run.members[0].ending?.step);
  });

  it('says why data cannot be read, and lives on', async () => {
    const { runner } = await host();
    const data = { ...endless().data, source: 'csv', file: 'nowhere.csv' } as never;
    const run = await start(endless({ data }));
    await until(() => runner.active === null);
    assert.equal(run.status, 'failed');
    assert.match(run.members[0].failure!.reason, /nowhere\.csv/);
    const next = await start(quick());
    await until(() => runner.active === null);
    assert.equal(next.status, 'completed');
  });
});
