import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import { codeFolder, TFJS } from './code-support';
import { host, until } from './support';

const TORCH = 'import torch\nfrom torch import nn\n';
const repeated = (count: number, part: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => part(n)).join('');

const network = (n: number) =>
  `class Net${n}(nn.Module):\n    def __init__(self, p=0.5):\n        super().__init__()\n        self.net = nn.Sequential(nn.Linear(2, 8), nn.Dropout(p), nn.Linear(8, 2))\n\n\n`;

/** Files that take long to read, or say more than anyone looks at. */
const FILES: Readonly<Record<string, readonly [name: string, text: () => string]>> = {
  'quotes that are not closed': [
    'quotes.py',
    () =>
      `${TORCH}"""\n${repeated(8_000, (n) => `def f${n}(p=0.5):\n    """Of f."""\n    return nn.Dropout(p)\n\n`)}`,
  ],
  'layers by the ten thousand': ['layers.py', () => TORCH + repeated(60_000, (n) => `nn.Dropout(0.${n})\n`)],
  'classes by the thousand': ['classes.py', () => TORCH + repeated(6_000, network)],
  'options by the ten thousand': [
    'options.py',
    () =>
      `${TORCH}import argparse\nparser = argparse.ArgumentParser()\n${repeated(10_000, (n) => `parser.add_argument('--dropout${n}', type=float, default=0.5)\n`)}`,
  ],
  'containers in containers': [
    'nested.py',
    () => `${TORCH}m = ${'nn.Sequential('.repeat(5_000)}nn.Dropout(0.5)${')'.repeat(5_000)}\n`,
  ],
  'functions that call each other': [
    'calls.py',
    () =>
      TORCH +
      repeated(
        8_000,
        (n) => `def f${n}(p=0.5):\n    nn.Dropout(p)\n    f${(n * 7_919 + 1) % 8_000}(p)\n\n\n`,
      ),
  ],
  'one long line of JavaScript': [
    'bundle.js',
    () => TFJS + '!function(e,t){var n=e(1),r=t.layers.dropout({rate:.5});return n?r:e}(a,b);'.repeat(5_000),
  ],
  'a configuration of thousands of keys': [
    'config.yaml',
    () => repeated(9_000, (n) => `a${n}:\n  dropout: 0.5\n  lr: 0.1\n`),
  ],
};

describe('a file that takes long to read', function () {
  this.timeout(120_000);
  const { open } = codeFolder();
  beforeEach(() => host());

  for (const [what, [name, text]] of Object.entries(FILES))
    it(`does not keep the host from answering: ${what}`, async () => {
      const { scans } = (await host()).code;
      const { document } = await open(text(), name);
      let isOver = false;
      const scan = scans.of(document).finally(() => {
        isOver = true;
      });
      let turns = 0;
      let answers = 0;
      for (; !isOver; turns++) {
        await setImmediate();
        if (turns % 10 > 0) continue;
        await vscode.commands.executeCommand('dropoutPlayground.hideHint');
        answers++;
      }
      // On the host's own thread there would be one turn, and not one command would be answered.
      assert.ok(turns > 20, `${turns} turns of the host's loop while it was read`);
      assert.ok(answers > 1, `${answers} commands were answered while it was read`);
      assert.ok(((await scan)?.result.findings.length ?? 0) <= 2_000);
    });

  for (const [what, name, text] of [
    ['a bundle', 'large.js', () => 'a(b);'.repeat(600_000)],
    ['data', 'large.json', () => `[${'0.123456,'.repeat(400_000)}1]`],
  ] as const)
    it(`is not read where it is ${what}, and the status bar says why`, async () => {
      const { scans, unread } = (await host()).code;
      const { document } = await open(text(), name);
      assert.equal(await scans.of(document), undefined);
      await until(() => unread.words !== undefined);
      assert.match(unread.words ?? '', /not read: [34],\d{3},\d{3} of at most [35]00,000 characters/);
      await open(TORCH, 'short.py');
      await until(() => unread.words === undefined);
    });

  it('says beside the language that not all of it is shown', async () => {
    const { scans, unread } = (await host()).code;
    const { document } = await open(TORCH + repeated(2_500, (n) => `nn.Dropout(0.${n})\n`), 'many.py');
    const scan = await scans.of(document);
    assert.equal(scan?.result.findings.length, 2_000);
    await until(() => unread.words !== undefined);
    assert.match(unread.words ?? '', /the first 2000 hyperparameters/);
  });
});
