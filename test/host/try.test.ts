import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { TryState } from '../../src/protocol';
import { python } from '../support/python3';
import { skip } from '../support/skip';
import { codeFolder } from './code-support';
import { accepting, command, endless, host, panelTab, start, until } from './support';

/** A network of two weights in plain Python: what it ends with depends on the drop ratio, and a little on the seed. */
const PLAIN = `import random

dropout = 0.5  # fraction dropped
random.seed(3)
weights = [random.uniform(-0.1, 0.1), 0.0]
for epoch in range(1, 6):
    kept = [0.0 if random.random() < dropout else w / (1 - dropout) for w in weights]
    loss = sum((1 - w) ** 2 for w in weights)
    weights = [w + 0.3 * (1 - w) for w in weights]
    print(f"epoch {epoch} loss {loss:.6f} val_loss {loss + dropout + random.random() / 1000:.6f}")
`;
/** A call that is known, of a library that does nothing. */
const TRAIN = PLAIN.replace('dropout = 0.5', 'from torch import nn\ndropout = nn.Dropout(0.5)');
const TORCH = 'class nn:\n    Dropout = float\n';
/** What it prints says nothing to whoever does not know it. */
const MUTE = PLAIN.replace('loss {loss:.6f} val_loss {', 'a {loss:.6f} b {');

describe('Try Values in My Script', function () {
  this.timeout(120_000);
  const { open, path } = codeFolder();

  before(function () {
    if (python === undefined) skip(this, 'there is no python3');
  });

  /** Tries the usual values of the drop ratio; resolves when all trials have ended. */
  async function tried(text: string): Promise<TryState> {
    const editor = await open(text, 'train one.py');
    await writeFile(path('torch.py'), TORCH);
    const { document } = editor;
    const target = { uri: document.uri.toString(), start: text.indexOf('0.5') };
    await accepting(command('tryValues', target));
    const { code } = await host();
    const { runner } = code.tries;
    await until(() => runner.state?.status === 'completed', 60_000);
    return runner.state!;
  }

  it('runs the script with each value, says what came of it, and changes the file when a person accepts', async () => {
    const state = await tried(TRAIN);
    await until(panelTab);
    assert.deepEqual(
      state.sides.map(({ name, isOwn }) => [name, isOwn]),
      [
        ['0', false],
        ['0.2', false],
        ['0.5', true],
      ],
    );
    assert.equal(state.trials.length, 9);
    for (const { curves, state: ended } of state.trials) {
      assert.equal(ended, 'complete');
      assert.deepEqual(
        curves.map(({ role, values }) => [role, values.length]),
        [
          ['trainLoss', 5],
          ['validationLoss', 5],
        ],
      );
    }
    assert.deepEqual([state.answer?.verdict, state.answer?.best], ['open', 0]);
    const file = path('train one.py');
    assert.equal(readFileSync(file, 'utf8'), TRAIN);

    const table = path('train one.csv');
    const { showSaveDialog } = vscode.window;
    Object.assign(vscode.window, { showSaveDialog: async () => vscode.Uri.file(table) });
    try {
      await command('exportTrials');
    } finally {
      Object.assign(vscode.window, { showSaveDialog });
    }
    assert.match(readFileSync(table, 'utf8'), /^[^,\n]+,seed,state,curve,role,step,value\n(?:0,|0\.)/);

    await command('applyTried');
    await until(() =>
      vscode.window.visibleTextEditors.some(
        ({ document }) => document.uri.scheme === 'dropout-playground-preview',
      ),
    );
    assert.equal(readFileSync(file, 'utf8'), TRAIN, 'a preview changes nothing');
    await command('acceptPreview');
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
    await until(() => !document.getText().includes('0.5'));
    assert.match(document.getText(), /nn\.Dropout\(0(?:\.0)?\) {2}# fraction/);
  });

  it('varies a number that has nothing but a name, and writes it back once a person has said yes', async () => {
    const state = await tried(PLAIN);
    assert.deepEqual([state.what, state.answer?.verdict, state.answer?.best], ['dropout', 'open', 0]);
    const { showInformationMessage } = vscode.window;
    const asked: unknown[] = [];
    const answer = async (...args: unknown[]) => {
      asked.push(args[0], (args[1] as vscode.MessageOptions).detail);
      return args.at(-1);
    };
    Object.assign(vscode.window, { showInformationMessage: answer });
    try {
      await command('applyTried');
    } finally {
      Object.assign(vscode.window, { showInformationMessage });
    }
    assert.deepEqual(asked, ['Write dropout = 0 into train one.py?', 'line 3: 0.5 → 0.0']);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path('train one.py')));
    assert.equal(document.getText(), PLAIN.replace('0.5', '0.0'));
  });

  it('shows each trial’s output, whose places are links and whose numbers can be said to be a loss', async () => {
    const failing = `${MUTE}\nif dropout > 0.3:\n    raise ValueError('too much')\n`;
    const state = await tried(failing);
    assert.equal(state.answer?.verdict, 'nothingRecognized');
    // The first of the list has failed.
    await accepting(command('showTrials'));
    const editor = await shownTrial();
    const { document } = editor;
    assert.match(document.getText(), /^epoch 1 a /);
    assert.match(document.getText(), /ValueError: too much/);
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      document.uri,
    );
    assert.deepEqual(
      links.map(({ range, target }) => [
        document.getText(range).endsWith('line 13'),
        target?.fragment,
        target?.fsPath,
      ]),
      [[true, 'L13', path('train one.py')]],
    );
    const at = document.lineAt(0).text.lastIndexOf('.');
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(0, at),
    );
    const words = hovers.flatMap(({ contents }) =>
      contents.map((one) => (one as vscode.MarkdownString).value),
    );
    assert.match(words.join('\n'), /What is this number\?.*\[validation loss\]\(command:/s);

    await command('pointAtNumber', {
      uri: document.uri.toString(),
      line: 0,
      character: at,
      role: 'validationLoss',
    });
    const { code } = await host();
    await until(() => code.tries.runner.state?.answer?.measure === 'validationLoss');
    const { trials, answer } = code.tries.runner.state!;
    assert.equal(answer?.best, 0);
    assert.deepEqual([...trials[0]!.curves[0]!.steps], [1, 2, 3, 4, 5]);
    // It is remembered: the next time nobody has to point.
    assert.equal((await tried(MUTE)).answer?.measure, 'validationLoss');
  });

  it('takes turns with a run: the trial that goes on ends, the next one waits', async () => {
    const { runner } = (await host()).code.tries;
    const slow = `import time\ntime.sleep(0.5)\n${PLAIN}`;
    const { document } = await open(slow, 'slow.py');
    await accepting(command('tryValues', { uri: document.uri.toString(), start: 0 }));
    await until(() => runner.state?.trials[0]?.state === 'running');
    await start(endless());
    await until(() => runner.state?.trials[0]?.state === 'complete', 30_000);
    assert.deepEqual(
      [runner.state?.isHeld, runner.state?.status, runner.state?.trials[1]?.state],
      [true, 'running', 'waiting'],
    );
    await command('stop');
    await until(() => runner.state?.trials[1]?.state !== 'waiting', 30_000);
    await command('stopTrying');
    await until(() => runner.state?.status === 'stopped');
  });
});

async function shownTrial(): Promise<vscode.TextEditor> {
  const shown = () =>
    vscode.window.visibleTextEditors.find(
      ({ document }) => document.uri.scheme === 'dropout-playground-trial',
    );
  await until(shown);
  return shown()!;
}
