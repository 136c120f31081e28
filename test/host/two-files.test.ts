import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Run } from '../../src/host/store/run';
import { clean, command, host, sleep, until } from './support';

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
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'two-'));
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await clean();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens a file as a person does who clicks it in the Explorer; resolves when it is the set-up. */
  async function open(text: string, name: string) {
    await writeFile(join(folder, name), text);
    return show(vscode.Uri.file(join(folder, name)));
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
});
