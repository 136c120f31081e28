import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { WASM_FILES } from '../../src/code/scanner';
import { ScanThread, startScanner } from '../../src/code/thread/scan-thread';
import { scanner } from '../code/support';
import { bundles, scannerScript } from './built-worker';

const NORMAL = 'import torch\nfrom torch import nn\nd = nn.Dropout(0.25)\n';

describe('the bundled scanner in a thread', function () {
  this.timeout(60_000);
  let threads: Worker[];
  let thread: ScanThread;

  const begin = (budget: number, start = () => startScanner(scannerScript(), { wasmDir: bundles() })) => {
    threads = [];
    thread = new ScanThread({
      budget,
      start: () => {
        threads.push(start());
        return threads.at(-1)!;
      },
    });
  };
  before(() => {
    scannerScript();
  });
  afterEach(() => thread.dispose());

  it('finds what is found without one, file after file', async () => {
    begin(60_000);
    for (const [text, language] of [
      [NORMAL, 'python'],
      ["import * as tf from '@tensorflow/tfjs';\ntf.layers.dropout({ rate: 1 / 4 });\n", 'javascript'],
      ['dropout: 0.1\nlr: .inf\n', 'yaml'],
    ] as const)
      assert.deepEqual(await thread.scan(text, language), (await scanner()).scan(text, language));
    assert.equal(threads.length, 1);
  });

  it('reads the cells of a notebook as they change', async () => {
    begin(60_000);
    const cells = ['from torch import nn\n', 'd = nn.Dropout(0.25)\n'];
    const document = thread.open('notebook', () => ({ text: [...cells], moment: 0 }));
    const first = await document.read();
    cells[1] = 'd = nn.Dropout(0.125)\n';
    const second = await document.read();
    const values = [first, second].map((read) =>
      read?.result.findings.map(({ value, cell }) => [value, cell]),
    );
    assert.deepEqual(values, [[[0.25, 1]], [[0.125, 1]]]);
  });

  it('gives up what takes longer than it may, and reads the next', async () => {
    // Whatever the machine, a thread that never answers takes too long.
    const stuck = new ScanThread({
      budget: 100,
      start: () =>
        new Worker(
          "const { parentPort: port } = require('node:worker_threads'); port.postMessage({ type: 'ready' }); port.on('message', () => { for (;;); });",
          { eval: true },
        ),
    });
    assert.equal((await stuck.scan(NORMAL, 'python')).why, 'slow');
    stuck.dispose();
    begin(60_000);
    assert.equal((await thread.scan(NORMAL, 'python')).findings.length, 1);
  });

  it('survives a text that takes all of its memory', async () => {
    begin(
      60_000,
      () =>
        new Worker(scannerScript(), {
          workerData: { wasmDir: bundles() },
          resourceLimits: { maxOldGenerationSizeMb: 24 },
        }),
    );
    const large = `from torch import nn\n${Array.from({ length: 60_000 }, (_, n) => `d${n} = nn.Dropout(0.${n})\n`).join('')}`;
    assert.equal((await thread.scan(large, 'python')).why, 'died');
    assert.deepEqual(
      (await thread.scan(NORMAL, 'python')).findings.map(({ value }) => value),
      [0.25],
    );
    assert.equal(threads.length, 2);
  });

  it('survives texts that break the parser, and reads the next', async () => {
    begin(60_000);
    for (const part of ['optim: nn.Dropout(p)', 'layer: nn.Dropout[x]']) {
      const text = `${NORMAL}\n${part.repeat(12_000)}`;
      const cut = await thread.scan(text, 'python');
      assert.equal(cut.isCut, true);
      assert.deepEqual((await thread.scan(NORMAL, 'python')).findings[0]?.value, 0.25);
    }
    assert.ok(threads.length <= 3);
  });

  it('is gone when it is disposed of', async () => {
    begin(60_000);
    await thread.scan(NORMAL, 'python');
    const exit = once(threads[0], 'exit');
    thread.dispose();
    await exit;
  });

  it('loads the grammar of JavaScript when a text of TensorFlow.js is read, and not before', async () => {
    const wasmDir = mkdtempSync(join(tmpdir(), 'dropout-playground-wasm-'));
    try {
      for (const name of WASM_FILES.slice(0, 2)) copyFileSync(join(bundles(), name), join(wasmDir, name));
      begin(60_000, () => startScanner(scannerScript(), { wasmDir }));
      const text = "import * as tf from '@tensorflow/tfjs';\ntf.layers.dropout({ rate: <number>0.4 });\n";
      assert.equal((await thread.scan(NORMAL, 'python')).findings.length, 1);
      assert.equal((await thread.scan('const dropout = 0.5;\n', 'typescript')).findings.length, 0);
      await assert.rejects(thread.scan(text, 'typescript'), /tree-sitter-tsx\.wasm/);
      copyFileSync(join(bundles(), WASM_FILES[2]), join(wasmDir, WASM_FILES[2]));
      assert.equal((await thread.scan(text, 'typescript')).findings[0]?.value, 0.4);
      assert.equal((await thread.scan(NORMAL, 'python')).findings.length, 1);
      assert.equal(threads.length, 1);
    } finally {
      rmSync(wasmDir, { recursive: true });
    }
  });

  it('says that its parser is not there', async () => {
    begin(60_000, () => startScanner(scannerScript(), { wasmDir: 'nowhere' }));
    await assert.rejects(thread.scan(NORMAL, 'python'), /nowhere/);
  });
});
