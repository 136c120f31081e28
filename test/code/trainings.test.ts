import assert from 'node:assert/strict';
import { toExperiment } from '../../src/code/experiment';
import type { CodeLanguage } from '../../src/code/finding';
import { scanner, torch } from './support';

interface Taken {
  readonly training: Record<string, unknown>;
  readonly notes: string;
  readonly validation: number | undefined;
}

/** What each model of a text would be trained with, by the order of the models. */
async function trainings(code: string, language: CodeLanguage = 'python'): Promise<Taken[]> {
  const { findings, models, data } = (await scanner()).scan(code, language);
  return models.map((model) => {
    const { experiment, notes } = toExperiment(findings, model, data);
    return {
      training: experiment.training,
      notes: notes.join(' | '),
      validation: experiment.data?.validation,
    };
  });
}

const keras = 'import keras\nfrom keras import layers\n';
const net = (name: string, width: number) =>
  `${name} = nn.Sequential(nn.Linear(2, ${width}), nn.ReLU(), nn.Dropout(0.5), nn.Linear(${width}, 1))\n`;

/** `small` and `big`, each with its loader, in the wrong order to be told by nearness. */
const two = `${torch}${net('small', 8)}${net('big', 80)}
big_loader = torch.utils.data.DataLoader(d, batch_size=256)
small_loader = torch.utils.data.DataLoader(d, batch_size=16)
`;

describe('what a model is trained with', () => {
  it('is what its own compile and fit are given, also where the name is taken again', async () => {
    const [first, second] = await trainings(`${keras}
model = keras.Sequential([layers.Dense(16), layers.Dropout(0.2), layers.Dense(1)])
model.compile(optimizer=keras.optimizers.RMSprop(1.0), loss='mse')
model.fit(x, y, epochs=3, batch_size=8, validation_split=0.1)
model = keras.Sequential([layers.Dense(64), layers.Dense(1)])
adam = keras.optimizers.Adam(0.001)
model.compile(optimizer=adam, loss='mse')
model.fit(x, y, epochs=20, batch_size=64)
`);
    assert.deepEqual(first!.training, {
      batchSize: 8,
      optimizer: 'rmsprop',
      rho: 0.9,
      learningRate: 1,
      epochs: 3,
    });
    assert.deepEqual(second!.training, { batchSize: 64, optimizer: 'adam', learningRate: 0.001, epochs: 20 });
    assert.deepEqual([first!.validation, second!.validation, first!.notes], [0.1, undefined, '']);
  });

  it('belongs to each model that an if may have chosen, and to no other', async () => {
    const rest = 'opt = torch.optim.SGD(model.parameters(), lr=0.3)\nfor _ in range(7):\n    model(x)\n';
    const trained = async (code: string) =>
      (await scanner()).scan(torch + code, 'python').models.map((model) => model.trained);
    const way = (width: number) => `    ${net('model', width)}`;
    for (const [name, code, expected] of [
      ['both ways', `if large:\n${way(80)}else:\n${way(8)}${rest}`, [true, true]],
      ['three ways', `if a:\n${way(80)}elif b:\n${way(16)}else:\n${way(8)}${rest}`, [true, true, true]],
      ['one way, and what stood before', `${net('model', 4)}if large:\n${way(80)}${rest}`, [true, true]],
      [
        'not what both ways replace',
        `${net('model', 4)}if a:\n${way(80)}else:\n${way(8)}${rest}`,
        [false, true, true],
      ],
      [
        'not what is set again after it',
        `if a:\n${way(80)}else:\n${way(8)}${net('model', 4)}${rest}`,
        [false, false, true],
      ],
    ] as const)
      assert.deepEqual(await trained(code), expected, name);
  });

  it('is what its parameters are given to, whatever stands nearer', async () => {
    const [small, big] = await trainings(`${two}
opt_big = torch.optim.SGD(big.parameters(), lr=0.5, momentum=0.9)
opt_small = torch.optim.Adam(filter(lambda p: p.requires_grad, small.parameters()), lr=1e-4)
for epoch in range(7):
    for x, y in big_loader:
        opt_big.zero_grad(); loss(big(x), y).backward(); opt_big.step()
for epoch in range(70):
    for x, y in small_loader:
        opt_small.zero_grad(); loss(small(x), y).backward(); opt_small.step()
`);
    assert.deepEqual(small!.training, { optimizer: 'adam', learningRate: 1e-4, batchSize: 16, epochs: 70 });
    const expected = { optimizer: 'momentum', momentum: 0.9, learningRate: 0.5, batchSize: 256, epochs: 7 };
    assert.deepEqual(big!.training, expected);
    assert.equal(small!.notes + big!.notes, '');
  });

  for (const [what, given] of Object.entries({
    'a group of parameters': "[{'params': big.parameters()}]",
    'a list of them': 'list(big.parameters())',
    'a part of the model': 'big[0].parameters()',
    'named parameters': '[p for name, p in big.named_parameters()]',
    'a model behind a wrapper': 'torch.nn.DataParallel(big).module.parameters()',
    'a variable': 'params',
  })) {
    it(`reads ${what}`, async () => {
      const [small, big] = await trainings(
        `${two}params = big.parameters()\none = torch.optim.SGD(small.parameters(), lr=0.1)\ntwo = torch.optim.Adam(${given}, lr=0.2)\n`,
      );
      assert.deepEqual(
        [small!.training.learningRate, big!.training.learningRate, big!.training.optimizer],
        [0.1, 0.2, 'adam'],
      );
    });
  }

  it('is shared where one optimizer trains both', async () => {
    for (const given of [
      'list(small.parameters()) + list(big.parameters())',
      'chain(small.parameters(), big.parameters())',
    ]) {
      const both = await trainings(
        `from itertools import chain\n${two}opt = torch.optim.Adam(${given}, lr=0.3)\n`,
      );
      assert.deepEqual(
        both.map(({ training }) => training.learningRate),
        [0.3, 0.3],
        given,
      );
    }
  });

  it('follows a function that trains several models', async () => {
    const [small, big] = await trainings(`${two}
def fit(model, loader, epochs, rate=0.25):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    for epoch in range(epochs):
        for x in loader:
            model(x).backward()
            optimizer.step()

fit(big, big_loader, 5, rate=0.75)
fit(small, small_loader, epochs=50)
`);
    assert.deepEqual(small!.training, { optimizer: 'sgd', learningRate: 0.25, batchSize: 16, epochs: 50 });
    assert.deepEqual(big!.training, { optimizer: 'sgd', learningRate: 0.75, batchSize: 256, epochs: 5 });
  });

  it('follows Lightning, where a module keeps the network', async () => {
    const [one, other] = await trainings(`import lightning as L
${torch}
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 64)
        self.b = nn.Linear(64, 2)
    def forward(self, x):
        return self.b(self.a(x).relu())
class Other(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 2))
    def forward(self, x):
        return self.net(x)
    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=0.3)
class Lit(L.LightningModule):
    def __init__(self, model):
        super().__init__()
        self.model = model
    def configure_optimizers(self):
        return torch.optim.RMSprop(self.parameters(), lr=2e-3)
trainer = L.Trainer(max_epochs=9)
trainer.fit(Lit(Net()), torch.utils.data.DataLoader(d, batch_size=32))
L.Trainer(max_epochs=2).fit(Other(), torch.utils.data.DataLoader(d, batch_size=5))
`);
    assert.deepEqual(one!.training, { optimizer: 'rmsprop', learningRate: 0.002, batchSize: 32, epochs: 9 });
    assert.deepEqual(other!.training, { optimizer: 'sgd', learningRate: 0.3, batchSize: 5, epochs: 2 });
  });

  it('follows skorch, also to the arguments of the module', async () => {
    const [taken] = await trainings(`${torch}from skorch import NeuralNetClassifier
class M(nn.Module):
    def __init__(self, p=0.5, hidden=20):
        super().__init__()
        self.a = nn.Linear(4, hidden)
        self.d = nn.Dropout(p)
        self.b = nn.Linear(hidden, 2)
    def forward(self, x):
        return self.b(self.d(torch.relu(self.a(x))))
net = NeuralNetClassifier(M, module__p=0.3, max_epochs=12, lr=0.1, optimizer=torch.optim.Adam, optimizer__lr=0.002)
`);
    assert.deepEqual(taken!.training, { optimizer: 'adam', learningRate: 0.002, epochs: 12 });
  });

  it('is not what a keyword of its name is given, nor what a decorator says', async () => {
    const [taken] = await trainings(
      `${torch}${net('net', 8)}batch_size = 32\nshow(net, batch_size=1)\nopt = torch.optim.SGD(net.parameters(), lr=0.1)\nloader = torch.utils.data.DataLoader(d, batch_size=8)\nfor x in loader:\n    net(x)\n`,
    );
    assert.equal(taken!.training.batchSize, 8);
    const { findings } = (await scanner()).scan(
      `import pytest\n${torch}${net('net', 8)}\n@pytest.mark.parametrize('kwargs', [{'lr': 0.12}])\ndef test(kwargs):\n    net.fit(**kwargs)\n`,
      'python',
    );
    assert.deepEqual(
      findings.filter(({ kind }) => kind === 'learningRate').map(({ trains }) => trains),
      [undefined],
    );
  });

  it('is nothing where parameters are only counted', async () => {
    const only = async (code: string) => {
      const { models } = (await scanner()).scan(`${torch}${net('net', 8)}${code}\n`, 'python');
      assert.equal(models[0]!.trained, false, code);
    };
    for (const count of ['x.size for x in', 'x.numel() for x in', 'x.shape[0] for x in'])
      await only(`n = sum(${count} net.parameters())`);
    await only('for p in net.parameters():\n    if p.dim() > 1:\n        nn.init.xavier_uniform_(p)');
    await only('for p in net.parameters():\n    p.data.normal_(0, 0.01)');
  });

  it('is not what another member of the same object is given', async () => {
    const { models } = (await scanner()).scan(
      `import keras
from keras.layers import Input, Dense
class Coder:
    def __init__(self):
        x = Input(shape=(9,))
        code = Dense(4)(x)
        self.whole = keras.Model(x, Dense(9)(code))
        self.half = keras.Model(x, code)
coder = Coder()
coder.whole.compile(optimizer='adam', loss='mse')
coder.whole.fit(x, x, epochs=5)
`,
      'python',
    );
    assert.deepEqual(
      models.map(({ name, trained }) => [name, trained]),
      [
        ['self.whole', true],
        ['self.half', false],
      ],
    );
  });

  it('goes by a value that is set before a default, and by a dictionary that names its optimizer', async () => {
    const [set] = await trainings(`from dataclasses import dataclass
${torch}@dataclass
class Config:
    lr: float = 0.1
cfg = Config()
cfg.lr = 1e-3
${net('net', 8)}opt = torch.optim.Adam(net.parameters(), lr=cfg.lr)
`);
    assert.equal(set!.training.learningRate, 1e-3);
    const [typed] = await trainings(
      `${torch}${net('net', 8)}optimizer = dict(type='SGD', lr=0.02, momentum=0.9, weight_decay=1e-4)\nopt = build_optimizer(net, optimizer)\n`,
    );
    assert.deepEqual(typed!.training, {
      optimizer: 'momentum',
      momentum: 0.9,
      learningRate: 0.02,
      weightDecay: 1e-4,
    });
  });

  it('says that parts of a model have rates of their own', async () => {
    const [taken] = await trainings(
      `${torch}${net('net', 8)}opt = torch.optim.SGD([{'params': net[0].parameters(), 'lr': 1e-3}, {'params': net[3].parameters()}], lr=5e-4)\n`,
    );
    assert.equal(taken!.training.learningRate, 5e-4);
    assert.match(taken!.notes, /several values at lr=5e-4/);
  });

  it('belongs to a model of TensorFlow.js as well', async () => {
    const [a, b] = await trainings(
      `import * as tf from '@tensorflow/tfjs';
const a = tf.sequential({layers: [tf.layers.dense({units: 8}), tf.layers.dense({units: 1, kernelRegularizer: l2})]});
const b = tf.sequential({layers: [tf.layers.dense({units: 16}), tf.layers.dense({units: 1})]});
const optimizer = tf.train.sgd(0.5);
b.compile({optimizer, loss: 'meanSquaredError'});
a.compile({optimizer: tf.train.adam(0.01), loss: 'meanSquaredError'});
b.fit(x, y, {epochs: 50, batchSize: 8});
a.fit(x, y, {epochs: 5, batchSize: 64});
`,
      'javascript',
    );
    assert.deepEqual(a!.training, { optimizer: 'adam', learningRate: 0.01, batchSize: 64, epochs: 5 });
    assert.deepEqual(b!.training, { optimizer: 'sgd', learningRate: 0.5, batchSize: 8, epochs: 50 });
    assert.match(a!.notes, /kernelRegularizer/);
    assert.equal(b!.notes, '');
  });

  const tfjs = "import * as tf from '@tensorflow/tfjs';\n";
  const dense = (name: string, units: number) =>
    `const ${name} = tf.sequential({ layers: [tf.layers.dense({ units: ${units} }), tf.layers.dense({ units: 1 })] });\n`;
  const [epochs, rate] = [3, 0.25];
  const fitted = (object: string) => `${object}.fit(x, y, { epochs: ${epochs} });\n`;
  for (const [what, code] of Object.entries({
    'a function that makes it under another name': `function build() {
  const net = tf.sequential({ layers: [tf.layers.dense({ units: 8 }), tf.layers.dense({ units: 1 })] });
  return net;
}
${dense('other', 4)}const model = build();
model.compile({ optimizer: tf.train.sgd(${rate}), loss: 'meanSquaredError' });
${fitted('model')}other.compile({ optimizer: tf.train.adam(0.5) });
other.fit(x, y, { epochs: 90 });
`,
    'a method of its class': `${dense('other', 4)}class Trainer {
  build() { return tf.sequential({ layers: [tf.layers.dense({ units: 8 }), tf.layers.dense({ units: 1 })] }); }
  run() {
    this.model = this.build();
    const optimizer = tf.train.sgd(${rate});
    this.model.compile({ optimizer, loss: 'meanSquaredError' });
    ${fitted('this.model')}  }
}
other.compile({ optimizer: tf.train.adam(0.5) });
other.fit(x, y, { epochs: 90 });
`,
    'a name that a comment and a text have as well': `${dense('model', 8)}${dense('other', 4)}const optimizer = tf.train.sgd(${rate});
// other.compile({ optimizer })
const help = "other.fit(x, y, optimizer)";
model.compile({ optimizer, loss: 'meanSquaredError' });
${fitted('model')}other.compile({ optimizer: tf.train.adam(0.5) });
other.fit(x, y, { epochs: 90 });
`,
    'an optimizer and options under other names': `${dense('model', 8)}${dense('other', 4)}const chosen = tf.train.sgd(${rate});
const settings = { optimizer: chosen, loss: 'meanSquaredError' };
const options = { epochs: ${epochs} };
model.compile(settings);
model.fit(x, y, options);
other.compile({ optimizer: tf.train.adam(0.5) });
other.fit(x, y, { epochs: 90 });
`,
    'a function that makes the optimizer': `${dense('model', 8)}${dense('other', 4)}const makeOptimizer = () => tf.train.sgd(${rate});
model.compile({ optimizer: makeOptimizer() });
${fitted('model')}other.compile({ optimizer: tf.train.adam(0.5) });
other.fit(x, y, { epochs: 90 });
`,
    'a function that trains both': `${dense('model', 8)}${dense('other', 4)}async function train(net, optimizer) {
  net.compile({ optimizer, loss: 'meanSquaredError' });
  await net.fit(x, y, { epochs: ${epochs} });
}
train(other, tf.train.adam(0.5));
train(model, tf.train.sgd(${rate}));
`,
  }))
    it(`belongs to a model of TensorFlow.js through ${what}`, async () => {
      const { findings, models, data } = (await scanner()).scan(tfjs + code, 'typescript');
      const model = models.find(({ layers: [first] }) => first?.units === 8)!;
      const { experiment } = toExperiment(findings, model, data);
      assert.deepEqual(experiment.training, { optimizer: 'sgd', learningRate: rate, epochs });
      assert.ok(model.trained);
    });

  it('names what TensorFlow.js has and the playground has not, by the options', async () => {
    const [taken] = await trainings(
      `${tfjs}const options = { epochs: 3, classWeight: { 0: 1, 1: 5 } };
const model = tf.sequential();
const hidden = tf.layers.dense({ units: 8, biasConstraint: tf.constraints.nonNeg(), kernelRegularizer: null });
model.add(hidden); // activityRegularizer: none
model.add(tf.layers.dense({ units: 1 }));
model.fit(x, y, options);
`,
      'javascript',
    );
    const left = taken!.notes.split(' | ').filter((note) => note.endsWith('left out'));
    assert.deepEqual(left, [
      'biasConstraint: tf.constraints.nonNeg(): left out',
      'classWeight: { 0: 1, 1: 5 }: left out',
    ]);
  });
});

describe('what a training has beside hyperparameters', () => {
  const trained = (more: string, optimizer = 'torch.optim.SGD(net.parameters(), lr=0.1)') =>
    `${torch}${net('net', 8)}opt = ${optimizer}\n${more}`;
  const loop = (body: string) => `for epoch in range(30):\n${body.replace(/^/gm, '    ')}\n`;

  it('takes over schedules that the playground has', async () => {
    const scheduled = async (schedule: string) =>
      (await trainings(trained(`s = torch.optim.lr_scheduler.${schedule}\n${loop('s.step()')}`)))[0]!;
    const taken = async (schedule: string) => (await scheduled(schedule)).training.schedule;
    assert.deepEqual(await taken('StepLR(opt, step_size=10, gamma=0.5)'), {
      kind: 'step',
      every: 10,
      gamma: 0.5,
    });
    assert.deepEqual(await taken('ExponentialLR(opt, 0.9)'), { kind: 'step', every: 1, gamma: 0.9 });
    assert.deepEqual(await taken('CosineAnnealingLR(opt, T_max=30, eta_min=0.01)'), {
      kind: 'cosine',
      floor: 0.1,
    });
    assert.deepEqual(await taken('LinearLR(opt, 0.5, total_iters=4)'), {
      kind: 'warmup',
      epochs: 4,
      start: 0.5,
    });
    for (const other of [
      'OneCycleLR(opt, top, epochs=30)',
      'LambdaLR(opt, f)',
      "ReduceLROnPlateau(opt, mode='max')",
      'CosineAnnealingLR(opt, 7)',
      'MultiStepLR(opt, [3])',
    ]) {
      const { training, notes } = await scheduled(other);
      assert.equal(training.schedule, undefined, other);
      assert.match(notes, new RegExp(`schedule .*${other.split('(')[0]}.* left out`), other);
    }
  });

  it('does not take a schedule that counts batches for one that counts epochs', async () => {
    const [taken] = await trainings(
      trained(`s = torch.optim.lr_scheduler.StepLR(opt, 10)\n${loop('for x in d:\n    s.step()')}`),
    );
    assert.equal(taken!.training.schedule, undefined);
    assert.match(taken!.notes, /StepLR/);
  });

  it('names what it cannot take over', async () => {
    for (const [more, note] of [
      [loop('torch.nn.utils.clip_grad_norm_(net.parameters(), limit)'), /gradients are clipped/],
      [loop('for i, x in enumerate(d):\n    if (i + 1) % 4 == 0:\n        opt.step()'), /accumulated.*% 4/],
      ['accumulation_steps = 8\n', /accumulated.*= 8/],
      [loop('if wait > patience:\n    break'), /early stopping.*wait > patience/],
      [loop('loss = net(x) + sum(p.abs().sum() for p in net.parameters())'), /a penalty on weights/],
      [loop("for group in opt.param_groups:\n    group['lr'] = 0.1"), /rate is changed/],
      ['crit = nn.CrossEntropyLoss(label_smoothing=share)\n', /labels are smoothed/],
      ['ema = torch.optim.swa_utils.AveragedModel(net)\n', /weights are averaged/],
    ] as const) {
      const [taken] = await trainings(trained(more));
      assert.match(taken!.notes, note, more);
    }
    const [unresolved] = await trainings(
      trained('', 'torch.optim.SGD(net.parameters(), lr=0.1, weight_decay=args.wd)'),
    );
    assert.match(unresolved!.notes, /weight_decay=args\.wd/);
    const [dampened] = await trainings(
      trained('', 'torch.optim.SGD(net.parameters(), lr=0.1, dampening=0.1)'),
    );
    assert.match(dampened!.notes, /dampening=0\.1: left out/);
  });

  it('says nothing of what is switched off', async () => {
    for (const more of [
      'accumulation_steps = 1\n',
      'crit = nn.CrossEntropyLoss(label_smoothing=0.0)\n',
      'y = torch.clip(x, 0, 1)\n',
    ]) {
      const [taken] = await trainings(trained(more));
      assert.equal(taken!.notes, '', more);
    }
  });

  it('takes over the decays of Adam and what AdamW decays by default', async () => {
    const [adam] = await trainings(
      trained('', 'torch.optim.Adam(net.parameters(), lr=0.1, betas=(0.5, 0.99))'),
    );
    assert.deepEqual([adam!.training.beta1, adam!.training.beta2], [0.5, 0.99]);
    const [adamw] = await trainings(trained('', 'torch.optim.AdamW(net.parameters(), lr=0.1)'));
    assert.equal(adamw!.training.weightDecay, 0.01);
  });

  it('takes over max-norm, L2 and early stopping of Keras, and names the rest', async () => {
    const layer = (more: string) => `layers.Dense(8, kernel_regularizer=keras.regularizers.l2(0.01)${more})`;
    const [taken] = await trainings(`${keras}
model = keras.Sequential([${layer(', kernel_constraint=keras.constraints.MaxNorm(3)')}, ${layer('')}])
model.compile(optimizer=keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True, clipnorm=1.0), loss='mse')
model.fit(x, y, epochs=3, callbacks=[keras.callbacks.EarlyStopping(patience=4), keras.callbacks.ReduceLROnPlateau('val_accuracy')])
`);
    const { maxNorm, weightDecay, earlyStopping, optimizer } = taken!.training;
    assert.deepEqual([maxNorm, weightDecay, earlyStopping, optimizer], [3, 0.02, 4, 'nesterov']);
    assert.match(taken!.notes, /ReduceLROnPlateau/);
    assert.match(taken!.notes, /clipnorm=1\.0/);
  });

  it('gives early stopping to the model that has it', async () => {
    const [first, second] = await trainings(`${keras}
a = keras.Sequential([layers.Dense(8), layers.Dense(1)])
b = keras.Sequential([layers.Dense(8), layers.Dense(1)])
for model in (a, b):
    model.compile(optimizer='adam', loss='mse')
b.fit(x, y, epochs=9, callbacks=[keras.callbacks.EarlyStopping(patience=2)])
a.fit(x, y, epochs=8)
`);
    assert.deepEqual([first!.training.earlyStopping, second!.training.earlyStopping], [undefined, 2]);
    assert.deepEqual([first!.training.epochs, second!.training.epochs], [8, 9]);
    assert.deepEqual([first!.training.optimizer, second!.training.optimizer], ['adam', 'adam']);
  });

  it('looks once at each assignment of a long chain', async () => {
    const block =
      '    x = layers.Dense(8, kernel_regularizer=keras.regularizers.l2(1e-6))(x)\n    x = layers.LeakyReLU(alpha=0.1)(x)\n';
    const code = `${keras}def build():\n    inputs = keras.Input((8,))\n    x = inputs\n${block.repeat(20)}    return keras.Model(inputs, x)\n`;
    const document = (await scanner()).open('python');
    const { result, steps } = document.measure(code);
    document.dispose();
    assert.equal(result.isCut, undefined);
    assert.equal(result.models[0]!.layers.length, 41);
    assert.ok(steps < 100_000, `${steps} steps`);
  });

  it('leaves out early stopping that no training is given', async () => {
    const [unused] = await trainings(`${keras}
stop = keras.callbacks.EarlyStopping(patience=2)
model = keras.Sequential([layers.Dense(8), layers.Dense(1)])
model.compile(optimizer='adam', loss='mse')
model.fit(x, y, epochs=9)
`);
    assert.equal(unused!.training.earlyStopping, undefined);
  });

  it('reads the momentum of scikit-learn', async () => {
    const [nesterov, plain] = await trainings(`from sklearn.neural_network import MLPClassifier
a = MLPClassifier((10,), solver='sgd', learning_rate='adaptive')
b = MLPClassifier((20,), solver='sgd', momentum=0.5, nesterovs_momentum=False)
`);
    assert.deepEqual([nesterov!.training.optimizer, nesterov!.training.momentum], ['nesterov', 0.9]);
    assert.match(nesterov!.notes, /adaptive/);
    assert.deepEqual([plain!.training.optimizer, plain!.training.momentum], ['momentum', 0.5]);
  });
});

describe('a network that is not plain', () => {
  const module = (forward: string) => `${torch}class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(4, 8)
        self.b = nn.Linear(8, 8)
        self.drop = nn.Dropout(0.5)
        self.out = nn.Linear(8, 2)
    def forward(self, x):
${forward.replace(/^/gm, '        ')}
`;

  it('says where a dropout drops nothing', async () => {
    const { models } = (await scanner()).scan(
      module('h = self.a(x)\nself.drop(h)\nh = F.alpha_dropout(h, 0.2)\nreturn self.out(self.b(h))'),
      'python',
    );
    assert.deepEqual(
      models[0]!.layers.map(({ kind }) => kind),
      ['linear', 'linear', 'linear'],
    );
    assert.match(models[0]!.notes.join(' | '), /the result of self\.drop\(h\) is not used.*switched off/);
  });

  it('says where it forks, joins, or gives several outputs', async () => {
    for (const [forward, note] of [
      [
        'l = self.a(x)\nr = self.b(x)\nreturn self.out(torch.cat([l, r], 1))',
        /a branch begins: self\.b\(x\)/,
      ],
      ['h = self.a(x)\ng = self.b(h)\ng = g + h\nreturn self.out(g)', /branches are joined: g \+ h/],
      ['h = self.a(x)\nreturn self.b(h), self.out(h)', /several outputs/],
    ] as const) {
      const { models } = (await scanner()).scan(module(forward), 'python');
      assert.match(models[0]!.notes.join(' | '), note, forward);
    }
    const functional = `${keras}i = keras.Input((4,))\na = layers.Dense(8)(i)\nb = layers.Dense(8)(i)\n`;
    for (const join of ['layers.Concatenate()([a, b])', 'layers.add([a, b])']) {
      const { models } = (await scanner()).scan(
        `${functional}c = ${join}\nm = keras.Model(i, layers.Dense(1)(c))\n`,
        'python',
      );
      assert.match(models[0]!.notes.join(' | '), /branches are joined/, join);
    }
  });

  it('is plain where a variable is only renamed', async () => {
    const { models } = (await scanner()).scan(
      module('h = self.a(x)\nh = h.contiguous()\ny = h\nreturn self.out(self.drop(self.b(y)))'),
      'python',
    );
    assert.deepEqual(models[0]!.notes, []);
  });

  it('says where an activation is not written', async () => {
    const [taken] = await trainings(
      `${keras}m = keras.Sequential([layers.Dense(8, activation=kwargs['a']), layers.Dense(1)])\n`,
    );
    assert.match(taken!.notes, /activation is not written/);
  });
});
