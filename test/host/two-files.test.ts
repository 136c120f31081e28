import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Run } from '../../src/host/store/run';
import { clean, command, host, ownFolder, quick, silenced, sleep, until } from './support';

/** An experiment that does not end by itself within a test. */
const endlessText = (name: string, ratio: number, width = 8) =>
  JSON.stringify({
    version: 1,
    name,
    training: { epochs: 1_000_000 },
    dropout: { ratio },
    network: { hidden: [width] },
  });

describe('a run and a second experiment file', () => {
  const path = ownFolder();

  /** Opens a file as a person does who clicks it in the Explorer; resolves when it is the set-up. */
  async function open(text: string, name: string) {
    await writeFile(path(name), text);
    return show(vscode.Uri.file(path(name)));
  }

  async function show(uri: vscode.Uri): Promise<vscode.TextDocument> {
    const { documents } = await host();
    await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
    const document = await vscode.workspace.openTextDocument(uri);
    await until(() => documents.bound === document);
    return document;
  }

  /** Runs the set-up; resolves when there is a curve. */
  async function running(): Promise<Run> {
    const { runner } = await host();
    await command('restart');
    await until(() => (runner.active?.members[0]?.curve.count ?? 0) > 3);
    return runner.active!;
  }

  /** Longer than an edit takes to reach a run or to start one. */
  const settle = () => sleep(800);

  it('goes on as it is when another file is opened that differs in what may change in its course', async () => {
    const { runner } = await host();
    await open(endlessText('first', 0.2), 'first.dropout.json');
    const run = await running();
    await open(endlessText('second', 0.7), 'second.dropout.json');
    await settle();
    assert.equal(runner.active, run);
    assert.deepEqual(run.experiment.changes, []);
  });

  it('goes on when another file is opened that differs in all else', async () => {
    const { runner } = await host();
    await open(endlessText('first', 0.2), 'first.dropout.json');
    const run = await running();
    await open(endlessText('second', 0.7, 9), 'second.dropout.json');
    await settle();
    assert.equal(runner.active, run);
    assert.equal(run.status, 'running');
  });

  it('makes way for the file that is looked at when that is run', async () => {
    const { runner } = await host();
    await open(endlessText('first', 0.2), 'first.dropout.json');
    await running();
    await open(endlessText('second', 0.7, 9), 'second.dropout.json');
    await command('run');
    await until(() => runner.active?.name === 'second');
  });

  it('is still changed by its own file after a look at the other', async () => {
    const { runner, playground } = await host();
    const second = await open(endlessText('second', 0.7, 9), 'second.dropout.json');
    const first = await open(endlessText('first', 0.2), 'first.dropout.json');
    const run = await running();
    await show(second.uri);
    await show(first.uri);
    playground.edit(['dropout', 'ratio'], 0.3);
    await until(() => run.experiment.changes.length > 0);
    assert.equal(runner.active, run);
    assert.equal(run.experiment.changes[0]?.ratio, 0.3);
  });

  /** An experiment that is over in a moment. */
  const quickText = (name: string, epochs: number) =>
    JSON.stringify({ version: 1, name, training: { epochs }, network: { hidden: [4] } });

  /** Runs the set-up to its end. */
  async function finished(): Promise<Run> {
    const { runner, store } = await host();
    await command('restart');
    await until(() => runner.active === null && store.current?.status === 'completed');
    return store.current!;
  }

  it('is on the screen with its own file only', async () => {
    const { store, gap, documents } = await host();
    const first = await open(quickText('first', 5), 'first.dropout.json');
    const one = await finished();
    const second = await open(quickText('second', 6), 'second.dropout.json');
    await until(() => store.current === null || store.current.experiment.name === 'second');
    const two = await finished();
    assert.notEqual(two.id, one.id);
    for (const [file, run] of [
      [first, one],
      [second, two],
      [first, one],
    ] as const) {
      await show(file.uri);
      await until(() => store.current?.id === run.id);
      assert.equal(gap.state, null);
      const [other, its] = file === first ? [second, two] : [first, one];
      assert.equal(documents.stillOf(file), null, 'the set-up is this file’s');
      const still = documents.stillOf(other);
      assert.equal(still?.run?.id, its.id, 'beside it the other shows its own run');
      assert.equal(still?.experiment.name, its.experiment.name);
    }
    await command('selectRun', { id: two.id });
    assert.equal(gap.state?.run, two.id, 'whoever clicks another run is told that the controls are not its');
    assert.match(gap.state?.differences.join() ?? '', /5 instead of 6/);
  });

  it('stays when a step is asked for after its end', async () => {
    const { runner, store } = await host();
    await open(quickText('first', 5), 'first.dropout.json');
    const run = await finished();
    const said = await silenced(() => Promise.resolve(command('step')));
    assert.equal(store.current?.id, run.id);
    assert.equal(runner.active, null);
    assert.match(said.join(), /over/);
  });
});

describe('undo of the set-up', () => {
  afterEach(clean);

  it('takes back a reset, a scenario and the settings of a run', async () => {
    const { setup, playground } = await host();
    setup.replace(quick({ seed: 4321 }), setup.folder);
    playground.stop();
    const before = setup.experiment;
    await command('reset');
    playground.stop();
    assert.notEqual(setup.experiment.seed, 4321);
    await command('undo');
    playground.stop();
    assert.deepEqual(setup.experiment, before);
    await command('redo');
    playground.stop();
    assert.notEqual(setup.experiment.seed, 4321);
  });
});
