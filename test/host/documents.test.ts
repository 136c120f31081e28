import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { EXPERIMENT_EDITOR } from '../../src/host/experiment-editor';
import { clean, command, host, panelTab, quick, sleep, until } from './support';

const TEXT = `{
  "version": 1,
  "name": "mine",
  "training": { "epochs":   20, "optimizer": "sgd" },
  "dropout": { "ratio": 0.4 },
  "network": { "hidden": [8] }
}
`;

describe('an experiment file’s editor', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'documents-'));
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await clean();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens a file as a person does who clicks it in the Explorer; resolves when it is the set-up. */
  async function open(text = TEXT, name = 'mine.dropout.json') {
    const { documents } = await host();
    const path = join(folder, name);
    await writeFile(path, text);
    const uri = vscode.Uri.file(path);
    await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
    await until(() => customTab(uri));
    const document = await vscode.workspace.openTextDocument(uri);
    await until(() => documents.bound === document || documents.stateOf(document).state === 'invalid');
    return { uri, document, path };
  }

  function customTab(uri: vscode.Uri): vscode.Tab | undefined {
    return vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .find(
        ({ input }) =>
          input instanceof vscode.TabInputCustom &&
          input.viewType === EXPERIMENT_EDITOR &&
          input.uri.toString() === uri.toString(),
      );
  }

  it('is what opens, and makes the set-up the file’s', async () => {
    const { setup, documents } = await host();
    const { document } = await open();
    assert.equal(documents.bound, document);
    assert.equal(setup.experiment.dropout.ratio, 0.4);
    assert.equal(setup.experiment.name, 'mine');
    assert.equal(setup.folder, folder);
    assert.equal(document.isDirty, false);
    assert.deepEqual(documents.state, {
      name: 'mine.dropout.json',
      dirty: false,
      own: false,
      state: 'shown',
    });
  });

  it('is the set-up’s once the mistakes that it opened with are mended', async () => {
    const { documents, runner } = await host();
    const { uri, document } = await open('{ "version": 1, "nobody": 1 }');
    await vscode.commands.executeCommand('vscode.openWith', uri, 'default', vscode.ViewColumn.Beside);
    await until(() => vscode.window.activeTextEditor?.document === document);
    const all = new vscode.Range(0, 0, 100, 0);
    await vscode.window.activeTextEditor!.edit((edit) => edit.replace(all, TEXT));
    await until(() => documents.bound === document);
    assert.equal(documents.stateOf(document).state, 'shown');
    await command('run');
    await until(() => runner.active?.name === 'mine' || runner.active === null);
  });

  it('refuses what cannot be written, in words', async () => {
    const { documents, playground, setup } = await host();
    const bytes = new TextEncoder().encode(TEXT);
    const no = () => {
      throw vscode.FileSystemError.NoPermissions();
    };
    const provider = vscode.workspace.registerFileSystemProvider(
      'readonly',
      {
        onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
        watch: () => new vscode.Disposable(() => undefined),
        stat: () => ({ type: vscode.FileType.File, ctime: 1, mtime: 1, size: bytes.length }),
        readFile: () => bytes,
        readDirectory: () => [],
        createDirectory: no,
        writeFile: no,
        delete: no,
        rename: no,
      },
      { isReadonly: true, isCaseSensitive: true },
    );
    try {
      const uri = vscode.Uri.parse('readonly:/mine.dropout.json');
      await vscode.commands.executeCommand('vscode.openWith', uri, EXPERIMENT_EDITOR);
      await until(() => documents.bound?.uri.scheme === 'readonly');
      const result = playground.edit(['dropout', 'ratio'], 0.3);
      assert.deepEqual(result, { ok: false, message: 'mine.dropout.json cannot be written to.' });
      assert.equal(setup.experiment.dropout.ratio, 0.4);
      assert.equal(documents.bound?.getText(), TEXT);
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      provider.dispose();
    }
  });

  it('takes its problems with it when it is closed', async () => {
    const { uri } = await open('{ "version": 1, "nobody": 1 }');
    const problems = () =>
      vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Dropout Playground');
    await until(() => problems().length > 0);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until(() => problems().length === 0);
  });

  it('writes an edit of the set-up into the text, and nothing else of it changes', async () => {
    const { playground } = await host();
    const { document, path } = await open();
    assert.deepEqual(playground.edit(['dropout', 'ratio'], 0.25), { ok: true });
    await until(() => document.isDirty);
    assert.equal(document.getText(), TEXT.replace('0.4', '0.25'));
    playground.edit(['seed'], 7);
    await until(() => document.getText().includes('seed'));
    assert.equal(
      document.getText(),
      TEXT.replace('0.4', '0.25').replace('"hidden": [8] }', '"hidden": [8] },\n  "seed": 7'),
    );
    await document.save();
    assert.equal(await readFile(path, 'utf8'), document.getText());
  });

  it('makes one step of undo of a drag, and undo and redo move the controls', async () => {
    const { playground, setup } = await host();
    const { document } = await open();
    for (let ratio = 0.41; ratio < 0.5; ratio += 0.01) {
      playground.edit(['dropout', 'ratio'], Number(ratio.toFixed(2)));
      await sleep(10);
    }
    await until(() => document.isDirty);
    assert.equal(document.getText(), TEXT.replace('0.4', '0.49'));
    await vscode.commands.executeCommand('undo');
    await until(() => document.getText() === TEXT);
    await until(() => setup.experiment.dropout.ratio === 0.4);
    await vscode.commands.executeCommand('redo');
    await until(() => setup.experiment.dropout.ratio === 0.49);
    assert.equal(document.getText(), TEXT.replace('0.4', '0.49'));
  });

  it('makes one step of undo of a drag that rests on its way', async () => {
    const { playground, documents } = await host();
    const { document } = await open();
    documents.drag(true);
    playground.edit(['dropout', 'ratio'], 0.45);
    await sleep(600);
    assert.equal(document.getText(), TEXT, 'the pointer is still down');
    playground.edit(['dropout', 'ratio'], 0.49);
    documents.drag(false);
    await until(() => document.getText() === TEXT.replace('0.4', '0.49'));
    await vscode.commands.executeCommand('undo');
    await until(() => document.getText() === TEXT);
  });

  it('follows a change of the text from elsewhere, and a revert', async () => {
    const { setup, playground } = await host();
    const { document, uri } = await open();
    const edit = new vscode.WorkspaceEdit();
    const at = document.positionAt(TEXT.indexOf('0.4'));
    edit.replace(uri, new vscode.Range(at, at.translate(0, 3)), '0.1');
    await vscode.workspace.applyEdit(edit);
    await until(() => setup.experiment.dropout.ratio === 0.1);
    assert.equal(setup.experiment.name, 'mine');
    playground.edit(['seed'], 99);
    await until(() => document.getText().includes('99'));
    // What is reverted is the editor that has the focus.
    await vscode.commands.executeCommand('vscode.open', uri);
    await until(() => vscode.window.tabGroups.activeTabGroup.activeTab === customTab(uri));
    // A busy VS Code may not know yet that the file has changed, and has then nothing to revert.
    for (let tries = 0; tries < 10 && document.getText() !== TEXT; tries++) {
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await sleep(300);
    }
    await until(() => setup.experiment.dropout.ratio === 0.4 && setup.experiment.seed === 1);
    assert.equal(document.isDirty, false);
  });

  it('saves what a person sees, however soon after the edit', async () => {
    const { playground } = await host();
    const { document, path } = await open();
    playground.edit(['seed'], 5);
    await until(() => document.isDirty);
    playground.edit(['dropout', 'ratio'], 0.2);
    await document.save();
    assert.match(await readFile(path, 'utf8'), /"ratio": 0\.2 /);
    assert.match(await readFile(path, 'utf8'), /"seed": 5/);
  });

  it('writes a scenario, the defaults and a run’s settings into the file, with paths that are right there', async () => {
    const { playground, setup, runner } = await host();
    const { document } = await open();
    playground.rewrite(quick({ seed: 12, name: 'other' }), null);
    await until(() => document.getText().includes('12'));
    assert.ok(document.getText().includes('"name": "other"'));
    const data = { source: 'csv', file: 'x.csv', target: 'y' } as never;
    playground.rewrite(quick({ data }), join(folder, 'sub'));
    await until(() => document.getText().includes('sub/x.csv'));
    assert.equal(setup.folder, folder);
    await command('reset');
    await until(() => !document.getText().includes('csv'));
    playground.stop();
    await until(() => runner.active === null);
  });

  it('does not write what was not meant for the file', async () => {
    const { setup, playground, documents } = await host();
    const { document } = await open();
    setup.replace(quick({ seed: 3 }), null);
    assert.equal(documents.bound, undefined);
    assert.equal(documents.stateOf(document).state, 'elsewhere');
    playground.edit(['seed'], 4);
    await sleep(400);
    assert.equal(document.getText(), TEXT);
    assert.equal(document.isDirty, false);
  });

  it('shows a text with mistakes as one, writes nothing into it, and comes back when it is mended', async () => {
    const { setup, playground, documents } = await host();
    const { document, uri } = await open();
    const edit = new vscode.WorkspaceEdit();
    const at = document.positionAt(TEXT.indexOf('0.4'));
    edit.replace(uri, new vscode.Range(at, at.translate(0, 3)), '1.5');
    await vscode.workspace.applyEdit(edit);
    assert.equal(documents.stateOf(document).state, 'shown', 'a person may still be typing');
    await until(() => documents.stateOf(document).state === 'invalid');
    const { problem } = documents.stateOf(document);
    assert.equal(problem?.line, 5);
    assert.match(problem?.message ?? '', /dropout\.ratio.*1\.5/);
    const refused = playground.edit(['seed'], 8);
    assert.equal(refused.ok, false);
    assert.match(refused.ok ? '' : refused.message, /mine\.dropout\.json.*line 5/);
    assert.throws(() => playground.reset(), /line 5/);
    assert.equal(document.getText(), TEXT.replace('0.4', '1.5'));
    assert.equal(setup.experiment.dropout.ratio, 0.4);
    const mend = new vscode.WorkspaceEdit();
    mend.replace(uri, new vscode.Range(at, at.translate(0, 3)), '0.3');
    await vscode.workspace.applyEdit(mend);
    await until(() => setup.experiment.dropout.ratio === 0.3);
    assert.deepEqual(playground.edit(['seed'], 8), { ok: true });
  });

  it('is not passed over by Run where its text has mistakes', async () => {
    const { runner } = await host();
    await open(TEXT.replace('0.4', '1.4'), 'wrong.dropout.json');
    await command('run');
    await sleep(300);
    assert.equal(runner.active, null);
  });

  it('opens a file with mistakes, with a diagnostic at each, and leaves the set-up alone', async () => {
    const { setup, documents } = await host();
    const before = setup.experiment;
    const { document, uri } = await open('{\n  "version": 1,\n  "nobody": 1\n}\n');
    assert.equal(documents.bound, undefined);
    assert.equal(documents.stateOf(document).problem?.line, 3);
    assert.equal(setup.experiment, before);
    const found = vscode.languages.getDiagnostics(uri);
    assert.ok(found.some(({ source, range }) => source === 'Dropout Playground' && range.start.line === 2));
    await command('openAsText');
    await until(() => vscode.window.activeTextEditor?.document === document);
  });

  it('is the one that was last active, of two; each keeps its own text', async () => {
    const { setup, playground, documents } = await host();
    const first = await open();
    const second = await open(TEXT.replace('0.4', '0.6'), 'other.dropout.json');
    assert.equal(setup.experiment.dropout.ratio, 0.6);
    await vscode.commands.executeCommand('vscode.open', first.uri);
    await until(() => documents.bound === first.document);
    assert.equal(setup.experiment.dropout.ratio, 0.4);
    playground.edit(['dropout', 'ratio'], 0.11);
    await until(() => first.document.isDirty);
    assert.equal(second.document.getText(), TEXT.replace('0.4', '0.6'));
    await first.document.save();
  });

  it('lets go of the set-up when it is closed, and loses no edit', async () => {
    const { setup, playground, documents } = await host();
    const { document, uri } = await open();
    playground.edit(['dropout', 'ratio'], 0.22);
    await until(() => document.isDirty);
    await document.save();
    await vscode.window.tabGroups.close(customTab(uri)!);
    await until(() => documents.bound === undefined);
    assert.equal(setup.experiment.dropout.ratio, 0.22);
    playground.edit(['seed'], 77);
    await sleep(400);
    assert.doesNotMatch(await readFile(uri.fsPath, 'utf8'), /77/);
  });

  it('runs in itself: no panel opens beside it', async () => {
    const { runner, store } = await host();
    await open();
    await command('run');
    await until(() => store.current?.experiment.name === 'mine' && runner.active === null);
    assert.equal(panelTab(), undefined);
    await command('stop');
  });

  it('is no diff: versions of a file are compared as text', async () => {
    const { uri } = await open();
    const other = vscode.Uri.file(join(folder, 'old.dropout.json'));
    await writeFile(other.fsPath, TEXT.replace('0.4', '0.2'));
    await vscode.commands.executeCommand('vscode.diff', other, uri, 'Versions');
    await until(() => vscode.window.tabGroups.activeTabGroup.activeTab?.label === 'Versions');
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    assert.ok(
      activeTab?.input instanceof vscode.TabInputTextDiff,
      String(activeTab?.input?.constructor?.name),
    );
  });
});
