import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { PREVIEW_SCHEME } from '../../src/host/code/preview';
import { codeFolder, MODEL } from './code-support';
import { accepting, command, host, quick, silenced, until } from './support';

describe('code', () => {
  const { open, path } = codeFolder();

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

    it('ticks what belongs to the model that ran, and nothing of another', async () => {
      const { setup } = await host();
      const named = (name: string) =>
        MODEL.slice(MODEL.indexOf('model ='))
          .replaceAll('model', name)
          .replaceAll('optimizer', `${name}_opt`);
      const literal = (name: string, ratio: string, rate: string) =>
        named(name).replace('(P)', `(${ratio})`).replace('1e-2', rate);
      const first = literal('first', '0.5', '1e-2');
      const text = `import torch\nfrom torch import nn\n\n${first}${literal('second', '0.6', '2e-2')}`;
      const { document } = await open(text, 'two.py');
      await command('runFromCode', { uri: document.uri.toString(), name: 'second', start: 0 });
      setup.edit(['dropout', 'ratio'], 0.3);
      setup.edit(['training', 'learningRate'], 0.002);
      await vscode.window.showTextDocument(document);
      await applyAll();
      await until(previewTab);
      await command('acceptPreview');
      const expected = text.replace('0.6', '0.3').replace('2e-2', '2e-3');
      assert.equal(document.getText(), expected);
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
      await writeFile(path('other.txt'), 'other');
      await vscode.window.showTextDocument(vscode.Uri.file(path('other.txt')), { preview: false });
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
});
