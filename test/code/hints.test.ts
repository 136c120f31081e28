import assert from 'node:assert/strict';
import { scanner } from './support';

async function hintsOf(code: string): Promise<string[]> {
  const { hints } = (await scanner()).scan(code, 'python');
  return hints.map(({ id, start, end }) => `${id} ${code.slice(start, end)}`);
}

const torch = 'import torch\nfrom torch import nn\nimport torch.nn.functional as F\n';

const trained = (last: string) =>
  `${torch}net = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Dropout(0.1), ${last})\nopt = torch.optim.SGD(net.parameters(), 0.1)\n`;

const training = `${torch}net = nn.Sequential(nn.Linear(2, 8), nn.Dropout(0.1), nn.Linear(8, 1))\nloss = net(x).sum()\nloss.backward()\n`;

describe('hints on likely mistakes', () => {
  it('a fraction kept passed as the fraction dropped', async () => {
    assert.deepEqual(await hintsOf(`${torch}d = nn.Dropout(keep_prob)`), ['keepAsRate keep_prob']);
    assert.deepEqual(await hintsOf(`${torch}d = nn.Dropout(p=self.keep)`), ['keepAsRate self.keep']);
    assert.deepEqual(await hintsOf('from keras.layers import Dropout\nd = Dropout(args.keep_rate)'), [
      'keepAsRate args.keep_rate',
    ]);
    assert.deepEqual(await hintsOf('import tensorflow as tf\ny = tf.nn.dropout(x, rate=keep_prob)'), [
      'keepAsRate keep_prob',
    ]);
  });

  it('but not its complement, nor where a fraction kept is wanted', async () => {
    assert.deepEqual(await hintsOf(`${torch}keep_prob = 0.8\nd = nn.Dropout(1 - keep_prob)`), []);
    assert.deepEqual(await hintsOf('import tensorflow as tf\ny = tf.nn.dropout(x, keep_prob)'), []);
    assert.deepEqual(await hintsOf('import tensorflow as tf\ny = tf.nn.dropout(x, keep_prob=keep)'), []);
    assert.deepEqual(await hintsOf(`${torch}d = nn.Dropout(dropout)`), []);
  });

  it('a number of which the comment says that it is kept', async () => {
    const said = 'dropout = 0.75  # Dropout, probability to keep units\n';
    assert.deepEqual(await hintsOf(`${torch}${said}d = nn.Dropout(dropout)`), [
      'keepAsRate nn.Dropout(dropout)',
    ]);
    assert.deepEqual(await hintsOf(`${torch}${said}d = nn.Dropout(1 - dropout)`), []);
    for (const comment of ['keep this at 0.5', 'drop probability', 'keeps training stable', ''])
      assert.deepEqual(await hintsOf(`${torch}p = 0.5  # ${comment}\nd = nn.Dropout(p)`), [], comment);
  });

  it('a ratio out of range', async () => {
    assert.deepEqual(await hintsOf(`${torch}d = nn.Dropout(50)`), ['ratioOutOfRange nn.Dropout(50)']);
    assert.deepEqual(await hintsOf(`${torch}d = nn.Dropout(1.0)`), ['ratioOutOfRange nn.Dropout(1.0)']);
    assert.deepEqual(await hintsOf(`${torch}P = -0.1\nd = nn.Dropout(P)`), ['ratioOutOfRange nn.Dropout(P)']);
    assert.deepEqual(await hintsOf(`${torch}d = nn.Dropout(0.0)\ne = nn.Dropout(0.99)`), []);
    assert.deepEqual(
      await hintsOf('import tensorflow as tf\ny = tf.nn.dropout(x, keep_prob=1.0)'),
      [],
      'nothing dropped',
    );
  });

  it('dropout after the last layer of a network that is trained', async () => {
    assert.deepEqual(await hintsOf(trained('nn.Linear(8, 1), nn.Dropout(0.2)')), [
      'dropoutAfterLastLayer nn.Dropout(0.2)',
    ]);
    assert.deepEqual(await hintsOf(trained('nn.Linear(8, 1), nn.Dropout(0.2), nn.Softmax(1)')), [
      'dropoutAfterLastLayer nn.Dropout(0.2)',
    ]);
    assert.deepEqual(await hintsOf(trained('nn.Linear(8, 1)')), []);
  });

  it('but not at the end of a part of a network', async () => {
    const part = `${torch}class FeedForward(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 4), nn.Dropout(0.1))\n    def forward(self, x):\n        return self.net(x)\n`;
    assert.deepEqual(await hintsOf(part), []);
  });

  it('an evaluation without eval()', async () => {
    const [hint] = await hintsOf(`${training}with torch.no_grad():\n    y = net(x)\n`);
    assert.equal(hint, 'missingEval torch.no_grad()');
    assert.deepEqual(
      await hintsOf(`${training}def evaluate(model, data):\n    return [model(x) for x in data]\n`),
      ['missingEval evaluate'],
    );
  });

  it('but not with eval(), without dropout, without training, or under a trainer', async () => {
    const evaluation = 'with torch.no_grad():\n    y = net(x)\n';
    assert.deepEqual(await hintsOf(`${training}net.eval()\n${evaluation}`), []);
    assert.deepEqual(await hintsOf(`${training}net.train(False)\n${evaluation}`), []);
    assert.deepEqual(await hintsOf(`${training.replace('nn.Dropout(0.1)', 'nn.ReLU()')}${evaluation}`), []);
    assert.deepEqual(await hintsOf(`${training.replace('loss.backward()', '')}${evaluation}`), []);
    assert.deepEqual(await hintsOf(`import pytorch_lightning as pl\n${training}${evaluation}`), []);
    assert.deepEqual(
      await hintsOf(`${training}with torch.no_grad():\n    w -= lr * w.grad\n`),
      [],
      'an update by hand',
    );
  });

  it('functional dropout that is always on', async () => {
    assert.deepEqual(await hintsOf(`${torch}y = F.dropout(x, 0.5)`), ['alwaysOn F.dropout(x, 0.5)']);
    assert.deepEqual(
      await hintsOf(
        `${torch}y = F.dropout(x, p=0.5, training=self.training)\nz = F.dropout(x, 0.5, self.training)`,
      ),
      [],
    );
  });

  it('but not where only training gets there', async () => {
    const code = `${torch}def f(self, x):\n    if self.training and p > 0:\n        x = F.dropout(x, p=0.2)\n    return x\n`;
    assert.deepEqual(await hintsOf(code), []);
  });

  it('each with a message and the page that it rests on', async () => {
    const { hints } = (await scanner()).scan(
      `${torch}d = nn.Dropout(keep_prob)\ne = nn.Dropout(2)`,
      'python',
    );
    for (const { message, source } of hints) {
      assert.ok(message.length > 20);
      assert.match(source, /^https:\/\//);
    }
    assert.equal(hints.length, 2);
  });
});
