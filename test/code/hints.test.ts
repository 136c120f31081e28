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

describe('hints on how dropout is switched on and off', () => {
  const method = (body: string, init = '') => `${torch}class Net(nn.Module):
    def __init__(self, p=0.2):
        super().__init__()
        self.p = p
        self.fc = nn.Linear(4, 8)
${init.replace(/^(?=.)/gm, '        ')}
    def forward(self, x):
${body.replace(/^/gm, '        ')}
        return self.fc(x)
`;
  const only = async (code: string) => {
    const hints = await hintsOf(code);
    assert.equal(hints.length, 1, hints.join('; '));
    return hints[0]!;
  };

  it('always on: told to be, in attention, or made in the forward pass', async () => {
    assert.equal(
      await only(method('x = F.dropout(x, 0.5, training=True)')),
      'alwaysOn F.dropout(x, 0.5, training=True)',
    );
    assert.equal(
      await only(method('x = F.dropout2d(x, self.p, True)')),
      'alwaysOn F.dropout2d(x, self.p, True)',
    );
    const attention = 'F.scaled_dot_product_attention(q, k, v, dropout_p=self.p)';
    assert.equal(await only(method(`x = ${attention}`)), `alwaysOn ${attention}`);
    assert.equal(await only(method('x = nn.Dropout(self.p)(x)')), 'alwaysOn nn.Dropout(self.p)');
    assert.equal(await only(method('drop = nn.Dropout(0.1)\nx = drop(x)')), 'alwaysOn nn.Dropout(0.1)');
  });

  it('but not where the code asks for the mode', async () => {
    for (const body of [
      'x = F.scaled_dot_product_attention(q, k, v, dropout_p=self.p if self.training else 0.0)',
      'p = self.p if self.training else 0\nx = F.scaled_dot_product_attention(q, k, v, dropout_p=p)',
      'x = F.scaled_dot_product_attention(q, k, v, dropout_p=0.0)',
      'x = F.dropout(x, 0.5, training=self.training)',
      'if not self.training:\n    return x\nx = F.dropout(x, 0.5)',
    ])
      assert.deepEqual(await hintsOf(method(body)), [], body);
  });

  it('nor behind a switch, nor where Monte-Carlo dropout is meant', async () => {
    for (const body of [
      'if self.use_mc:\n    x = F.dropout(x, 0.5, training=True)',
      'if self.sample:\n    x = F.dropout(x, 0.5)',
      'x = F.dropout(x, 0.5) if self.stochastic else x',
      'if self.bayesian:\n    x = nn.Dropout(0.5)(x)',
      '# Monte Carlo dropout\nx = F.dropout(x, 0.5, training=True)',
    ])
      assert.deepEqual(await hintsOf(method(body)), [], body);
    const named = `${torch}class MCDropout(nn.Dropout):\n    def forward(self, x):\n        return F.dropout(x, self.p, training=True)\n`;
    assert.deepEqual(await hintsOf(named), []);
    assert.equal(
      (await hintsOf(method('if self.p > 0:\n    x = F.dropout(x, self.p)'))).length,
      1,
      'a ratio is no switch',
    );
  });

  it('out of reach of eval(): in a plain list or dictionary', async () => {
    for (const init of [
      'self.drops = [nn.Dropout(0.1) for _ in range(3)]',
      "self.drops = {'a': nn.Dropout(0.1)}",
      'self.drops = []\nself.drops.append(nn.Dropout(0.1))',
      'drops = [nn.Dropout(0.1)]\nself.drops = drops',
    ])
      assert.equal(await only(method('x = self.drops[0](x)', init)), 'unregistered nn.Dropout(0.1)', init);
    for (const init of [
      'self.drops = nn.ModuleList([nn.Dropout(0.1) for _ in range(3)])',
      'drops = [nn.Dropout(0.1)]\nself.drops = nn.Sequential(*drops)',
      'self.drops = [nn.Dropout(0.1)]\nself.all = nn.ModuleList(self.drops)',
    ])
      assert.deepEqual(await hintsOf(method('x = self.fc(x)', init)), [], init);
  });

  it('always off: alpha dropout and TensorFlow 1 without training=', async () => {
    assert.equal(await only(method('x = F.alpha_dropout(x, 0.1)')), 'alwaysOff F.alpha_dropout(x, 0.1)');
    assert.equal(
      await only('import tensorflow as tf\ny = tf.layers.dropout(x, rate=0.4)\n'),
      'alwaysOff tf.layers.dropout(x, rate=0.4)',
    );
    assert.deepEqual(await hintsOf(method('x = F.alpha_dropout(x, 0.1, self.training)')), []);
  });

  it('the mode in the place of the ratio, or the wrong way round', async () => {
    assert.equal(
      await only(method('x = F.dropout(x, self.training)')),
      'trainingAsRatio F.dropout(x, self.training)',
    );
    assert.equal(
      await only(method('x = F.dropout(x, 0.5, training=not self.training)')),
      'flagReversed training=not self.training',
    );
    const flax = (flag: string) =>
      `import flax.linen as nn\nclass M(nn.Module):\n    @nn.compact\n    def __call__(self, x, train, eval):\n        return nn.Dropout(0.5)(x, ${flag})\n`;
    assert.equal(await only(flax('deterministic=train')), 'flagReversed deterministic=train');
    assert.equal(await only(flax('deterministic=not eval')), 'flagReversed deterministic=not eval');
    assert.deepEqual(await hintsOf(flax('deterministic=not train')), []);
    assert.deepEqual(await hintsOf(flax('deterministic=eval')), []);
  });

  it('a result that is thrown away', async () => {
    const init = 'self.drop = nn.Dropout(0.2)';
    assert.equal(await only(method('self.drop(x)', init)), 'resultUnused self.drop(x)');
    assert.equal(
      await only(method('F.dropout(x, 0.5, self.training)')),
      'resultUnused F.dropout(x, 0.5, self.training)',
    );
    assert.equal(await only(method('y = self.drop(x)', init)), 'resultUnused self.drop(x)');
    assert.deepEqual(await hintsOf(method('F.dropout(x, 0.5, self.training, inplace=True)')), []);
    assert.deepEqual(await hintsOf(method('x = self.drop(x)', init)), []);
  });

  it('dropout between the layers of a network that has one', async () => {
    assert.equal(await only(`${torch}r = nn.LSTM(8, 16, dropout=0.5)`), 'noEffect dropout=0.5');
    assert.equal(await only(`${torch}r = nn.GRU(8, 16, 1, True, False, 0.5)`), 'noEffect 0.5');
    for (const code of [
      'nn.LSTM(8, 16, num_layers=2, dropout=0.5)',
      'nn.LSTM(8, 16, dropout=0)',
      'nn.GRU(8, 16, n, dropout=0.5)',
    ])
      assert.deepEqual(await hintsOf(`${torch}r = ${code}`), [], code);
    const parts = 'nn.LSTM(8, 16, \\\n    1, True, \\\n    False, 0.0)';
    assert.deepEqual(await hintsOf(`${torch}r = ${parts}`), [], 'a line that goes on is no argument');
  });

  it('a model that a gradient tape watches without training=True', async () => {
    const tape = (
      call: string,
      body = 'opt.apply_gradients(zip(t.gradient(l, m.trainable_variables), m.trainable_variables))',
    ) =>
      `import tensorflow as tf\nfrom tensorflow import keras\nm = keras.Sequential([keras.layers.Dense(8), keras.layers.Dropout(0.5), keras.layers.Dense(1)])\ndef step(x):\n    with tf.GradientTape() as t:\n        l = tf.reduce_mean(${call})\n    ${body}\n`;
    assert.equal(await only(tape('m(x)')), 'alwaysOff m(x)');
    assert.deepEqual(await hintsOf(tape('m(x, training=True)')), []);
    assert.deepEqual(await hintsOf(tape('m(x, training=False)')), []);
    assert.deepEqual(await hintsOf(tape('m(x)', 'return t.gradient(l, x)')), [], 'a map of what matters');
  });

  it('eval() in a loop that never calls train() again', async () => {
    const loop = (body: string) =>
      `${torch}net = nn.Sequential(nn.Linear(2, 8), nn.Dropout(0.5), nn.Linear(8, 1))\nnet.train()\nfor epoch in range(9):\n${body.replace(/^/gm, '    ')}\n`;
    const step = 'for x in d:\n    net(x).backward()\nnet.eval()\nwith torch.no_grad():\n    net(v)';
    assert.equal(await only(loop(step)), 'trainOnce net.eval()');
    assert.deepEqual(await hintsOf(loop(`net.train()\n${step}`)), []);
    assert.deepEqual(await hintsOf(loop(`${step}\nnet.train()`)), []);
  });

  it('an evaluation without eval() though another function has it, of a model of any name', async () => {
    const code = (
      test: string,
    ) => `${torch}brain = nn.Sequential(nn.Linear(2, 8), nn.Dropout(0.5), nn.Linear(8, 1))
def validate():
    brain.eval()
    with torch.no_grad():
        return brain(x)
def test():
${test}    with torch.no_grad():
        return brain(x)
def fit():
    brain.train()
    brain(x).backward()
fit()
test()
`;
    assert.equal(await only(code('')), 'missingEval torch.no_grad()');
    assert.deepEqual(await hintsOf(code('    brain.eval()\n')), []);
  });

  it('but not where train() is explicit and samples are meant, nor in a helper of what evaluates', async () => {
    const base = `${torch}model = nn.Sequential(nn.Linear(2, 8), nn.Dropout(0.5), nn.Linear(8, 1))\nmodel(x).backward()\n`;
    const many =
      'def sample(model, x):\n    model.train()\n    with torch.no_grad():\n        return torch.stack([model(x) for _ in range(50)])\n';
    assert.deepEqual(await hintsOf(base + many), []);
    const helper =
      'def predict(model, x):\n    with torch.no_grad():\n        return model(x)\ndef evaluate(model):\n    model.eval()\n    return predict(model, x)\nevaluate(model)\n';
    assert.deepEqual(await hintsOf(base + helper), []);
  });

  it('a fraction kept in a comment, in Korean, above the line, or as a percentage', async () => {
    for (const said of [
      'p = 0.8  # 유지 확률',
      '# probability of keeping a unit\np = 0.8',
      'p = 0.8  # 뉴런을 살릴 비율',
      'p = 0.8  # keep 80% of the units',
      'p = 0.8  # retain probability',
    ])
      assert.equal((await hintsOf(`${torch}${said}\nd = nn.Dropout(p)`)).length, 1, said);
    for (const said of [
      'p = 0.8  # 제거할 확률',
      'p = 0.2  # keep 80% of the units',
      'p = 0.8  # 1 - keep_prob',
    ])
      assert.deepEqual(await hintsOf(`${torch}${said}\nd = nn.Dropout(p)`), [], said);
  });

  it('no dropout after the last layer of what feeds another network', async () => {
    const encoder = `${torch}enc = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 8), nn.Dropout(0.1))\nhead = nn.Linear(8, 2)\n`;
    const optimizers = 'a = torch.optim.Adam(enc.parameters())\nb = torch.optim.Adam(head.parameters())\n';
    assert.deepEqual(await hintsOf(`${encoder}${optimizers}z = enc(x)\ny = head(z)\n`), []);
    assert.deepEqual(await hintsOf(`${encoder}${optimizers}y = head(enc(x))\n`), []);
    assert.deepEqual(
      await hintsOf(
        `${encoder}o = torch.optim.Adam(list(enc.parameters()) + list(net2.parameters()))\ny = net2(enc(x))\n`,
      ),
      [],
    );
    assert.equal((await hintsOf(`${encoder}${optimizers}y = enc(x)\n`)).length, 1);
  });

  it('no words in comments and texts decide', async () => {
    const model = `${torch}net = nn.Sequential(nn.Linear(2, 8), nn.Dropout(0.5), nn.Linear(8, 1))\nnet(x).backward()\n`;
    for (const evaluation of [
      'with torch.no_grad():\n    # no backward here\n    y = net(x)\n',
      'with torch.no_grad():\n    y = net(x)\n    print("without backward")\n',
      'def f():\n    # net.train() comes later\n    with torch.no_grad():\n        return net(x)\n',
    ])
      assert.equal(await only(`${model}${evaluation}`), 'missingEval torch.no_grad()', evaluation);
    const list = method(
      'x = self.drops[0](x)',
      'self.drops = [nn.Dropout(0.1)]  # no ModuleList(self.drops)',
    );
    assert.equal(await only(list), 'unregistered nn.Dropout(0.1)');
    const local = method('drop = nn.Dropout(0.1)  # drop.train() is on\nx = drop(x)');
    assert.equal(await only(local), 'alwaysOn nn.Dropout(0.1)');
    const step = (note: string) =>
      `import tensorflow as tf\nfrom tensorflow import keras\nm = keras.Sequential([keras.layers.Dense(8), keras.layers.Dropout(0.5)])\ndef look(x):\n    with tf.GradientTape() as t:\n        l = m(x)\n    return t.gradient(l, x)${note}\n`;
    assert.deepEqual(await hintsOf(step('  # nothing to minimize')), []);
  });

  it('an evaluation beside train(True), and one whose targets are called t', async () => {
    const model = `${torch}net = nn.Sequential(nn.Linear(2, 8), nn.Dropout(0.5), nn.Linear(8, 1))\nnet.train(True)\nnet(x).backward()\n`;
    const evaluation = 'with torch.no_grad():\n    loss = criterion(net(x), t)\n';
    assert.equal(await only(model + evaluation), 'missingEval torch.no_grad()');
    assert.deepEqual(
      await hintsOf(model + evaluation.replace(', t)', ', y)').replace('with', 'net.train(mode)\nwith')),
      [],
    );
  });

  it('a result that is thrown away, also where its name is given again', async () => {
    const init = 'self.drop = nn.Dropout(0.2)';
    assert.equal(
      await only(method('y = self.drop(x)\ny = self.fc(x)\nx = y', init)),
      'resultUnused self.drop(x)',
    );
    assert.deepEqual(await hintsOf(method('y = self.drop(x)\nx = self.fc(y)', init)), []);
  });
});
