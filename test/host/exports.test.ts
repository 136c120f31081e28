import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { codeGenerators } from '../../src/code/generate/index';
import { defaultExperiment } from '../../src/experiment/defaults';
import { ChartExports } from '../../src/host/exports/charts';
import { indentedText } from '../../src/host/exports/code';
import { writeReport } from '../../src/host/exports/report';
import type { Run } from '../../src/host/store/run';
import type { Views } from '../../src/host/views';
import type { ToView } from '../../src/protocol';
import { clean, command, host, quick, silenced, start, until } from './support';

type Window = {
  -readonly [K in 'showSaveDialog' | 'showQuickPick' | 'showInformationMessage']: unknown;
};

describe('exports', () => {
  const window = vscode.window as unknown as Window;
  const { showSaveDialog, showQuickPick, showInformationMessage } = vscode.window;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exports-'));
  });
  afterEach(async () => {
    Object.assign(window, { showSaveDialog, showQuickPick, showInformationMessage });
    await clean();
    await rm(folder, { recursive: true, force: true });
  });

  /** Answers the next dialogs: the item with this word, and this file. */
  function answer(item: string, file?: string): string[] {
    const asked: string[] = [];
    window.showQuickPick = async (items: { label: string }[]) => {
      asked.push(...items.map(({ label }) => label));
      return items.find(({ label }) => label.includes(item));
    };
    window.showSaveDialog = async ({ defaultUri }: vscode.SaveDialogOptions) => {
      asked.push(defaultUri!.path.split('/').at(-1)!);
      return file && vscode.Uri.file(join(folder, file));
    };
    window.showInformationMessage = async () => undefined;
    return asked;
  }

  async function finished(changes = {}): Promise<Run> {
    const { runner } = await host();
    const run = await start(quick({ name: 'Half: dropped', ...changes }));
    await until(() => runner.active === null);
    return run;
  }

  it('write a run as JSON, with every value', async () => {
    const run = await finished();
    const asked = answer('', 'x.run.json');
    await command('exportJson', { id: run.id });
    assert.deepEqual(asked, ['Half-dropped.run.json']);
    const read = JSON.parse(await readFile(join(folder, 'x.run.json'), 'utf8'));
    assert.equal(read.formatVersion, 1);
    assert.equal(read.members.length, 2);
    assert.equal(read.members[0].series.testLoss.at(-1), run.members[0].curve.last('testLoss'));
    assert.equal(read.verdict.kind, run.verdict?.kind);
    assert.equal(read.data.trainCount, 100);
  });

  it('take nothing else in the place of a run that cannot be read', async () => {
    const asked = answer('');
    const said = await silenced(async () => {
      for (const name of ['exportJson', 'exportExperiment', 'exportCode'])
        await command(name, { id: 'nobody' });
    });
    assert.deepEqual(asked, []);
    assert.equal(said.length, 3);
    for (const words of said) assert.match(words, /cannot be read/);
  });

  it('write a report with its charts beside it, or in it', async () => {
    const run = await finished();
    answer('beside', 'my report.md');
    await command('exportReport', { id: run.id });
    assert.deepEqual((await readdir(folder)).sort(), [
      'my report-loss.svg',
      'my report-score.svg',
      'my report.md',
    ]);
    const text = await readFile(join(folder, 'my report.md'), 'utf8');
    assert.match(text, /^# Half: dropped\n/);
    assert.ok(text.includes('](my%20report-loss.svg)'));
    assert.ok(text.includes(vscode.version));
    await writeReport(run, vscode.Uri.file(join(folder, 'one.md')), true);
    assert.match(await readFile(join(folder, 'one.md'), 'utf8'), /data:image\/svg\+xml;base64,/);
    assert.equal((await readdir(folder)).length, 4);
  });

  it('let the panel draw a chart as PNG, twice as large, and as SVG', async () => {
    await finished();
    const asked = answer('Loss, light', 'loss.png');
    await command('exportChartPng');
    assert.ok(asked.includes('Accuracy, as on the screen'), asked.join());
    assert.ok(asked.includes('Half-dropped-loss.png'));
    const png = await readFile(join(folder, 'loss.png'));
    assert.equal(png.toString('latin1', 1, 4), 'PNG');
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [1440, 810]);
    answer('as on the screen', 'score.svg');
    await command('exportChartSvg', { chart: 'score' });
    const svg = await readFile(join(folder, 'score.svg'), 'utf8');
    assert.match(svg, /^<svg [^>]*width="720" height="405"/);
    assert.match(svg, />Accuracy</);
    assert.match(svg, />dropout test \d/);
  });

  it('ask again where a view is closed with the question', async () => {
    const { store } = await host();
    const asked: number[] = [];
    const views = {
      post(message: ToView) {
        assert.ok(message.type === 'drawChart');
        asked.push(message.request);
        if (asked.length === 2)
          exports.drawn({ type: 'chartDrawn', request: message.request, svg: '<svg />' });
        return true;
      },
    } as unknown as Views;
    const exports = new ChartExports({ store, views, showPanel: () => assert.fail('there is a view') });
    const bytes = await exports.draw('loss', 'svg', 'theme');
    assert.equal(new TextDecoder().decode(bytes), '<svg />');
    assert.deepEqual(asked, [1, 1]);
    exports.dispose();
  });

  it('open the panel for a chart where none is open', async () => {
    const { charts } = await host();
    await finished();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const bytes = await charts.draw('loss', 'svg', 'theme');
    assert.match(new TextDecoder().decode(bytes), />Loss</);
  });

  it('open the experiment as a program of the library that is chosen', async () => {
    const { setup } = await host();
    setup.replace(quick({ seed: 4321, changes: [{ step: 9, ratio: 0.25 }] }), null);
    for (const generator of codeGenerators) {
      const asked = answer(generator.title);
      await command('exportCode');
      assert.equal(asked.length, codeGenerators.length);
      const editor = vscode.window.activeTextEditor!;
      assert.equal(editor.document.languageId, generator.language);
      assert.equal(editor.document.isUntitled, true);
      const text = editor.document.getText();
      assert.ok(text.includes('4321'), generator.id);
      assert.match(text, /step 9: \{"ratio":0\.25\}/);
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });

  it('insert the experiment at the cursor: its indentation, its line ends, one step of undo', async () => {
    const content = 'if True:\r\n    # here\r\n    \r\nprint(1)\r\n';
    const document = await vscode.workspace.openTextDocument({ language: 'python', content });
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.setEndOfLine(vscode.EndOfLine.CRLF));
    editor.selection = new vscode.Selection(2, 4, 2, 4);
    const before = document.getText();
    const asked = answer('NumPy');
    await command('insertCode');
    assert.ok(!asked.includes('TensorFlow.js'), 'only what fits into the file');
    const lines = document.getText().split('\r\n');
    assert.ok(lines.every((line) => !line.includes('\n')));
    assert.match(lines[2], /^ {4}# Experiment/);
    const inserted = lines.slice(2, lines.indexOf('print(1)')).filter((line) => line !== '');
    assert.ok(inserted.every((line) => line.startsWith('    ')));
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('begin with a new experiment file, which opens at once', async () => {
    const { documents, setup } = await host();
    answer('', 'fresh.dropout.json');
    await command('newExperiment');
    await until(() => documents.state?.name === 'fresh.dropout.json');
    assert.deepEqual(setup.experiment, defaultExperiment());
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('end a new experiment file’s name as VS Code knows it, and write over nothing', async () => {
    const { documents } = await host();
    for (const name of ['mine.dropout.json', 'mine-2.dropout.json']) {
      answer('', 'mine.json');
      await command('newExperiment');
      await until(() => documents.state?.name === name);
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('put code behind words on a line of its own', () => {
    assert.equal(indentedText('a\n\n  b\n', '\tx = 1', '\n'), '\n\ta\n\n\t  b\n');
    assert.equal(indentedText('a\nb\n', '  ', '\r\n'), 'a\r\n  b\r\n');
  });
});
