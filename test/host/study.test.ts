import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Experiment } from '../../src/experiment/schema';
import { accepting, clean, command, endless, host, panelTab, quick, silenced, start, until } from './support';

const study: Experiment['study'] = {
  space: {
    'dropout.ratio': { min: 0, max: 0.8 },
    'training.learningRate': { min: 1e-4, max: 0.1, scale: 'log' },
  },
  sampler: { kind: 'tpe', startup: 8, candidates: 16 },
  ...{ trials: 40, seeds: 2, fresh: 3, prune: 'seeds' },
};

describe('a study', () => {
  afterEach(async () => {
    const { studies, sweeps } = await host();
    studies.pause();
    sweeps.runner.pause();
    await clean();
  });

  it('starts from the set-up, is paused, found again as after a reload, and comes to an answer', async function () {
    this.timeout(300_000);
    const { runner, studies, studyStore, setup } = await host();
    await start(endless());
    setup.rewrite({ ...quick(), study }, null);
    await command('startStudy');
    await until(() => runner.active === null);
    assert.ok(panelTab());
    await until(() => studies.state!.done >= 10);
    await command('pauseStudy');
    assert.equal(studies.state?.status, 'paused');
    await studies.close();
    const { id, done } = studies.state!;
    // What a window that opens later finds.
    const again = await studyStore!.load(id);
    assert.deepEqual([again.status, again.experiment.study], ['paused', study]);
    await studies.forget(id);
    studies.show(again);
    assert.ok(studies.state!.done >= 10 && studies.state!.done <= done);
    await command('resumeStudy');
    await until(() => studies.state?.status === 'completed', 60_000);
    const { answer, count, fresh, journal } = studies.state!;
    assert.deepEqual([count, fresh.length], [40, 3]);
    assert.match(answer!.sentence, /^Best: Drop ratio .*On 3 fresh seeds/);
    await studies.close();
    assert.match(await readFile(journal!, 'utf8'), /"op_code": ?6/);
  });

  it('makes way for a run, and goes on after it', async () => {
    const { runner, studies, setup } = await host();
    setup.rewrite({ ...quick(), study: { ...study!, trials: 1000 } }, null);
    await command('startStudy');
    await until(() => studies.state!.done > 0);
    await start(endless());
    await until(() => studies.state?.status === 'paused');
    assert.match(studies.state!.reason!, /It waits while/);
    await command('stop');
    await until(() => runner.active === null);
    await until(() => studies.state?.status === 'running');
  });

  it('gives its values to the set-up, and its trials as runs', async () => {
    const { studies, studyActions, setup, store } = await host();
    setup.rewrite({ ...quick(), study: { ...study!, trials: 8, fresh: 0 } }, null);
    await command('startStudy');
    await until(() => studies.state?.status === 'completed', 60_000);
    const trial = studies.study!.trials.get(3)!;
    const { id } = studies.state!;
    await studyActions.trial(id, 3, 'takeValues');
    const { dropout, training } = setup.experiment;
    assert.deepEqual(
      { 'dropout.ratio': dropout.ratio, 'training.learningRate': training.learningRate },
      trial.point,
    );
    await until(() => studies.state!.axes[0]!.current === dropout.ratio);
    await studyActions.trial(id, 5, 'openRuns');
    await until(
      () => store.current?.experiment.dropout.ratio === studies.study!.trials.get(5)!.point['dropout.ratio'],
    );
    assert.equal(store.current!.experiment.seeds, 2);
  });

  it('and a sweep are taken away as the pictures that the panel shows', async () => {
    const { studies, sweeps, setup, charts } = await host();
    await start(quick());
    setup.rewrite({ ...quick(), study: { ...study!, trials: 8, fresh: 0 } }, null);
    await command('startStudy');
    await until(() => studies.state?.status === 'completed', 60_000);
    const [svg, png] = [
      await charts.draw(studies.state!.id, 'svg', 'light'),
      await charts.draw(studies.state!.id, 'png', 'theme'),
    ];
    assert.match(new TextDecoder().decode(svg), /^<svg .*validation loss over/s);
    assert.ok(png.length > 10_000);
    await command('sweep', 'ratio');
    await until(() => sweeps.runner.state?.status === 'completed', 60_000);
    const swept = await charts.draw(sweeps.runner.state!.id, 'svg', 'theme');
    assert.match(new TextDecoder().decode(swept), /^<svg .*against Drop ratio/s);
  });

  it('whose plan a file has otherwise by now says so there, with quick fixes that settle it', async () => {
    const { studies, setup } = await host();
    const other = { ...study!, trials: 1000, prune: 'none' as const };
    const content = JSON.stringify({ version: 1, study: other }, null, 2);
    const document = await vscode.workspace.openTextDocument({ language: 'json', content });
    const notes = () =>
      vscode.languages.getDiagnostics(document.uri).filter(({ code }) => code === 'study-plan');
    setup.rewrite({ ...quick(), study: { ...other, prune: 'seeds' } }, null);
    await command('startStudy');
    await until(() => studies.state!.done > 0);
    assert.deepEqual(notes(), []);
    const plan = { ...quick(), study: other };
    setup.rewrite(plan, null);
    await until(() => notes().length === 1);
    const [note] = notes();
    assert.equal(document.lineAt(note!.range.start.line).text.trim(), '"study": {');
    assert.match(note!.message, /[Pp]runing/);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      note!.range,
    );
    const fix = (title: string) => {
      const found = actions.find((one) => one.title === title)?.command;
      assert.ok(found, `${title}: ${actions.map((one) => one.title)}`);
      return vscode.commands.executeCommand(found.command, ...(found.arguments ?? []));
    };
    const { id } = studies.state!;
    await fix('Go On with the Old Plan');
    await until(() => notes().length === 0);
    assert.equal(studies.state!.id, id);
    setup.rewrite({ ...plan, study: { ...other, seeds: 3 } }, null);
    setup.rewrite(plan, null);
    await fix('Begin a New Study');
    await until(() => studies.state!.id !== id);
    assert.deepEqual([studies.state!.planDifferences, notes()], [undefined, []]);
  });

  it('asks what to vary where the set-up does not say', async () => {
    const { studies, setup } = await host();
    setup.rewrite(quick(), null);
    await accepting(command('startStudy'));
    assert.deepEqual(Object.keys(setup.experiment.study!.space), ['dropout.ratio', 'training.learningRate']);
    assert.equal(studies.state?.status, 'running');
  });

  it('that cannot be done says where, and what is allowed', async () => {
    const { setup } = await host();
    const wrong = { ...study!, space: { 'training.learningRates': { min: 1, max: 2 } } };
    setup.rewrite({ ...quick(), study: wrong } as Experiment, null);
    const said = await silenced(async () => void (await command('startStudy')));
    assert.match(said.join(), /learningRates.*did you mean training\.learningRate/);
  });
});
