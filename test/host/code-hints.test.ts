import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { actions, codeFolder, hintsOf, idOf, lenses, MODEL, SECTION } from './code-support';
import { command, until } from './support';

describe('code', () => {
  const { open } = codeFolder();

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
});
