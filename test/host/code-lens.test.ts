import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { codeFolder, finished, hover, inlays, lenses, MODEL, rangeIn, SECTION } from './code-support';
import { command, endless, host, panelTab, quick, sleep, until, workspaceFile } from './support';

describe('code', () => {
  const { open } = codeFolder();

  describe('lens', () => {
    it('stands over a model, with what will be run', async () => {
      await host();
      const document = await vscode.workspace.openTextDocument(workspaceFile('train.py'));
      assert.deepEqual(await lenses(document), ['7: Run Dropout Experiment · 2 × drop 0.8 · lr 0.01']);
    });

    it('moves along with the text while a person types, and follows the value after a pause', async () => {
      const editor = await open(MODEL);
      const [before] = await lenses(editor.document);
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# one more line\n'));
      const [moved] = await lenses(editor.document);
      assert.equal(moved, before.replace('6:', '7:'));
      await editor.edit((edit) => edit.replace(rangeIn(editor.document, '0.5'), '0.25'));
      await sleep(400);
      assert.deepEqual(await lenses(editor.document), ['7: Run Dropout Experiment · drop 0.25 · lr 0.01']);
    });

    it('and inlays and hovers keep their place while a call is typed letter by letter', async () => {
      const { playground } = await host();
      const editor = await open(MODEL);
      const { document } = editor;
      await command('runFromCode', { uri: document.uri.toString(), name: 'model', start: 0 });
      playground.edit(['training', 'epochs'], 5);
      await command('restart');
      await finished();
      await vscode.window.showTextDocument(document);
      const [lens] = await lenses(document);
      const [inlay] = await inlays(document);
      assert.ok(lens && inlay);
      const at = new vscode.Position(12, 0);
      const word = 'd = nn.Dropout("""';
      for (let typed = 0; typed < word.length; typed++) {
        const edit = new vscode.WorkspaceEdit();
        edit.insert(document.uri, at.translate(0, typed), word[typed]!);
        await vscode.workspace.applyEdit(edit);
        if (typed % 8 === 7) await sleep(200);
        assert.deepEqual(await lenses(document), [lens], word.slice(0, typed + 1));
        assert.deepEqual(await inlays(document), [inlay], word.slice(0, typed + 1));
        assert.match(await hover(document, rangeIn(document, '0.5').start), /Drop ratio 0\.5/);
      }
    });

    it('stays while the code is broken', async () => {
      const editor = await open(MODEL);
      const before = await lenses(editor.document);
      assert.equal(before.length, 1);
      await editor.edit((edit) => edit.insert(new vscode.Position(12, 0), 'def evaluate(((:\n'));
      for (let wait = 0; wait < 6; wait++) {
        assert.deepEqual(await lenses(editor.document), before);
        await sleep(60);
      }
    });

    it('can be switched off', async () => {
      const editor = await open(MODEL);
      assert.equal((await lenses(editor.document)).length, 1);
      await vscode.workspace.getConfiguration(SECTION).update('codeLens', false, true);
      assert.deepEqual(await lenses(editor.document), []);
    });

    it('is not there over a network that the file does not train', async () => {
      const editor = await open(MODEL.slice(0, MODEL.indexOf('optimizer')));
      assert.deepEqual(await lenses(editor.document), []);
      assert.match(await hover(editor.document, rangeIn(editor.document, '0.5').start), /Drop ratio 0\.5/);
    });

    it('is not there in an experiment file, nor where there is no network', async () => {
      const experiment = await vscode.workspace.openTextDocument(workspaceFile('two-moons.dropout.json'));
      const editor = await open('import torch\nprint(torch.zeros(3))\n');
      assert.deepEqual(await lenses(experiment), []);
      assert.deepEqual(await lenses(editor.document), []);
    });
  });

  it('runs a model from its lens: layers, ratio, optimizer and learning rate as in the file', async () => {
    const { setup, runner, store } = await host();
    setup.replace(quick({ seed: 7 }), setup.folder);
    const { document } = await open(MODEL);
    await command('runFromCode', { uri: document.uri.toString(), name: 'model', start: 0 });
    await until(() => runner.active?.experiment.name === 'model' || store.current?.name === 'model');
    await until(panelTab);
    const { experiment } = setup;
    assert.equal(store.current?.experiment.network, experiment.network);
    assert.deepEqual(experiment.network.hidden, [16]);
    assert.equal(experiment.dropout.ratio, 0.5);
    assert.equal(experiment.training.optimizer, 'adam');
    assert.equal(experiment.training.learningRate, 0.01);
    assert.equal(experiment.name, 'model');
    assert.equal(experiment.seed, 7);
    assert.equal(vscode.window.activeTextEditor?.document, document);
  });

  it('runs it again without a word to the run before', async () => {
    const { runner, setup } = await host();
    setup.replace(endless(), setup.folder);
    const { document } = await open(MODEL.replaceAll('16', '400'));
    const target = { uri: document.uri.toString(), name: 'model', start: 0 };
    await command('runFromCode', target);
    await until(() => (runner.active?.members[0]?.curve.count ?? 0) > 1);
    const old = runner.active!;
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, rangeIn(document, '0.5'), '0.25');
    await vscode.workspace.applyEdit(edit);
    await command('runFromCode', target);
    await until(() => runner.active !== null && runner.active !== old);
    assert.deepEqual(old.experiment.changes, []);
  });

  it('offers pictures of digits to a model of MNIST, once', async () => {
    const { setup, runner, store } = await host();
    setup.replace(quick(), setup.folder);
    const { document } = await open(`${MODEL}data = torchvision.datasets.MNIST('.')\n`);
    const asked: string[] = [];
    const { showInformationMessage } = vscode.window;
    const answer = async (message: string, ...items: string[]) => {
      asked.push(message);
      return items[0];
    };
    Object.assign(vscode.window, { showInformationMessage: answer });
    try {
      const target = { uri: document.uri.toString(), name: 'model', start: 0 };
      await command('runFromCode', target);
      await until(() => (runner.active ?? store.current)?.experiment.data.source === 'digits');
      assert.deepEqual(setup.experiment.network.hidden, [16]);
      setup.edit(['data', 'source'], 'moons');
      await command('runFromCode', target);
      assert.deepEqual(asked, ['model.py reads MNIST; this run is on “Two moons”.']);
    } finally {
      Object.assign(vscode.window, { showInformationMessage });
    }
  });
});
