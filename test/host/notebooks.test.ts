import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { hover, lenses, rangeIn } from './code-support';
import { host, ownFolder, sleep, until } from './support';

const TRAINING = 'from torch import optim\nopt = optim.SGD(net.parameters(), 0.1)';
const NETWORK = `net = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 2))\n${TRAINING}`;
const LENS = '1: Run Dropout Experiment · drop 0.5 · lr 0.1';

describe('a notebook', () => {
  const path = ownFolder();
  beforeEach(() => host());

  async function written(...sources: string[]): Promise<vscode.Uri> {
    const cells = sources.map((source) => ({
      cell_type: 'code',
      metadata: {},
      source: [source],
      outputs: [],
      execution_count: null,
    }));
    const metadata = { language_info: { name: 'python' } };
    const uri = vscode.Uri.file(path('book.ipynb'));
    await writeFile(uri.fsPath, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells }));
    return uri;
  }

  const openedAt = ({ path }: vscode.Uri) =>
    vscode.workspace.notebookDocuments.find(({ uri }) => uri.path === path);

  it('has its lens where its text was opened before', async () => {
    const uri = await written('from torch import nn', NETWORK);
    await vscode.commands.executeCommand('vscode.openWith', uri, 'default');
    await until(() => vscode.window.activeTextEditor?.document.uri.path === uri.path);
    await lenses(vscode.window.activeTextEditor!.document);
    await vscode.commands.executeCommand('vscode.openWith', uri, 'jupyter-notebook');
    await until(() => openedAt(uri));
    const cell = openedAt(uri)!.cellAt(1).document;
    assert.deepEqual(await lenses(cell), [LENS]);
  });

  it('keeps what is known of it when its text is closed', async () => {
    const { code } = await host();
    const uri = await written('from torch import nn', NETWORK);
    await vscode.commands.executeCommand('vscode.openWith', uri, 'jupyter-notebook');
    await until(() => openedAt(uri));
    await lenses(openedAt(uri)!.cellAt(1).document);
    const closed: boolean[] = [];
    const listener = code.scans.onDidClose(({ isNotebook }) => closed.push(isNotebook));
    await vscode.commands.executeCommand('vscode.openWith', uri, 'default', vscode.ViewColumn.Two);
    await until(() => vscode.window.activeTextEditor?.document.uri.path === uri.path);
    await lenses(vscode.window.activeTextEditor!.document);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await until(() => closed.length > 0).catch(() => undefined);
    listener.dispose();
    assert.ok(!closed.includes(true), 'the scan of the notebook was closed');
  });

  it('reads a cell that becomes Python', async () => {
    const { Code } = vscode.NotebookCellKind;
    const notebook = await vscode.workspace.openNotebookDocument(
      'jupyter-notebook',
      new vscode.NotebookData([
        new vscode.NotebookCellData(Code, 'from torch import nn', 'python'),
        new vscode.NotebookCellData(Code, NETWORK, 'plaintext'),
      ]),
    );
    await vscode.window.showNotebookDocument(notebook);
    const [first, second] = notebook.getCells().map(({ document }) => document);
    assert.deepEqual(await lenses(first!), []);
    await vscode.languages.setTextDocumentLanguage(second!, 'python');
    await sleep(600);
    assert.deepEqual(await lenses(notebook.cellAt(1).document), [LENS]);
  });

  it('is read with its cells together', async () => {
    const cells = [
      'from torch import nn\nP = 0.5',
      `net = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Dropout(P), nn.Linear(8, 2))\n${TRAINING}`,
    ];
    const { Code } = vscode.NotebookCellKind;
    const data = new vscode.NotebookData(
      cells.map((text) => new vscode.NotebookCellData(Code, text, 'python')),
    );
    const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', data);
    await vscode.window.showNotebookDocument(notebook);
    const [first, second] = notebook.getCells().map((cell) => cell.document);
    assert.deepEqual(await lenses(second), [LENS]);
    assert.deepEqual(await lenses(first), []);
    assert.match(await hover(first, rangeIn(first, '0.5').start), /Drop ratio 0\.5/);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(first.uri, new vscode.Position(0, 0), '# a comment\n');
    await vscode.workspace.applyEdit(edit);
    assert.match(await hover(first, rangeIn(first, '0.5').start), /Drop ratio 0\.5/);
    assert.deepEqual(await lenses(second), [LENS]);
  });
});
