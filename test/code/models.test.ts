import assert from 'node:assert/strict';
import { summaryOf } from '../../src/code/scan-paths';
import { modelsOf, only, torch } from './support';

const module = (init: string, forward: string) =>
  `${torch}class Net(nn.Module):\n    def __init__(self, hidden=32):\n        super().__init__()\n${init.replace(/^/gm, '        ')}\n    def forward(self, x):\n${forward.replace(/^/gm, '        ')}\n`;

describe('sequences of layers', () => {
  it('reads nn.Sequential', async () => {
    const model = await only(
      `${torch}net = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Dropout(0.5), nn.Linear(128, 10)).to('cpu')`,
    );
    assert.equal(summaryOf(model), 'reshape · linear 128 · relu · dropout 0.5 · linear 10');
    assert.deepEqual(
      [model.name, model.framework, model.notes, model.trained],
      ['net', 'pytorch', [], false],
    );
  });

  it('reads ordered dictionaries and lists of layers', async () => {
    const named = await only(
      `${torch}from collections import OrderedDict\nnet = nn.Sequential(OrderedDict([('a', nn.Linear(2, 8)), ('b', nn.Tanh()), ('c', nn.Linear(8, 2))]))`,
    );
    assert.equal(summaryOf(named), 'linear 8 · tanh · linear 2');
    const code = `${torch}layers = [nn.Linear(2, 8), nn.Linear(8, 2)]\nnet = nn.Sequential(*layers)\n`;
    const listed = await only(code);
    assert.equal(summaryOf(listed), 'linear 8 · linear 2');
    assert.deepEqual(listed.notes, []);
    const grown = await only(code.replace('net =', 'layers.append(nn.Tanh())\nnet ='));
    assert.equal(summaryOf(grown), 'linear 8 · linear 2 · tanh');
    assert.deepEqual(grown.notes, []);
  });

  it('ends where layers are made of themselves', async () => {
    for (const code of [
      'net = nn.Sequential(net, net, nn.Linear(1, 2))',
      'l = [*l, *l, nn.Linear(1, 2)]\nnet = nn.Sequential(*l)',
      'l = [nn.Linear(1, 2)]\nl += [nn.Sequential(*l)]\nl.append(nn.Sequential(*l))\nnet = nn.Sequential(*l)',
      'class A(nn.Module):\n    def __init__(self):\n        self.a = nn.Sequential(self.a, self.a, nn.Linear(1, 2))\n    def forward(self, x):\n        return self.a(self.a(x))',
    ]) {
      const [model] = await modelsOf(torch + code);
      assert.ok(model && model.layers.length < 20, `${model?.layers.length} layers`);
    }
  });

  it('reads a module in the order of its forward pass', async () => {
    const model = await only(
      module(
        'self.out = nn.Linear(hidden, 10)\nself.drop = nn.Dropout(0.2)\nself.fc = nn.Linear(784, hidden)',
        'x = torch.flatten(x, 1)\nx = self.drop(F.relu(self.fc(x)))\nx = F.dropout(x, 0.3, training=self.training)\nreturn F.log_softmax(self.out(x), dim=1)',
      ),
    );
    assert.equal(
      summaryOf(model),
      'reshape · linear 32 · relu · dropout 0.2 · dropout 0.3 · linear 10 · softmax',
    );
    assert.deepEqual(model.notes, []);
  });

  it('reads modules within a module, and methods of tensors', async () => {
    const model = await only(
      module(
        'self.net = nn.Sequential(nn.Linear(4, 8), nn.Sequential(nn.ReLU(), nn.Dropout(0.1)))\nself.out = nn.Linear(8, 2)',
        'x = x.view(-1, 4)\nreturn self.out(self.net(x).relu())',
      ),
    );
    assert.equal(summaryOf(model), 'reshape · linear 8 · relu · dropout 0.1 · relu · linear 2');
  });

  it('says what is not plain', async () => {
    const model = await only(
      module(
        'self.a = nn.Linear(4, 4)\nself.b = Block()',
        'if self.flag:\n    x = self.a(x)\nfor layer in self.layers:\n    x = layer(x)\nx = x + self.a(x)\nreturn self.b(x)',
      ),
    );
    assert.equal(model.notes.length, 4);
    assert.match(model.notes.join('; '), /branch.*loop.*joined.*Block\(\)/s);
  });

  it('reads Keras: a list, add, functional', async () => {
    const listed = await only(
      "from tensorflow import keras\nfrom tensorflow.keras import layers\nm = keras.Sequential([keras.Input(shape=(4,)), layers.Dense(64, activation='relu'), layers.Dropout(0.5), layers.Dense(1)])",
    );
    assert.equal(summaryOf(listed), 'input · linear 64 relu · dropout 0.5 · linear 1');
    const added = await only(
      "from keras.models import Sequential\nfrom keras.layers import Dense, Dropout, Activation\nm = Sequential()\nm.add(Dense(512, input_shape=(784,)))\nm.add(Activation('relu'))\nm.add(Dropout(0.2))\nm.add(Dense(10, activation='softmax'))\nm.compile(optimizer='adam', loss='mse')",
    );
    assert.equal(summaryOf(added), 'linear 512 · relu · dropout 0.2 · linear 10 softmax');
    assert.equal(added.trained, true);
    const functional = await only(
      'import keras\nfrom keras import layers\ninputs = keras.Input((4,))\nx = layers.Dense(16, "tanh")(inputs)\nx = layers.Dropout(0.1)(x)\nout = layers.Dense(3)(x)\nmodel = keras.Model(inputs, out)',
    );
    assert.equal(summaryOf(functional), 'input · linear 16 tanh · dropout 0.1 · linear 3');
  });

  it('reads the networks of Deep Learning from Scratch', async () => {
    const from = 'from common.multi_layer_net_extend import MultiLayerNetExtend\n';
    const dropped = await only(
      `${from}use = True\nnetwork = MultiLayerNetExtend(784, [100] * 2, 10, use_dropout=use, dropout_ration=0.2)`,
    );
    assert.equal(
      summaryOf(dropped),
      'linear 100 relu · dropout 0.2 · linear 100 relu · dropout 0.2 · linear 10',
    );
    assert.deepEqual([dropped.name, dropped.framework, dropped.trained], ['network', 'numpy', true]);
    const off = await only(
      `${from}net = MultiLayerNetExtend(784, hidden_size_list=[8, 4], output_size=10, activation='sigmoid', dropout_ration=0.2)`,
    );
    assert.equal(summaryOf(off), 'linear 8 sigmoid · linear 4 sigmoid · linear 10');
    const unknown = await only(`${from}net = MultiLayerNetExtend(784, sizes, 10)`);
    assert.deepEqual(unknown.notes, ['the hidden layers are computed: sizes']);
    const repeated = await only(`${from}net = MultiLayerNetExtend(784, [100] * 100000000, 10)`);
    assert.equal(summaryOf(repeated), 'linear relu · linear 10');
  });

  it('reads models under another name', async () => {
    const net = await only(
      'from torch import nn\nfrom torch.nn import Sequential as Seq\nm = Seq(nn.Linear(2, 3), nn.Linear(3, 1))',
    );
    assert.equal(summaryOf(net), 'linear 3 · linear 1');
    const mlp = await only('from sklearn.neural_network import MLPClassifier as MLP\nm = MLP((5, 4))');
    assert.equal(summaryOf(mlp), 'linear 5 relu · linear 4 relu · linear');
    const own = await only(
      'from torch import nn\nStack = nn.Sequential\nm = Stack(nn.Linear(2, 3), nn.Linear(3, 1))',
    );
    assert.equal(summaryOf(own), 'linear 3 · linear 1');
  });

  it('reads MLX and PaddlePaddle', async () => {
    const mlx = await only(
      'import mlx.nn as nn\nclass MLP(nn.Module):\n    def __init__(self):\n        self.a = nn.Linear(784, 128)\n        self.d = nn.Dropout(0.3)\n        self.b = nn.Linear(128, 10)\n    def __call__(self, x):\n        return self.b(self.d(nn.relu(self.a(x))))',
    );
    assert.equal(summaryOf(mlx), 'linear 128 · relu · dropout 0.3 · linear 10');
    const paddle = await only(
      'import paddle\nfrom paddle import nn\nnet = nn.Sequential(nn.Flatten(), nn.Linear(784, 100), nn.GELU(), nn.Dropout(0.5), nn.Linear(100, 10))',
    );
    assert.equal(summaryOf(paddle), 'reshape · linear 100 · gelu · dropout 0.5 · linear 10');
    assert.deepEqual([mlx.framework, paddle.framework], ['mlx', 'paddle']);
  });

  it('reads the perceptron and the models of DeZero', async () => {
    const from = 'import dezero\nimport dezero.functions as F\nimport dezero.layers as L\n';
    const mlp = await only(`${from}model = dezero.models.MLP((100, 50, 10), activation=F.relu)`);
    assert.equal(summaryOf(mlp), 'linear 100 relu · linear 50 relu · linear 10');
    const own = await only(
      `${from}class Net(dezero.Model):\n    def __init__(self):\n        super().__init__()\n        self.l1 = L.Linear(100)\n        self.l2 = L.Linear(10)\n    def forward(self, x):\n        return self.l2(F.dropout(F.sigmoid(self.l1(x)), 0.3))\n`,
    );
    assert.equal(summaryOf(own), 'linear 100 · sigmoid · dropout 0.3 · linear 10');
  });

  it('reads Flax, Haiku and scikit-learn', async () => {
    const flax = await only(
      'import flax.linen as nn\nclass MLP(nn.Module):\n    width: int = 24\n    @nn.compact\n    def __call__(self, x, train):\n        x = nn.Dense(self.width)(x)\n        x = nn.gelu(x)\n        x = nn.Dropout(0.2, deterministic=not train)(x)\n        return nn.Dense(features=2)(x)',
    );
    assert.equal(summaryOf(flax), 'linear 24 · gelu · dropout 0.2 · linear 2');
    const haiku = await only(
      'import haiku as hk, jax\ndef net(x):\n    return hk.Sequential([hk.Linear(300), jax.nn.relu, hk.Linear(10)])(x)',
    );
    assert.equal(summaryOf(haiku), 'linear 300 · relu · linear 10');
    const sklearn = await only(
      "from sklearn.neural_network import MLPClassifier\nclf = MLPClassifier(hidden_layer_sizes=(64, 32), activation='logistic')",
    );
    assert.equal(summaryOf(sklearn), 'linear 64 sigmoid · linear 32 sigmoid · linear');
  });

  it('reads TensorFlow.js', async () => {
    const model = await only(
      "import * as tf from '@tensorflow/tfjs';\nconst model = tf.sequential();\nmodel.add(tf.layers.dense({ units: 16, activation: 'relu', inputShape: [4] }));\nmodel.add(tf.layers.dropout({ rate: 0.5 }));\nmodel.add(tf.layers.dense({ units: 3 }));\nmodel.compile({ optimizer: 'adam' });",
      'typescript',
    );
    assert.equal(summaryOf(model), 'linear 16 relu · dropout 0.5 · linear 3');
    assert.equal(model.trained, true);
  });

  describe('in TypeScript', () => {
    const head = "import * as tf from '@tensorflow/tfjs';\n";
    const dense = (units: number) => `tf.layers.dense({ units: ${units} })`;
    const texts: readonly (readonly [title: string, code: string, expected: readonly string[]])[] = [
      [
        'two models of one name',
        `function a() { const model = tf.sequential(); model.add(${dense(1)}); return model; }\nfunction b() { const model = tf.sequential(); model.add(${dense(2)}); model.add(${dense(3)}); return model; }`,
        ['linear 1', 'linear 2 · linear 3'],
      ],
      [
        'a model in a field',
        `class Net {\n  constructor() { this.model = tf.sequential(); this.model.add(${dense(4)}); }\n}`,
        ['linear 4'],
      ],
      [
        'a variable that is given later',
        `let model;\nmodel = tf.sequential();\nmodel.add(${dense(5)});`,
        ['linear 5'],
      ],
      [
        'layers that are applied',
        `const input = tf.input({ shape: [4] });\nlet x = ${dense(8)}.apply(input);\nx = tf.layers.dropout({ rate: 0.3 }).apply(x);\nconst out = ${dense(2)}.apply(x);\nconst model = tf.model({ inputs: input, outputs: out });\nmodel.compile({ optimizer: 'sgd' });`,
        ['input · linear 8 · dropout 0.3 · linear 2'],
      ],
      [
        'layers that are applied to each other',
        `const input = tf.input({ shape: [4] });\nconst model = tf.model({ inputs: input, outputs: ${dense(2)}.apply(${dense(6)}.apply(input)) });`,
        ['input · linear 6 · linear 2'],
      ],
    ];
    for (const [title, code, expected] of texts)
      it(title, async () => {
        const models = await modelsOf(head + code, 'typescript');
        assert.deepEqual(models.map(summaryOf), expected);
        assert.deepEqual(
          models.flatMap(({ notes }) => notes),
          [],
        );
      });

    it('says where layers are added in a loop, a branch, or taken away', async () => {
      for (const lines of [
        `for (let i = 0; i < 3; i++) { model.add(${dense(4)}); }`,
        `if (deep) model.add(${dense(4)});`,
        `deep && model.add(${dense(4)});`,
        `model.add(${dense(4)});\nmodel.pop();`,
        `function more() { model.add(${dense(4)}); }`,
      ]) {
        const model = await only(
          `${head}const model = tf.sequential();\nmodel.add(${dense(3)});\n${lines}`,
          'typescript',
        );
        assert.deepEqual(model.notes, ['layers are added in a loop or a branch'], lines);
      }
      const named = await only(
        `${head}const layers = [${dense(3)}];\nconst model = tf.sequential({ layers });\nmodel.add(${dense(2)});`,
        'typescript',
      );
      assert.equal(summaryOf(named), 'linear 3 · linear 2');
      const pushed = await only(
        `${head}const layers = [${dense(3)}];\nlayers.push(${dense(2)});\nconst model = tf.sequential({ layers });`,
        'typescript',
      );
      assert.deepEqual(pushed.notes, ['the layers come from a list that is built elsewhere']);
    });

    it('says what it leaves out', async () => {
      const joined = await only(
        `${head}const model = tf.model({ inputs: [a, b], outputs: ${dense(2)}.apply([a, b]) });`,
        'typescript',
      );
      assert.match(joined.notes.join(), /branches are joined/);
      const branched = await only(
        `${head}let x = start();\nif (deep) { x = ${dense(9)}.apply(x); }\nconst model = tf.model({ inputs: i, outputs: ${dense(2)}.apply(x) });`,
        'typescript',
      );
      assert.deepEqual(branched.notes, ['layers before x are left out']);
      const short = await only(
        `${head}let x = ${dense(4)}.apply(i);\nif (deep) x = ${dense(9)}.apply(x);\nconst model = tf.model({ inputs: i, outputs: ${dense(2)}.apply(x) });`,
        'typescript',
      );
      assert.deepEqual(short.notes, ['layers before x are left out']);
    });
  });

  it('knows what is trained', async () => {
    const code = module('self.fc = nn.Linear(4, 2)', 'return self.fc(x)');
    const optimized = `${code}model = Net().to('cuda')\nopt = torch.optim.Adam(model.parameters())\n`;
    assert.equal((await only(optimized)).trained, true);
    assert.equal((await only(code)).trained, false);
    const built = `${code}def build():\n    return Net()\nmodel = build()\nopt = torch.optim.Adam(model.parameters())\n`;
    assert.equal((await only(built)).trained, true);
  });

  it('leaves out modules without weights, parts of a whole, and classes of other packages', async () => {
    assert.deepEqual(await modelsOf(module('self.d = nn.Dropout(0.1)', 'return self.d(x)')), []);
    assert.deepEqual(
      await modelsOf('class Net(Base):\n    def forward(self, x):\n        return nn.Linear(1, 2)(x)'),
      [],
    );
    assert.equal(
      (await modelsOf(module('self.n = nn.Sequential(nn.Linear(2, 2))', 'return self.n(x)'))).length,
      1,
    );
  });
});
