import assert from 'node:assert/strict';
import { summaryOf } from '../../src/code/scan-paths';
import { modelsOf, only, torch } from './support';

describe('layers that code builds', () => {
  it('computes widths', async () => {
    const model = await only(
      `${torch}WIDTH = 64\ndef build(n=WIDTH, factor=1.5):\n    half = n // 2\n    return nn.Sequential(nn.Linear(2, n * 2), nn.Linear(n * 2, half), nn.Linear(half, int(factor * n)), nn.Linear(int(factor * n), n - unknown))\n`,
    );
    assert.equal(summaryOf(model), 'linear 128 · linear 32 · linear 96 · linear');
  });

  it('gives up on widths that go round in circles', async () => {
    const code = `${torch}def grow(n):\n    n = n * 2\n    m = m * 2\n    return nn.Sequential(nn.Linear(2, n), nn.Linear(n, m))\n`;
    assert.equal(summaryOf(await only(code)), 'linear · linear');
  });

  const inInit = (lines: string, rest = '') =>
    `${torch}class Net(nn.Module):\n    def __init__(self, widths=[8, 4], p=0.2, norm=False):\n        super().__init__()\n${lines.replace(/^/gm, '        ')}\n${rest.replace(/^/gm, '    ')}\n`;

  it('follows a list that a loop fills', async () => {
    const build = [
      'layers = []',
      'last = 2',
      'for i, width in enumerate(widths):',
      '    layers.append(nn.Linear(last, width))',
      '    if norm:',
      '        layers.append(nn.BatchNorm1d(width))',
      '    layers += [nn.ReLU(), nn.Dropout(p)]',
      '    last = width',
      'layers.append(nn.Linear(last, 3))',
      'self.net = nn.Sequential(*layers)',
      'layers.append(nn.Linear(3, 99))',
    ].join('\n');
    const forward = 'def forward(self, x):\n    return self.net(x)';
    const plain = 'linear 8 · relu · dropout 0.2 · linear 4 · relu · dropout 0.2 · linear 3';
    const model = await only(inInit(build, forward));
    assert.equal(summaryOf(model), plain);
    assert.deepEqual(model.notes, []);
    const normed = await only(inInit(build, forward).replace('norm=False', 'norm=True'));
    assert.equal(summaryOf(normed), plain.replaceAll('· relu', '· normalization · relu'));
  });

  it('cuts widths into pairs, in loops and comprehensions', async () => {
    const pairs = 'zip(sizes[:-1], sizes[1:])';
    const made = (lines: string) =>
      `${torch}def mlp(sizes, p=0.3):\n${lines.replace(/^/gm, '    ')}\nnet = mlp([2, 64, 32, 1])\n`;
    const loop = await only(
      made(
        `layers = []\nfor a, b in ${pairs}:\n    layers.extend([nn.Linear(a, b), nn.Tanh()])\nreturn nn.Sequential(*layers[:-1])`,
      ),
    );
    assert.equal(summaryOf(loop), 'linear 64 · tanh · linear 32 · tanh · linear 1');
    const listed = await only(made(`return nn.Sequential(*[nn.Linear(a, b) for a, b in ${pairs} if b > 1])`));
    assert.equal(summaryOf(listed), 'linear 64 · linear 32');
    const ranged = await only(
      made('return nn.Sequential(*[nn.Linear(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1)])'),
    );
    assert.equal(summaryOf(ranged), 'linear 64 · linear 32 · linear 1');
  });

  it('walks through loops of a forward pass', async () => {
    const fields = [
      'sizes = [2] + widths + [3]',
      'self.layers = nn.ModuleList()',
      'for a, b in zip(sizes, sizes[1:]):',
      '    self.layers.append(nn.Linear(a, b))',
      'self.drop = nn.Dropout(p)',
    ].join('\n');
    const pass = (test: string) =>
      `def forward(self, x):\n    for i, layer in enumerate(self.layers):\n        x = layer(x)\n        if ${test}:\n            x = self.drop(F.relu(x))\n    return x`;
    const model = await only(inInit(fields, pass('i < len(self.layers) - 1')));
    assert.equal(
      summaryOf(model),
      'linear 8 · relu · dropout 0.2 · linear 4 · relu · dropout 0.2 · linear 3',
    );
    assert.deepEqual(model.notes, []);
    const unknown = await only(inInit(fields, pass('self.flag')));
    assert.deepEqual(unknown.notes, ['a branch in the forward pass is left out']);
    const byIndex = 'def forward(self, x):\n    return self.layers[-1](torch.tanh(self.layers[0](x)))';
    assert.equal(summaryOf(await only(inInit(fields, byIndex))), 'linear 8 · tanh · linear 3');
  });

  it('walks through a loop over the fields of Flax', async () => {
    const code =
      'from flax import linen as nn\nclass Net(nn.Module):\n    features: tuple = (16, 8)\n    @nn.compact\n    def __call__(self, x, train: bool):\n        for size in self.features:\n            x = nn.relu(nn.Dense(size)(x))\n            x = nn.Dropout(0.1, deterministic=not train)(x)\n        return nn.Dense(2)(x)\n';
    assert.equal(
      summaryOf(await only(code)),
      'linear 16 · relu · dropout 0.1 · linear 8 · relu · dropout 0.1 · linear 2',
    );
  });

  it('takes the ratio of each turn of a loop', async () => {
    const model = await only(
      `${torch}def mlp(widths=(8, 4), ratios=(0.5, 0.2)):\n    layers = []\n    for width, ratio in zip(widths, ratios):\n        layers += [nn.Linear(2, width), nn.Dropout(ratio)]\n    return nn.Sequential(*layers)\n`,
    );
    assert.equal(summaryOf(model), 'linear 8 · dropout 0.5 · linear 4 · dropout 0.2');
  });

  it('sees what a Sequential of PyTorch grows by', async () => {
    const appended = await only(
      `${torch}net = nn.Sequential(nn.Linear(4, 4))\n\nfor _ in range(2):\n    net.append(nn.Dropout(0.2))\nnet.append(nn.Linear(4, 1))\n`,
    );
    assert.equal(summaryOf(appended), 'linear 4 · dropout 0.2 · dropout 0.2 · linear 1');
    const named = await only(
      `${torch}net = nn.Sequential()\nnet.add_module('a', nn.Linear(4, 4))\nnet.add_module('b', nn.Dropout(0.3))\n`,
    );
    assert.equal(summaryOf(named), 'linear 4 · dropout 0.3');
  });

  it('finds the statements of a functional model in a script, wherever blank lines and loops stand', async () => {
    const script =
      "import keras\nfrom keras import layers\ninp = keras.Input((10,))\n\nother = layers.Dense(7)(keras.Input((3,)))\nx = layers.Dense(64, activation='relu')(inp)\nfor _ in range(2):\n    x = layers.Dense(32)(x)\n    x = layers.Dropout(0.2)(x)\n\nmodel = keras.Model(inp, layers.Dense(1)(x))\n";
    const model = await only(script);
    assert.equal(
      summaryOf(model),
      'input · linear 64 relu · linear 32 · dropout 0.2 · linear 32 · dropout 0.2 · linear 1',
    );
    assert.deepEqual(model.notes, []);
  });

  it('walks through the loops that a Keras model is built in', async () => {
    const keras = 'from tensorflow import keras\nfrom tensorflow.keras import layers\n';
    const added = await only(
      `${keras}model = keras.Sequential()\nmodel.add(keras.Input((4,)))\n\nfor i, units in enumerate([64, 32]):\n    model.add(layers.Dense(units, activation='relu'))\n    if i > 0:\n        model.add(layers.Dropout(0.3))\n\nmodel.add(layers.Dense(1))\n`,
    );
    assert.equal(summaryOf(added), 'input · linear 64 relu · linear 32 relu · dropout 0.3 · linear 1');
    assert.deepEqual(added.notes, []);
    const applied = await only(
      `${keras}def build(hidden=(16, 8), rate=0.2):\n    inputs = keras.Input((4,))\n    x = inputs\n    for units in hidden:\n        x = layers.Dense(units, activation='relu')(x)\n        x = layers.Dropout(rate)(x)\n    return keras.Model(inputs, layers.Dense(1)(x))\nmodel = build()\n`,
    );
    assert.equal(
      summaryOf(applied),
      'input · linear 16 relu · dropout 0.2 · linear 8 relu · dropout 0.2 · linear 1',
    );
    assert.deepEqual(applied.notes, []);
    const unknown = await only(
      `${keras}model = keras.Sequential()\nfor units in read():\n    model.add(layers.Dense(units))\nif read():\n    model.add(layers.Dense(3))\nelse:\n    model.add(layers.Dense(4))\n`,
    );
    assert.equal(summaryOf(unknown), 'linear · linear 3 · linear 4');
    assert.deepEqual(unknown.notes, ['layers are added in a loop or a branch']);
  });

  it('ends in a forward pass of loops in loops', async () => {
    const loops =
      'for i in range(200):\n    for j in range(200):\n        for k in range(200):\n            x = F.relu(x)';
    const pass = `def forward(self, x):\n    x = self.a(x)\n${loops.replace(/^/gm, '    ')}\n    return x`;
    const [model] = await modelsOf(inInit('self.a = nn.Linear(2, 2)', pass));
    assert.ok(model && model.layers.length < 6000);
  });

  it('says so where something unknown decides what is in a list', async () => {
    const forward = 'def forward(self, x):\n    return self.net(x)';
    for (const lines of [
      'layers = [nn.Linear(2, 8)]\nfor w in read():\n    layers.append(nn.Linear(8, w))',
      'layers = [nn.Linear(2, 8)]\nif read():\n    layers.append(nn.Linear(8, 8))',
      'layers = [nn.Linear(2, 8)]\nwhile p:\n    layers.append(nn.Linear(8, 8))',
      'layers = [nn.Linear(2, 8)]\nlayers.insert(0, nn.Linear(8, 8))',
    ]) {
      const model = await only(inInit(`${lines}\nself.net = nn.Sequential(*layers)`, forward));
      assert.deepEqual(model.notes, ['the layers come from a list that is built elsewhere'], lines);
    }
  });

  it('ends where lists grow out of themselves, and leaves long ranges alone', async () => {
    const forward = 'def forward(self, x):\n    return self.net(x)';
    for (const lines of [
      'layers = []\nfor a in layers:\n    layers.append(nn.Linear(2, a))',
      'layers = [nn.Linear(2, 2)]\nfor i in range(10 ** 9):\n    layers.append(nn.Linear(2, 2))',
      'layers = [nn.Linear(2, 2)]\nfor i in range(150):\n    for j in range(150):\n        layers.append(nn.Linear(2, 2))',
      'layers = [nn.Linear(2, 2)]\nfor i in range(30):\n    layers += layers',
      'layers = [nn.Linear(2, 2) for i in range(150) for j in range(150)]',
    ]) {
      const models = await modelsOf(inInit(`${lines}\nself.net = nn.Sequential(*layers)`, forward));
      assert.ok(
        models.every(({ layers }) => layers.length < 2),
        lines,
      );
    }
  });

  it('takes widths from where the file keeps them', async () => {
    const code = `${torch}cfg = {'hidden': 64, 'sizes': [8, 4]}\ndef build(given=None, deep=True):\n    other = cfg.get('other', 16)\n    return nn.Sequential(nn.Linear(2, cfg['hidden']), nn.Linear(64, cfg['sizes'][-1]), nn.Linear(4, other), nn.Linear(16, int(cfg['hidden'] * 0.5)), nn.Linear(32, 3 if deep else 5))\n`;
    assert.equal(summaryOf(await only(code)), 'linear 64 · linear 4 · linear 16 · linear 32 · linear 3');
  });

  describe('at the top of a script', () => {
    const scripts: readonly (readonly [title: string, code: string, expected: string])[] = [
      [
        'a list that a loop fills',
        'body = []\nfor width in [64] * 2:\n    body += [nn.LazyLinear(width), nn.ReLU(), nn.Dropout(0.2)]\nmodel = nn.Sequential(nn.Linear(2, 64), *body, nn.Linear(64, 2))',
        'linear 64 · linear 64 · relu · dropout 0.2 · linear 64 · relu · dropout 0.2 · linear 2',
      ],
      [
        'a width that goes from turn to turn',
        'layers = []\nlast = 784\n\nfor width in (32, 16):\n    layers.append(nn.Linear(last, width * 2))\n    last = width\n\n\nlayers.append(nn.Linear(last, last // 4))\nmodel = nn.Sequential(*layers)',
        'linear 64 · linear 32 · linear 4',
      ],
      [
        'blocks far apart, imports and functions between them',
        'layers = [nn.Linear(2, 8)]\n\nimport os\n\ndef show(layers):\n    layers.append(1)\n\nlayers.extend([nn.ReLU(), nn.Linear(8, 2)])\n\nnet = nn.Sequential(*layers)',
        'linear 8 · relu · linear 2',
      ],
      [
        'a function that uses it',
        'layers = [nn.Linear(2, 8)]\nlayers.append(nn.Linear(8, 2))\ndef build():\n    return nn.Sequential(*layers)',
        'linear 8 · linear 2',
      ],
      [
        'what is added later',
        'layers = [nn.Linear(2, 8)]\nlayers.append(nn.Linear(8, 2))\nnet = nn.Sequential(*layers)\nlayers.append(nn.Linear(2, 99))',
        'linear 8 · linear 2',
      ],
      [
        'the main part',
        "if __name__ == '__main__':\n    layers = []\n    for n in [4, 3]:\n        layers += [nn.LazyLinear(n), nn.Tanh()]\n    net = nn.Sequential(*layers)",
        'linear 4 · tanh · linear 3 · tanh',
      ],
    ];
    for (const [title, code, expected] of scripts)
      it(title, async () => {
        const model = await only(`${torch}${code}\n`);
        assert.equal(summaryOf(model), expected);
        assert.deepEqual(model.notes, []);
      });
  });

  it('knows a list from another of its name that a function is given', async () => {
    const build = 'def build():\n    layers = [nn.Linear(2, 8)]\n    return nn.Sequential(*layers)\n';
    const model = await only(`${torch}${build}def show(layers):\n    draw(layers)\n`);
    assert.deepEqual(model.notes, []);
  });

  it('knows what leaves a list as it is', async () => {
    const start = 'layers = [nn.Linear(2, 8)]\nlayers.append(nn.Linear(8, 2))\n';
    const use = 'net = nn.Sequential(*layers)\n';
    for (const [before, after] of [
      ['show(layers)\n', ''],
      ['', 'change(layers)\n'],
      ['look(layers)\n', 'def look(all):\n    return len(all)\n'],
      ['for l in layers:\n    if isinstance(l, int):\n        break\n', ''],
    ] as const) {
      const model = (await modelsOf(`${torch}${start}${before}${use}${after}`))[0];
      assert.equal(model && summaryOf(model), 'linear 8 · linear 2', before + after);
    }
    const guarded = await modelsOf(
      `${torch}def build(sizes=()):\n    if not sizes:\n        return nn.Sequential(nn.Linear(2, 2))\n    layers = []\n    layers.append(nn.Linear(2, 9))\n    return nn.Sequential(*layers)\n`,
    );
    assert.deepEqual(guarded.map(summaryOf), ['linear 2', 'linear 9']);
  });

  describe('says so where something else decides:', () => {
    const start = 'layers = [nn.Linear(2, 8), nn.Linear(8, 2)]\n';
    const scripts: Readonly<Record<string, string>> = {
      'a loop is cut short': `${start}for i in range(3):\n    layers.append(nn.Linear(8, 8))\n    if i == 1:\n        break\n`,
      'a turn is passed over': `${start}for i in range(3):\n    if i == 1:\n        continue\n    layers.append(nn.Linear(8, 8))\n`,
      'the order is turned': `${start}layers.reverse()\n`,
      'one is replaced': `${start}layers[1] = nn.Dropout(0.5)\n`,
      'one is deleted': `${start}del layers[-1]\n`,
      'all are taken out': `${start}layers.clear()\n`,
      'a helper is given it': `${start}add_block(layers, 8)\n`,
      'it grows under a condition': `${start}deep and layers.append(nn.Linear(8, 8))\n`,
      'a comprehension lets it grow': `${start}[layers.append(nn.Linear(8, 8)) for _ in more]\n`,
      'a function makes another': `${start}def change():\n    global layers\n    layers = []\n`,
    };
    for (const [title, code] of Object.entries(scripts))
      it(title, async () => {
        const lines = `${code}net = nn.Sequential(*layers)\n`;
        const inside = `def build():\n${lines.replace(/^/gm, '    ').trimEnd()}\n    return net\n`;
        for (const text of title === 'a function makes another' ? [lines] : [lines, inside]) {
          const model = (await modelsOf(torch + text))[0];
          assert.ok(!model || model.notes.length > 0, JSON.stringify(model?.layers.map(({ name }) => name)));
        }
      });
  });

  it('says so where a function changes a list of the module', async () => {
    const model = await only(
      `${torch}layers = [nn.Linear(2, 8)]\ndef more():\n    layers.append(nn.Linear(8, 2))\nmore()\nnet = nn.Sequential(*layers)\n`,
    );
    assert.deepEqual(model.notes, ['the layers come from a list that is built elsewhere']);
  });

  it('makes no empty list of one that is not known', async () => {
    const forward =
      'def forward(self, x):\n    for layer in self.layers:\n        x = layer(x)\n    return self.out(x)';
    const model = await only(
      inInit('self.layers = nn.ModuleList(read())\nself.out = nn.Linear(2, 2)', forward),
    );
    assert.deepEqual(model.notes, ['a loop in the forward pass is left out']);
  });

  describe('where names are taken again', () => {
    const head = 'import keras\nfrom keras import layers\n';
    const net = (width: number) =>
      `inputs = keras.Input((${width},))\nx = layers.Dense(${width})(inputs)\noutputs = layers.Dense(1)(x)\nmodel = keras.Model(inputs, outputs)\n`;
    const summaries = async (code: string) => {
      const models = await modelsOf(head + code);
      assert.deepEqual(
        models.flatMap(({ notes }) => notes),
        [],
      );
      return models.map(summaryOf);
    };
    const read = (width: number) => `input · linear ${width} · linear 1`;

    it('reads each functional model of a notebook alone', async () => {
      const printed = 'print([int(x) for x in sizes])\n';
      assert.deepEqual(await summaries(net(3) + printed + net(5) + net(7)), [read(3), read(5), read(7)]);
    });

    it('goes on from what stands before a loop, and not from a loop before that', async () => {
      const loop =
        'for size in [8, 4]:\n    residual = x\n    x = layers.Dense(size)(residual)\noutputs = layers.Dense(2)(x)\nmodel = keras.Model(inputs, outputs)\n';
      const residual = 'residual = layers.Dense(99)(keras.Input((9,)))\n';
      assert.deepEqual(await summaries(residual + net(3) + loop), [
        read(3),
        'input · linear 3 · linear 8 · linear 4 · linear 2',
      ]);
    });

    it('reads one within a with statement or a branch', async () => {
      for (const around of ['with strategy.scope():\n', 'if __name__ == "__main__":\n', 'try:\n'])
        assert.deepEqual(
          await summaries(`${net(3)}${around}${net(5).replace(/^(?=.)/gm, '    ')}`),
          [read(3), read(5)],
          around,
        );
    });

    it('fills a list anew for the next network', async () => {
      const fill = (width: number) =>
        `layers = [nn.Linear(2, ${width})]\nlayers.append(nn.Linear(${width}, 1))\nnet = nn.Sequential(*layers)\n`;
      const models = await modelsOf(torch + fill(4) + fill(6));
      assert.deepEqual(models.map(summaryOf), ['linear 4 · linear 1', 'linear 6 · linear 1']);
    });
  });

  it('reads a network that is kept in a variable and applied', async () => {
    const models = await modelsOf(
      "import keras\nfrom keras import layers\nbody = keras.Sequential([layers.Dense(10, activation='relu'), layers.Dense(1)])\ninputs = keras.Input((3,))\nmodel = keras.Model(inputs, body(layers.Flatten()(inputs)))\nresult = body(inputs)\nother = keras.Model(inputs, result)\n",
    );
    const body = 'linear 10 relu · linear 1';
    assert.deepEqual(models.map(summaryOf), [body, `input · reshape · ${body}`, `input · ${body}`]);
  });

  it('reads functions and other names between the layers of a functional model', async () => {
    const model = await only(
      'import keras\nfrom keras import layers\ndense = layers.Dense(8)\ni = keras.Input((3,))\nx = dense(i)\nx = keras.activations.relu(x)\nh = x\ny = layers.Dropout(0.2)(h)\nm = keras.Model(i, layers.Dense(1)(y))\n',
    );
    assert.equal(summaryOf(model), 'input · linear 8 · relu · dropout 0.2 · linear 1');
    assert.deepEqual(model.notes, []);
  });

  it('takes the way of an elif that a turn of a loop decides', async () => {
    const model = await only(
      `${torch}layers = []\nfor i, width in enumerate([8, 4, 2]):\n    layers.append(nn.Linear(9, width))\n    if i == 0:\n        layers.append(nn.ReLU())\n    elif i == 1:\n        layers.append(nn.Tanh())\n    else:\n        layers.append(nn.Sigmoid())\nnet = nn.Sequential(*layers)\n`,
    );
    assert.equal(summaryOf(model), 'linear 8 · relu · linear 4 · tanh · linear 2 · sigmoid');
  });

  it('follows a list in the branch that it is used in', async () => {
    const fill = 'layers = [nn.Linear(2, 8)]\nlayers.append(nn.Linear(8, 2))\nnet = nn.Sequential(*layers)';
    const model = await only(`${torch}if args.deep:\n${fill.replace(/^/gm, '    ')}\n`);
    assert.equal(summaryOf(model), 'linear 8 · linear 2');
    assert.deepEqual(model.notes, []);
  });

  it('adds to the widths that a list is filled by', async () => {
    const model = await only(
      `${torch}def build(hidden=5, deep=2):\n    units = [3]\n    units += [hidden] * deep\n    units.append(1)\n    sequence = []\n    for a, b in zip(units, units[1:]):\n        sequence.append(nn.Linear(a, b))\n        sequence.append(nn.ReLU())\n    sequence = sequence[:-1]\n    return nn.Sequential(*sequence)\n`,
    );
    assert.equal(summaryOf(model), 'linear 5 · relu · linear 5 · relu · linear 1');
  });

  it('knows a class from another of its name, in a function or a library', async () => {
    const block = (at: string, width: number) =>
      `def ${at}():\n    class Block(nn.Module):\n        def __init__(self, width):\n            super().__init__()\n            self.a = nn.Linear(2, width)\n        def forward(self, x):\n            return self.a(x)\n    return Block(${width})\n`;
    const models = await modelsOf(torch + block('one', 4) + block('other', 6));
    assert.deepEqual(models.map(summaryOf), ['linear 4', 'linear 6']);
    const named = await only(
      `${torch}class RNN(nn.Module):\n    def __init__(self, size, hidden, out):\n        super().__init__()\n        self.rnn = nn.RNN(size, hidden, 2)\n        self.fc = nn.Linear(hidden, out)\n    def forward(self, x):\n        return self.fc(self.rnn(x))\nnet = RNN(1, 32, 3)\n`,
    );
    assert.match(summaryOf(named), /linear 3$/);
  });

  it('reads the pass of a class that has several', async () => {
    const model = await only(
      `${torch}from typing import overload\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.a = nn.Linear(2, 3)\n    @overload\n    def forward(self, x): ...\n    def forward(self, x, y=None):\n        return self.a(x)\n`,
    );
    assert.equal(summaryOf(model), 'linear 3');
  });

  for (const list of ['nets[n-1].layers', 'self.nets[b-a].layers', '(a + b).layers'])
    it(`is not stopped by a list that is called ${list}`, async () => {
      const model = await only(`${torch}net = nn.Sequential(nn.Linear(2, 8), *${list}, nn.Linear(8, 2))\n`);
      assert.equal(summaryOf(model).startsWith('linear 8'), true);
    });
});
