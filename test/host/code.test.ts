import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { actions, codeFolder, finished, hover, inlays, lenses, MODEL, rangeIn, TFJS } from './code-support';
import { command, host, quick, sleep, start, until } from './support';

describe('code', () => {
  const { open } = codeFolder();

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
      const layers = `${TFJS}model.add(tf.layers.dropout({ rate: 0.25 }));\nmodel.add(tf.layers.dense({ units: 1 }));\nmodel.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });\n`;
      const { document } = await open(layers, 'train.ts');
      assert.deepEqual(await lenses(document), ['2: Run Dropout Experiment · drop 0.25 · lr 0.01']);
    });

    it('leaves data and bundles alone', async () => {
      const rows = Array.from({ length: 16_000 }, (_, i) => ({ id: i, lr: 0.25 }));
      const { document } = await open(JSON.stringify(rows), 'rows.json');
      assert.equal(await hover(document, rangeIn(document, '0.25').start), '');
    });
  });
});
