import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { PREVIEW_SCHEME } from '../../src/host/code/preview';
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
  workspaceFile,
} from './support';

const SECTION = 'dropoutPlayground';

const MODEL = `import torch
from torch import nn

P = 0.5

model = nn.Sequential(
    nn.Linear(2, 16),
    nn.ReLU(),
    nn.Dropout(P),
    nn.Linear(16, 2),
)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
`;

const TFJS = `import * as tf from '@tensorflow/tfjs';\nconst model = tf.sequential();\nmodel.add(tf.layers.dense({ units: 8, activation: 'relu' }));\n`;

let folder: string;

async function open(text: string, name = 'model.py'): Promise<vscode.TextEditor> {
  const path = join(folder, name);
  await writeFile(path, text);
  return vscode.window.showTextDocument(vscode.Uri.file(path));
}

/** Does `text` where it stands first in the document. */
function rangeIn(document: vscode.TextDocument, text: string): vscode.Range {
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0, `${text} is in the document`);
  return new vscode.Range(document.positionAt(at), document.positionAt(at + text.length));
}

async function lenses({ uri }: vscode.TextDocument): Promise<string[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
    100,
  );
  return found
    .filter((lens) => lens.command?.command === `${SECTION}.runFromCode`)
    .map(({ range, command: lens }) => `${range.start.line + 1}: ${lens?.title}`);
}

async function hover({ uri }: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const found = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    position,
  );
  const contents = found.flatMap((one) => one.contents);
  const text = contents.map((one) => (typeof one === 'string' ? one : one.value)).join('\n');
  return text.replace(/\\(?=\W)/g, '');
}

async function inlays({ uri, lineCount }: vscode.TextDocument): Promise<string[]> {
  const range = new vscode.Range(0, 0, lineCount, 0);
  const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    uri,
    range,
  );
  const words = ({ label }: vscode.InlayHint) =>
    typeof label === 'string' ? label : label.map(({ value }) => value).join('');
  return found.map((hint) => `${hint.position.line + 1}: ${words(hint)}`);
}

async function actions({ uri }: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range);
}

const hintsOf = ({ uri }: vscode.TextDocument): vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Dropout Playground');

const idOf = ({ code }: vscode.Diagnostic) => (typeof code === 'object' ? code.value : code);

async function finished(): Promise<void> {
  const { runner } = await host();
  await until(() => runner.active === null);
}

describe('code', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'code-'));
  });
  afterEach(async () => {
    await vscode.workspace.getConfiguration(SECTION).update('codeLens', undefined, true);
    await vscode.workspace.getConfiguration(SECTION).update('hiddenHints', undefined, true);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await clean();
    await rm(folder, { recursive: true, force: true });
  });

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

  it('says what a value means, where it comes from, and where that is written', async () => {
    const { document } = await open(MODEL);
    const use = await hover(document, rangeIn(document, 'Dropout(P').start);
    assert.match(use, /Drop ratio 0\.5/);
    assert.match(use, /Set in line 4: P = 0\.5/);
    const literal = await hover(document, rangeIn(document, '0.5').start);
    assert.match(literal, /keep = 1 − p = 0\.5/);
    assert.doesNotMatch(literal, /Set in/);
    assert.match(literal, /jmlr\.org/);
    const rate = await hover(document, rangeIn(document, '1e-2').start);
    assert.match(rate, /Learning rate 0\.01/);
    assert.match(rate, /1412\.6980/);
    assert.equal(await hover(document, rangeIn(document, 'import').start), '');
  });

  it('shows the result of a run behind the ratio it was run from', async () => {
    const { playground } = await host();
    const { document } = await open(MODEL);
    assert.deepEqual(await inlays(document), []);
    await command('runFromCode', { uri: document.uri.toString(), name: 'model', start: 0 });
    playground.edit(['training', 'epochs'], 5);
    await command('restart');
    await finished();
    const [hint, ...others] = await inlays(document);
    assert.match(hint, /^4: playground: 0\.5 → test \d\.\d+$/);
    assert.deepEqual(others, []);
    assert.match(await hover(document, rangeIn(document, '0.5').start), /Playground: test loss/);
  });

  it('shows it behind layers that are added one by one, too', async () => {
    const { playground } = await host();
    const layers = `${TFJS}model.add(tf.layers.dropout({ rate: 0.25 }));\nmodel.add(tf.layers.dense({ units: 2 }));\n`;
    const { document } = await open(layers, 'train.ts');
    await command('runFromCode', { uri: document.uri.toString(), name: 'model', start: 0 });
    playground.edit(['training', 'epochs'], 5);
    await command('restart');
    await finished();
    assert.match((await inlays(document))[0] ?? '', /^4: playground: 0\.25 → test \d\.\d+$/);
  });

  it('sets a literal to the playground’s value by the light bulb: notation kept, one undo', async () => {
    const { setup } = await host();
    await start(quick());
    await command('stop');
    await finished();
    const editor = await open(MODEL);
    const { document } = editor;
    setup.edit(['dropout', 'ratio'], 0.3);
    setup.edit(['training', 'learningRate'], 0.0004);
    for (const [at, title, after] of [
      ['0.5', 'Set to 0.3 (playground)', 'P = 0.3'],
      ['1e-2', 'Set to 4e-4 (playground)', 'lr=4e-4'],
    ] as const) {
      const found = (await actions(document, rangeIn(document, at))).find((one) => one.title === title);
      assert.ok(found?.edit, title);
      await vscode.workspace.applyEdit(found.edit);
      assert.ok(document.getText().includes(after));
      await until(() => document.getText().includes(after));
      await sleep(300);
    }
    assert.equal(
      (await actions(document, rangeIn(document, '0.3'))).some(({ title }) => /playground/.test(title)),
      false,
    );
    await vscode.commands.executeCommand('undo');
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), MODEL);
  });

  describe('hints', () => {
    const WRONG = `from torch import nn\n\nkeep_prob = 0.8\n\nlayer = nn.Dropout(keep_prob)\nother = nn.Dropout(50)\n`;

    it('are gentle, name their source, and can be mended', async () => {
      const { document } = await open(WRONG);
      await until(() => hintsOf(document).length === 2);
      const hints = hintsOf(document);
      assert.deepEqual(hints.map(idOf).sort(), ['keepAsRate', 'ratioOutOfRange']);
      for (const { severity, code } of hints) {
        assert.equal(severity, vscode.DiagnosticSeverity.Information);
        assert.match(String(typeof code === 'object' && code.target), /^https:/);
      }
      for (const hint of hints) {
        const fix = (await actions(document, hint.range)).find(({ isPreferred }) => isPreferred);
        assert.ok(fix?.edit, String(idOf(hint)));
        await vscode.workspace.applyEdit(fix.edit);
      }
      assert.match(document.getText(), /nn\.Dropout\(1 - keep_prob\)/);
      assert.match(document.getText(), /nn\.Dropout\(0\.5\)/);
      await until(() => hintsOf(document).length === 0);
    });

    it('take a dropout out, and switch to evaluation', async () => {
      const code = `${MODEL.replace('    nn.Linear(16, 2),\n', '    nn.Linear(16, 2),\n    nn.Dropout(0.1),\n')}loss = model(x).sum()\nloss.backward()\nwith torch.no_grad():\n    print(model(x))\n`;
      const { document } = await open(code);
      await until(() => hintsOf(document).length === 2);
      assert.deepEqual(hintsOf(document).map(idOf).sort(), ['dropoutAfterLastLayer', 'missingEval']);
      for (const hint of hintsOf(document)) {
        const again = hintsOf(document).find((one) => idOf(one) === idOf(hint))!;
        const fix = (await actions(document, again.range)).find(({ isPreferred }) => isPreferred);
        assert.ok(fix?.edit, String(idOf(hint)));
        await vscode.workspace.applyEdit(fix.edit);
        await until(() => hintsOf(document).every((one) => idOf(one) !== idOf(hint)));
      }
      const fixed = code.replace('    nn.Dropout(0.1),\n', '').replace('with', 'model.eval()\nwith');
      assert.equal(document.getText(), fixed);
    });

    it('of a kind go away where the workspace has a list of its own', async () => {
      const { Workspace } = vscode.ConfigurationTarget;
      const config = () => vscode.workspace.getConfiguration(SECTION);
      await config().update('hiddenHints', ['alwaysOn'], Workspace);
      try {
        await command('hideHint', 'keepAsRate');
        assert.deepEqual(config().get('hiddenHints'), ['alwaysOn', 'keepAsRate']);
      } finally {
        await config().update('hiddenHints', undefined, Workspace);
      }
    });

    it('of a kind go away when a person does not want them', async () => {
      const { document } = await open(WRONG);
      await until(() => hintsOf(document).length === 2);
      const hint = hintsOf(document).find((one) => idOf(one) === 'keepAsRate')!;
      const hide = (await actions(document, hint.range)).find(({ title }) => title.startsWith("Don't show"));
      assert.ok(hide?.command);
      await vscode.commands.executeCommand(hide.command.command, ...hide.command.arguments!);
      await until(() => hintsOf(document).length === 1);
      assert.deepEqual(hintsOf(document).map(idOf), ['ratioOutOfRange']);
      const hidden = vscode.workspace.getConfiguration(SECTION).get('hiddenHints');
      assert.deepEqual(hidden, ['keepAsRate']);
    });
  });

  describe('apply to code', () => {
    /** Lets the quick pick come up, and accepts what is ticked. */
    async function applyAll(): Promise<void> {
      await accepting(command('applyToCode'));
    }

    const previewTab = () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ input }) => input instanceof vscode.TabInputTextDiff);

    it('shows the change first, makes it as one step of undo, and keeps the rest', async () => {
      const { setup } = await host();
      setup.replace(quick(), setup.folder);
      setup.edit(['dropout', 'ratio'], 0.3);
      setup.edit(['training', 'learningRate'], 0.002);
      const { document } = await open(MODEL);
      await applyAll();
      await until(previewTab);
      assert.equal(document.getText(), MODEL);
      const { modified } = previewTab()!.input as vscode.TabInputTextDiff;
      const shown = (await vscode.workspace.openTextDocument(modified)).getText();
      const expected = MODEL.replace('P = 0.5', 'P = 0.3').replace('1e-2', '2e-3');
      assert.equal(shown, expected);
      await command('acceptPreview');
      assert.equal(document.getText(), expected);
      await until(() => previewTab() === undefined);
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), MODEL);
    });

    it('shows the first change, however far down, and again when it is made', async () => {
      const { setup } = await host();
      setup.replace(quick(), setup.folder);
      setup.edit(['dropout', 'ratio'], 0.3);
      const above = Array.from({ length: 400 }, (_, line) => `# line ${line}\n`).join('');
      const below = Array.from({ length: 200 }, (_, line) => `# line ${line}\n`).join('');
      const { document } = await open(`${above}${MODEL}${below}`);
      const changed = document.positionAt(document.getText().indexOf('P = 0.5')).line;
      const seen = (scheme: string) =>
        vscode.window.visibleTextEditors
          .filter((editor) => editor.document.uri.scheme === scheme)
          .some(({ visibleRanges }) =>
            visibleRanges.some(({ start, end }) => start.line <= changed && changed <= end.line),
          );
      assert.equal(seen('file'), false);
      assert.deepEqual(await silenced(applyAll), []);
      await until(previewTab);
      await until(() => seen(PREVIEW_SCHEME));
      await command('acceptPreview');
      assert.equal(document.lineAt(changed).text, 'P = 0.3');
      await until(() => vscode.window.activeTextEditor?.document === document && seen('file'));
    });

    it('finds the literals again in a file that has changed meanwhile', async () => {
      const { setup } = await host();
      setup.replace(quick(), setup.folder);
      setup.edit(['dropout', 'ratio'], 0.3);
      const { document } = await open(MODEL);
      await applyAll();
      await until(previewTab);
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), '# above\n');
      await vscode.workspace.applyEdit(edit);
      await command('acceptPreview');
      assert.ok(document.getText().startsWith('# above\nimport torch'));
      assert.match(document.getText(), /^P = 0\.3$/m);
    });

    it('brings the file back that stood in a preview tab, also if it is accepted twice', async () => {
      const { setup } = await host();
      setup.replace(quick(), setup.folder);
      setup.edit(['dropout', 'ratio'], 0.3);
      await writeFile(join(folder, 'other.txt'), 'other');
      await vscode.window.showTextDocument(vscode.Uri.file(join(folder, 'other.txt')), { preview: false });
      const { document } = await open(MODEL);
      await applyAll();
      await until(previewTab);
      const said = await silenced(() => Promise.all([command('acceptPreview'), command('acceptPreview')]));
      assert.deepEqual(said, []);
      assert.match(document.getText(), /^P = 0\.3$/m);
      await until(() => vscode.window.activeTextEditor?.document === document);
    });

    it('is about the file of the comparison where that has the focus', async () => {
      const { setup } = await host();
      setup.replace(quick(), setup.folder);
      setup.edit(['dropout', 'ratio'], 0.3);
      const { document } = await open(MODEL);
      await applyAll();
      await until(() => vscode.window.activeTextEditor?.document.uri.scheme === PREVIEW_SCHEME);
      setup.edit(['dropout', 'ratio'], 0.4);
      assert.deepEqual(await silenced(applyAll), []);
      await command('acceptPreview');
      assert.match(document.getText(), /^P = 0\.4$/m);
      assert.equal(previewTab(), undefined);
    });

    it('changes nothing when it is discarded', async () => {
      const { setup } = await host();
      setup.replace(quick(), setup.folder);
      setup.edit(['dropout', 'ratio'], 0.3);
      const { document } = await open(MODEL);
      await applyAll();
      await until(previewTab);
      await command('discardPreview');
      await until(() => previewTab() === undefined);
      assert.equal(document.getText(), MODEL);
    });
  });

  describe('other languages', () => {
    const files: readonly (readonly [string, string, string])[] = [
      ['config.yaml', 'model:\n  dropout: 0.25\noptimizer:\n  lr: 0.003\n', 'Drop ratio 0.25'],
      ['config.json', '{ "model": { "dropout": 0.25 }, "lr": 0.003 }\n', 'Drop ratio 0.25'],
      ['config.toml', '[model]\ndropout = 0.25\n', 'Drop ratio 0.25'],
      ['train.ts', `${TFJS}model.add(tf.layers.dropout({ rate: 0.25 }));\n`, 'Drop ratio 0.25'],
      ['train.js', `${TFJS}model.add(tf.layers.dropout({ rate: 0.25 }));\n`, 'Drop ratio 0.25'],
    ];
    for (const [name, text, words] of files) {
      it(`says what a value means in ${name}, and sets it`, async () => {
        const { setup } = await host();
        await start(quick());
        await command('stop');
        await finished();
        setup.edit(['dropout', 'ratio'], 0.4);
        const { document } = await open(text, name);
        const at = rangeIn(document, '0.25');
        assert.match(await hover(document, at.start), new RegExp(words));
        const set = (await actions(document, at)).find(({ title }) => title === 'Set to 0.4 (playground)');
        assert.ok(set?.edit);
        await vscode.workspace.applyEdit(set.edit);
        assert.equal(document.getText(), text.replace('0.25', '0.4'));
      });
    }

    it('stands over a network of TensorFlow.js', async () => {
      const layers = `${TFJS}model.add(tf.layers.dropout({ rate: 0.25 }));\nmodel.add(tf.layers.dense({ units: 1 }));\n`;
      const { document } = await open(layers, 'train.ts');
      assert.deepEqual(await lenses(document), ['2: Run Dropout Experiment · drop 0.25']);
    });

    it('leaves data and bundles alone', async () => {
      const rows = Array.from({ length: 16_000 }, (_, i) => ({ id: i, lr: 0.25 }));
      const { document } = await open(JSON.stringify(rows), 'rows.json');
      assert.equal(await hover(document, rangeIn(document, '0.25').start), '');
    });
  });

  it('reads the cells of a notebook together', async () => {
    const cells = [
      'from torch import nn\nP = 0.5',
      'net = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Dropout(P), nn.Linear(8, 2))',
    ];
    const { Code } = vscode.NotebookCellKind;
    const data = new vscode.NotebookData(
      cells.map((text) => new vscode.NotebookCellData(Code, text, 'python')),
    );
    const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', data);
    await vscode.window.showNotebookDocument(notebook);
    const [first, second] = notebook.getCells().map((cell) => cell.document);
    assert.deepEqual(await lenses(second), ['1: Run Dropout Experiment · drop 0.5']);
    assert.deepEqual(await lenses(first), []);
    assert.match(await hover(first, rangeIn(first, '0.5').start), /Drop ratio 0\.5/);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(first.uri, new vscode.Position(0, 0), '# a comment\n');
    await vscode.workspace.applyEdit(edit);
    assert.match(await hover(first, rangeIn(first, '0.5').start), /Drop ratio 0\.5/);
    assert.deepEqual(await lenses(second), ['1: Run Dropout Experiment · drop 0.5']);
  });

  it('forgets the hints of a cell that is deleted', async () => {
    const cells = ['from torch import nn\nP = 0.5', 'drop = nn.Dropout(1.5)'];
    const { Code } = vscode.NotebookCellKind;
    const data = new vscode.NotebookData(
      cells.map((text) => new vscode.NotebookCellData(Code, text, 'python')),
    );
    const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', data);
    await vscode.window.showNotebookDocument(notebook);
    const [first, second] = notebook.getCells().map((cell) => cell.document);
    await lenses(first);
    await until(() => vscode.languages.getDiagnostics(second.uri).length > 0);
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(1, 2))]);
    await vscode.workspace.applyEdit(edit);
    await lenses(first);
    await until(() => vscode.languages.getDiagnostics(second.uri).length === 0);
  });

  it('is started by nothing that a workspace without networks has', () => {
    const { packageJSON } = vscode.extensions.getExtension('dropout-playground.dropout-playground')!;
    for (const event of packageJSON.activationEvents as string[]) {
      assert.doesNotMatch(event, /\*|onStartupFinished/, 'no search of the folder, no start with the window');
      assert.doesNotMatch(event, /^onLanguage:(?!python$)/);
    }
  });

  it('costs the start of the window next to nothing', async () => {
    const { code } = await host();
    assert.ok(code.activation < 25, `wiring took ${code.activation.toFixed(1)} ms`);
  });

  it('makes a CSV file the data of the experiment file on the screen', async () => {
    const { documents } = await host();
    const path = join(folder, 'mine.dropout.json');
    await writeFile(path, '{ "version": 1, "name": "mine" }');
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path), { preview: false });
    await until(() => documents.bound?.uri.fsPath === path);
    await writeFile(join(folder, 'table.csv'), 'a,b,kind\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n');
    const said = await silenced(async () => {
      // An editor that is still opening takes the focus, and a quick pick without it goes away.
      await sleep(500);
      await accepting(command('useAsData', vscode.Uri.file(join(folder, 'table.csv'))));
    });
    assert.deepEqual(said, []);
    await until(() => documents.bound?.getText().includes('table.csv'));
    assert.equal(documents.bound?.uri.fsPath, path);
  });

  it('makes a CSV file the data of the set-up', async () => {
    const { setup } = await host();
    await accepting(command('useAsData', workspaceFile('wildflowers.csv')));
    const { data } = setup.experiment;
    assert.deepEqual(
      {
        source: data.source,
        ...('file' in data && { file: data.file }),
        ...('target' in data && { target: data.target }),
        ...('task' in data && { task: data.task }),
      },
      { source: 'csv', file: 'wildflowers.csv', target: 'kind', task: 'classification' },
    );
    await until(panelTab);
  });
});
