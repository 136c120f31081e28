import assert from 'node:assert/strict';
import { toExperiment } from '../../src/code/experiment';
import { parseExperiment } from '../../src/experiment/parse';
import { scanner } from './support';

/** The experiment that a file is taken for; it must be one that the playground accepts. */
async function taken(code: string) {
  const { findings, models } = (await scanner()).scan(code, 'python');
  const result = toExperiment(findings, models[0]);
  const ofNumbers = /meanAbsolute|huber/.test(String(result.experiment.training.loss));
  const data = ofNumbers ? { source: 'surface' } : {};
  const parsed = parseExperiment({ ...result.experiment, data: { ...data, ...result.experiment.data } });
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return { ...result, parsed: parsed.experiment };
}

const torch = 'import torch\nfrom torch import nn\n';

describe('an experiment from code', () => {
  it('takes over layers, ratios, optimizer and training', async () => {
    const { experiment, notes } = await taken(
      `${torch}net = nn.Sequential(nn.Dropout(0.2), nn.Linear(784, 256), nn.Tanh(), nn.Dropout(0.5), nn.Linear(256, 64), nn.Tanh(), nn.Dropout(0.5), nn.Linear(64, 10))
opt = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9, weight_decay=1e-4)
data = torch.utils.data.DataLoader(d, batch_size=16)
for epoch in range(40):
    pass
`,
    );
    assert.deepEqual(notes, []);
    assert.deepEqual(experiment, {
      version: 1,
      name: 'net',
      network: { hidden: [256, 64], activation: 'tanh' },
      dropout: { ratio: 0.5, placement: { input: 0.2, hidden: true, output: false } },
      training: {
        optimizer: 'momentum',
        momentum: 0.9,
        learningRate: 0.05,
        weightDecay: 1e-4,
        batchSize: 16,
        epochs: 40,
      },
    });
  });

  it('takes over the dropout experiment of Deep Learning from Scratch', async () => {
    const { experiment, notes } = await taken(`from common.multi_layer_net_extend import MultiLayerNetExtend
from common.trainer import Trainer
use_dropout = True
dropout_ratio = 0.2
network = MultiLayerNetExtend(input_size=784, hidden_size_list=[100, 100, 100, 100, 100, 100],
                              output_size=10, use_dropout=use_dropout, dropout_ration=dropout_ratio)
trainer = Trainer(network, x_train, t_train, x_test, t_test, epochs=301, mini_batch_size=100,
                  optimizer='sgd', optimizer_param={'lr': 0.01}, verbose=True)
`);
    assert.deepEqual(notes, []);
    assert.deepEqual(experiment, {
      version: 1,
      name: 'network',
      network: { hidden: [100, 100, 100, 100, 100, 100], activation: 'relu' },
      dropout: { ratio: 0.2, placement: { input: false, hidden: true, output: false } },
      training: { optimizer: 'sgd', learningRate: 0.01, batchSize: 100, epochs: 301 },
    });
  });

  it('takes over momentum that an optimizer has by default', async () => {
    const { experiment } = await taken(
      'from common.multi_layer_net import MultiLayerNet\nfrom common.optimizer import Nesterov\nn = MultiLayerNet(784, [50], 10)\no = Nesterov(lr=0.02)',
    );
    assert.deepEqual(experiment.training, { optimizer: 'nesterov', momentum: 0.9, learningRate: 0.02 });
  });

  it('keeps a ratio for each layer', async () => {
    const { experiment } = await taken(
      `${torch}net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 8), nn.ReLU(), nn.Dropout(0.1), nn.Linear(8, 8), nn.Dropout(0.5), nn.Linear(8, 2))`,
    );
    assert.deepEqual(experiment.network.hidden, [8, 8, 8, 8]);
    assert.deepEqual(experiment.dropout, {
      ratio: 0.5,
      placement: { input: false, hidden: [true, false, 0.1, true], output: false },
    });
  });

  it('takes the activation that most hidden layers have', async () => {
    const { experiment, notes } = await taken(
      `${torch}net = nn.Sequential(nn.Linear(2, 8), nn.Linear(8, 8), nn.Tanh(), nn.Linear(8, 8), nn.Tanh(), nn.Linear(8, 2))\n`,
    );
    assert.equal(experiment.network.activation, 'tanh');
    assert.deepEqual(notes, ['the activations differ from layer to layer: tanh was taken for all']);
  });

  const normalizationIn = async (code: string) => {
    const { experiment, notes, parsed } = await taken(code);
    assert.ok(!notes.some((note) => note.startsWith('left out')), notes.join());
    return { said: experiment.network.normalization, notes, parsed: parsed.network.normalization };
  };

  it('keeps the order of normalization, activation and dropout, in PyTorch', async () => {
    const place = async (parts: string) =>
      (await normalizationIn(`${torch}net = nn.Sequential(nn.Linear(4, 8), ${parts}, nn.Linear(8, 2))`)).said;
    const batch = { kind: 'batch', momentum: 0.1, epsilon: 1e-5 };
    assert.deepEqual(await place('nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(0.5)'), {
      ...batch,
      place: 'beforeActivation',
    });
    assert.deepEqual(await place('nn.ReLU(), nn.BatchNorm1d(8, 1e-3, 0.2), nn.Dropout(0.5)'), {
      ...batch,
      place: 'afterActivation',
      momentum: 0.2,
      epsilon: 1e-3,
    });
    assert.deepEqual(await place('nn.ReLU(), nn.Dropout(0.5), nn.BatchNorm1d(8, momentum=0.05)'), {
      ...batch,
      place: 'afterDropout',
      momentum: 0.05,
    });
    assert.deepEqual(await place('nn.LayerNorm(8, eps=1e-6), nn.GELU()'), {
      kind: 'layer',
      place: 'beforeActivation',
      epsilon: 1e-6,
    });
  });

  it('takes normalization from a forward pass', async () => {
    const { said, notes } = await normalizationIn(`${torch}class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(32, 64)
        self.bn1 = nn.BatchNorm1d(64)
        self.fc2 = nn.Linear(64, 64)
        self.bn2 = nn.BatchNorm1d(64)
        self.drop = nn.Dropout(0.2)
        self.out = nn.Linear(64, 10)
    def forward(self, x):
        x = self.drop(self.bn1(torch.relu(self.fc1(x))))
        x = self.drop(self.bn2(torch.relu(self.fc2(x))))
        return self.out(x)
`);
    assert.equal(said?.place, 'afterActivation');
    assert.deepEqual(notes, []);
  });

  it('counts momentum as PyTorch does, whatever the framework counts', async () => {
    const keras = (norm: string) => `from tensorflow.keras import Sequential, layers
model = Sequential([layers.Dense(8, activation="relu", input_shape=(4,)), ${norm}, layers.Dropout(0.3), layers.Dense(2)])
`;
    const { said } = await normalizationIn(keras('layers.BatchNormalization()'));
    assert.deepEqual(said, { kind: 'batch', place: 'afterActivation', momentum: 0.01, epsilon: 1e-3 });
    const own = await normalizationIn(keras('layers.BatchNormalization(momentum=0.8, epsilon=1e-4)'));
    assert.deepEqual(own.said, { kind: 'batch', place: 'afterActivation', momentum: 0.2, epsilon: 1e-4 });
    const layer = await normalizationIn(keras('layers.LayerNormalization()'));
    assert.deepEqual(layer.said, { kind: 'layer', place: 'afterActivation', epsilon: 1e-3 });
    const flax = await normalizationIn(`import flax.linen as nn
class Net(nn.Module):
    @nn.compact
    def __call__(self, x, train):
        x = nn.Dense(64)(x)
        x = nn.BatchNorm(use_running_average=not train, momentum=0.9)(x)
        x = nn.relu(x)
        return nn.Dense(10)(x)
`);
    assert.deepEqual(flax.said, { kind: 'batch', place: 'beforeActivation', momentum: 0.1, epsilon: 1e-5 });
  });

  it('takes normalization from TensorFlow.js', async () => {
    const { findings, models } = (await scanner()).scan(
      `import * as tf from '@tensorflow/tfjs';
const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, inputShape: [4], activation: 'relu' }));
model.add(tf.layers.dropout({ rate: 0.5 }));
model.add(tf.layers.batchNormalization({ momentum: 0.9 }));
model.add(tf.layers.dense({ units: 2 }));
model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
`,
      'javascript',
    );
    const { experiment } = toExperiment(findings, models[0]);
    assert.deepEqual(experiment.network.normalization, {
      kind: 'batch',
      place: 'afterDropout',
      momentum: 0.1,
      epsilon: 1e-3,
    });
  });

  it('says where normalization differs from layer to layer, and what is left out of it', async () => {
    const code = (norms: readonly [string, string, string]) =>
      `${torch}net = nn.Sequential(${norms[0]}nn.Linear(4, 8), nn.ReLU(), ${norms[1]}nn.Linear(8, 8), nn.ReLU(), ${norms[2]}nn.Linear(8, 2))`;
    const mixed = await normalizationIn(code(['', 'nn.BatchNorm1d(8), ', '']));
    assert.equal(mixed.said?.kind, 'batch');
    assert.match(mixed.notes.join(), /normalization differs from layer to layer: batch normalization/);
    const input = await taken(code(['nn.BatchNorm1d(4), ', 'nn.GroupNorm(2, 8), ', '']));
    assert.equal(input.experiment.network.normalization, undefined);
    assert.match(input.notes.join(), /left out: normalization/);
    const unread = await normalizationIn(
      code(['', 'nn.BatchNorm1d(8, eps=e()), ', 'nn.BatchNorm1d(8, eps=e()), ']),
    );
    assert.match(unread.notes.join(), /momentum or ε of the normalization is not a written number/);
    assert.equal(unread.parsed.kind === 'batch' && unread.parsed.epsilon, 1e-5);
  });

  it('takes a network without dropout as one without', async () => {
    const { experiment } = await taken(
      `${torch}net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))`,
    );
    assert.deepEqual(experiment.dropout, { placement: { input: false, hidden: false, output: false } });
  });

  it('says what it could not take over', async () => {
    const { experiment, notes, parsed } = await taken(
      `${torch}class Net(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(1, 32, 3)
        self.bn = nn.BatchNorm1d(32)
        self.fc1 = nn.Linear(32, width)
        self.drop = nn.Dropout2d(0.25)
        self.fc2 = nn.Linear(width, 10)
    def forward(self, x):
        if x.dim() > 2:
            x = self.conv(x)
        x = self.bn(self.conv(x))
        x = nn.functional.hardswish(self.fc1(x))
        return self.fc2(self.drop(x))
opt = torch.optim.RAdam(Net(w).parameters(), lr=base * 2)
`,
    );
    assert.deepEqual(experiment.network, { hidden: [128], activation: 'silu' });
    assert.equal(parsed.dropout.ratio, 0.25);
    assert.equal(experiment.training.optimizer, 'adam');
    for (const word of [
      'convolutions',
      'normalization',
      'width of hidden layer 1',
      'hard-swish',
      'radam',
      'base * 2',
      'branch',
      'channels',
    ]) {
      assert.ok(
        notes.some((note) => note.includes(word)),
        `${word} in ${notes.join(' | ')}`,
      );
    }
  });

  it('takes over the slopes of activations, those that a library takes by itself too', async () => {
    const keras = 'import keras\nfrom keras import layers\nimport tensorflow as tf\n';
    const dense = (activation: string) =>
      `${keras}m = keras.Sequential([layers.Dense(8, activation=${activation}), layers.Dense(2)])`;
    const plain = (layer: string) =>
      `${torch}net = nn.Sequential(nn.Linear(2, 8), ${layer}, nn.Linear(8, 2))`;
    const leaky = (negativeSlope: number) => ({ activation: 'leakyRelu', negativeSlope });
    const cases: readonly (readonly [string, object])[] = [
      [plain('nn.LeakyReLU()'), leaky(0.01)],
      [plain('nn.LeakyReLU(0.2, inplace=True)'), leaky(0.2)],
      [plain('nn.LeakyReLU(negative_slope=0.1)'), leaky(0.1)],
      [plain('nn.ELU()'), { activation: 'elu', alpha: 1 }],
      [plain('nn.ELU(alpha=0.5)'), { activation: 'elu', alpha: 0.5 }],
      [plain('nn.SiLU()'), { activation: 'silu' }],
      [plain('nn.Softplus()'), { activation: 'softplus' }],
      [dense("'leaky_relu'"), leaky(0.2)],
      [dense("'swish'"), { activation: 'silu' }],
      [dense('layers.LeakyReLU(alpha=0.1)'), leaky(0.1)],
      [dense('tf.nn.leaky_relu'), leaky(0.2)],
      [`${keras}m = keras.Sequential([layers.Dense(8), layers.LeakyReLU(), layers.Dense(2)])`, leaky(0.3)],
      [
        `${torch}import torch.nn.functional as F
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(2, 8)
        self.b = nn.Linear(8, 2)
    def forward(self, x):
        return self.b(F.leaky_relu(self.a(x), 0.3))
`,
        leaky(0.3),
      ],
    ];
    for (const [code, network] of cases) {
      const { experiment, notes } = await taken(code);
      assert.deepEqual(experiment.network, { hidden: [8], ...network }, code);
      assert.deepEqual(notes, [], code);
    }
    const { notes } = await taken(plain('nn.LeakyReLU(slope)'));
    assert.deepEqual(notes, [
      'the slope of leakyRelu is not a written number that is allowed: the usual one was taken',
    ]);
  });

  it('takes over optimizers with their own numbers, and what clips gradients', async () => {
    const net = `${torch}net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))\n`;
    const loop = (clip: string) =>
      `${net}opt = torch.optim.SGD(net.parameters(), lr=0.1)\nfor epoch in range(3):\n    loss.backward()\n    ${clip}\n    opt.step()\n`;
    const keras = (optimizer: string) =>
      `import keras\nm = keras.Sequential([keras.layers.Dense(8), keras.layers.Dense(1)])\nm.compile(optimizer=keras.optimizers.${optimizer}, loss='mse')\nm.fit(x, y, epochs=3)`;
    const cases: readonly (readonly [string, object])[] = [
      [
        `${net}opt = torch.optim.NAdam(net.parameters(), lr=0.01, betas=(0.8, 0.99), momentum_decay=0.01)`,
        { optimizer: 'nadam', learningRate: 0.01, beta1: 0.8, beta2: 0.99, momentumDecay: 0.01 },
      ],
      [`${net}opt = torch.optim.Adamax(net.parameters())`, { optimizer: 'adamax', learningRate: 0.002 }],
      [`${net}opt = torch.optim.Adagrad(net.parameters())`, { optimizer: 'adagrad', learningRate: 0.01 }],
      [
        `from lion_pytorch import Lion\n${net}opt = Lion(net.parameters(), lr=1e-4, weight_decay=0.1)`,
        { optimizer: 'lion', learningRate: 1e-4, weightDecay: 0.1 },
      ],
      [loop('nn.utils.clip_grad_norm_(net.parameters(), max_norm=2.0)'), { clipNorm: 2 }],
      [
        `${net}loss = nn.CrossEntropyLoss(label_smoothing=0.1)\nopt = torch.optim.Adam(net.parameters())`,
        { labelSmoothing: 0.1 },
      ],
      [loop('nn.utils.clip_grad_value_(net.parameters(), 0.5)'), { clipValue: 0.5 }],
      [loop('out = net(x + 0.3 * torch.randn_like(x))'), { inputNoise: 0.3 }],
      [loop('x = x + torch.randn_like(x) * 0.2'), { inputNoise: 0.2 }],
      [loop('lam = np.random.beta(0.4, 0.4)'), { mixup: 0.4 }],
      [loop('lam = torch.distributions.Beta(0.2, 0.2).sample()'), { mixup: 0.2 }],
      [keras('Adam(1e-3)').replace('[', '[keras.layers.GaussianNoise(0.1), '), { inputNoise: 0.1 }],
      [loop('w = nn.functional.dropout(net[0].weight, p=0.3, training=True)'), { dropConnect: 0.3 }],
      [keras('Adam(1e-3, global_clipnorm=1.0)'), { clipNorm: 1 }],
      [keras('Adam(1e-3, clipvalue=0.5)'), { clipValue: 0.5 }],
      [keras('Nadam(1e-3)'), { optimizer: 'nadam', momentumDecay: 1 }],
    ];
    for (const [code, training] of cases) {
      const { experiment, notes } = await taken(code);
      assert.deepEqual(
        Object.fromEntries(Object.keys(training).map((key) => [key, experiment.training[key]])),
        training,
        code,
      );
      assert.deepEqual(notes, [], code);
    }
    const { notes } = await taken(keras('Adam(1e-3, clipnorm=1.0)'));
    assert.deepEqual(notes, ['gradients are clipped: clipnorm=1.0']);
  });

  it('takes over plateaus, and how much an epoch has to gain', async () => {
    const net = (schedule: string) =>
      `${torch}from torch.optim.lr_scheduler import ReduceLROnPlateau\nnet = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))\nopt = torch.optim.Adam(net.parameters(), lr=0.01)\nscheduler = ${schedule}\nfor epoch in range(9):\n    scheduler.step(loss)\n`;
    const keras = (callback: string) =>
      `import keras\nfrom keras.callbacks import ReduceLROnPlateau, EarlyStopping\nm = keras.Sequential([keras.layers.Dense(8), keras.layers.Dense(1)])\nm.compile(optimizer=keras.optimizers.Adam(0.01), loss='mse')\nm.fit(x, y, epochs=3, callbacks=[${callback}])`;
    const usual = { kind: 'plateau', factor: 0.1, threshold: 1e-4, cooldown: 0, floor: 0 };
    const torchs = { ...usual, patience: 10, thresholdMode: 'relative' };
    const cases: readonly (readonly [string, object])[] = [
      [net('ReduceLROnPlateau(opt)'), { schedule: torchs }],
      [
        net("ReduceLROnPlateau(opt, 'min', 0.5, 3, threshold_mode='abs', cooldown=2, min_lr=1e-4)"),
        {
          schedule: {
            ...torchs,
            factor: 0.5,
            patience: 3,
            thresholdMode: 'absolute',
            cooldown: 2,
            floor: 0.01,
          },
        },
      ],
      [
        keras("ReduceLROnPlateau(monitor='val_loss', patience=5, cooldown=3)"),
        { schedule: { ...usual, patience: 4, thresholdMode: 'absolute', cooldown: 2 } },
      ],
      [
        keras("EarlyStopping(monitor='val_loss', min_delta=0.01, patience=4, restore_best_weights=True)"),
        { earlyStopping: 4, minDelta: 0.01, restoreBest: true },
      ],
    ];
    for (const [code, training] of cases) {
      const { experiment, notes } = await taken(code);
      assert.deepEqual(
        Object.fromEntries(Object.keys(training).map((key) => [key, experiment.training[key]])),
        training,
        code,
      );
      assert.deepEqual(notes, [], code);
    }
    for (const code of [net("ReduceLROnPlateau(opt, 'max')"), keras("ReduceLROnPlateau('val_accuracy')")]) {
      const { experiment, notes } = await taken(code);
      assert.equal(experiment.training.schedule, undefined, code);
      assert.match(notes.join(), /ReduceLROnPlateau.* was left out/, code);
    }
  });

  it('takes over the loss', async () => {
    const net = (loss: string, last = 'nn.Linear(8, 1)') =>
      `${torch}import torch.nn.functional as F\nnet = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), ${last})\n${loss}\nopt = torch.optim.Adam(net.parameters())`;
    const keras = (loss: string, more = '') =>
      `import keras\nm = keras.Sequential([keras.layers.Dense(8), keras.layers.Dense(1${/binary(?!.*logits)/i.test(loss) ? ", activation='sigmoid'" : ''})])\nm.compile(optimizer='adam', loss=${loss}${more})\nm.fit(x, y, epochs=3)`;
    const cases: readonly (readonly [string, object])[] = [
      [net('crit = nn.BCEWithLogitsLoss()'), { loss: 'binaryCrossEntropy' }],
      [net('crit = nn.BCELoss()', 'nn.Linear(8, 1), nn.Sigmoid()'), { loss: 'binaryCrossEntropy' }],
      [net('loss = F.binary_cross_entropy_with_logits(net(x), y)'), { loss: 'binaryCrossEntropy' }],
      [net('crit = nn.L1Loss()'), { loss: 'meanAbsoluteError' }],
      [net('loss = F.l1_loss(net(x), y)'), { loss: 'meanAbsoluteError' }],
      [net('crit = nn.SmoothL1Loss()'), { loss: 'huber', huberDelta: undefined }],
      [net('crit = nn.HuberLoss(delta=0.5)'), { loss: 'huber', huberDelta: 0.5 }],
      [net("crit = nn.HuberLoss('mean', 2)"), { loss: 'huber', huberDelta: 2 }],
      [net('crit = nn.MSELoss()\nprint(F.l1_loss(net(x), y))'), { loss: undefined }],
      [net('crit = nn.CrossEntropyLoss()', 'nn.Linear(8, 3)'), { loss: undefined }],
      [keras("'binary_crossentropy'"), { loss: 'binaryCrossEntropy' }],
      [keras('keras.losses.BinaryCrossentropy(from_logits=True)'), { loss: 'binaryCrossEntropy' }],
      [keras("'mae'"), { loss: 'meanAbsoluteError' }],
      [keras('keras.losses.Huber(2.0)'), { loss: 'huber', huberDelta: 2 }],
      [keras("'mse'", ', metrics=[keras.metrics.MeanAbsoluteError()]'), { loss: undefined }],
    ];
    for (const [code, training] of cases) {
      const { experiment, notes } = await taken(code);
      const { loss, huberDelta } = experiment.training;
      assert.deepEqual(
        { ...training, loss, ...('huberDelta' in training && { huberDelta }) },
        training,
        code,
      );
      assert.deepEqual(notes, [], code);
    }
    const { notes } = await taken(net('crit = nn.BCEWithLogitsLoss()', 'nn.Linear(8, 5)'));
    assert.deepEqual(notes, ['several labels of one sample are not available: one class of each is trained']);
    assert.deepEqual((await taken(net('crit = nn.SmoothL1Loss(beta=0.1)'))).notes, [
      'SmoothL1Loss divides Huber’s loss by 0.1, which is left out',
    ]);
  });

  it('takes over cycles of the learning rate', async () => {
    const code = (scheduler: string) =>
      `${torch}net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
opt = torch.optim.Adam(net.parameters(), lr=0.01)
sched = torch.optim.lr_scheduler.${scheduler}
for epoch in range(30):
    for x, y in loader:
        opt.step()
    sched.step()
`;
    const cycle = await taken(
      code('OneCycleLR(opt, max_lr=0.1, epochs=30, steps_per_epoch=10, pct_start=0.2)'),
    );
    assert.deepEqual(cycle.experiment.training.schedule, {
      kind: 'oneCycle',
      rise: 0.2,
      start: 0.04,
      end: 4e-6,
    });
    assert.equal(cycle.experiment.training.learningRate, 0.1);
    assert.deepEqual(cycle.notes, ['OneCycleLR cycles the momentum as well; here it stays as it is']);
    const warm = await taken(code('CosineAnnealingWarmRestarts(opt, T_0=5, T_mult=2, eta_min=1e-4)'));
    const schedule = { kind: 'restarts', first: 5, times: 2, floor: 0.01 };
    assert.deepEqual(warm.experiment.training.schedule, schedule);
    assert.deepEqual(warm.notes, []);
  });

  it('takes Keras with its defaults', async () => {
    const { experiment } = await taken(
      "import keras\nfrom keras import layers\nm = keras.Sequential([layers.Dense(16, activation='selu'), layers.AlphaDropout(0.1), layers.Dense(1)])\nm.compile(optimizer=keras.optimizers.RMSprop(1e-4))\nm.fit(x, y, epochs=3)",
    );
    assert.deepEqual(experiment.network, { hidden: [16], activation: 'selu' });
    assert.equal(experiment.dropout.rule, 'alpha');
    assert.deepEqual(experiment.training, {
      batchSize: 32,
      optimizer: 'rmsprop',
      rho: 0.9,
      learningRate: 1e-4,
      epochs: 3,
    });
  });

  it('takes scikit-learn with its defaults', async () => {
    const { experiment } = await taken(
      'from sklearn.neural_network import MLPClassifier\nc = MLPClassifier((30, 20))',
    );
    assert.deepEqual(experiment.network, { hidden: [30, 20], activation: 'relu' });
    assert.deepEqual(experiment.training, {
      optimizer: 'adam',
      learningRate: 0.001,
      batchSize: 200,
      epochs: 200,
      weightDecay: 0.0001,
    });
  });

  it('takes the ratios alone where no layers were found', async () => {
    const { experiment, notes } = await taken('import torch\ndropout = 0.3\nlr = 1e-3\n');
    assert.equal(experiment.dropout.ratio, 0.3);
    assert.equal(experiment.training.learningRate, 0.001);
    assert.match(notes.join(), /no plain sequence/);
  });

  it('never makes an experiment that the playground refuses', async () => {
    const { notes } = await taken(
      `${torch}net = nn.Sequential(${'nn.Linear(4, 100000), nn.Dropout(1.5), '.repeat(20)}nn.Linear(4, 2))\nopt = torch.optim.Adam(net.parameters(), lr=-1)\nfor epoch in range(0):\n    pass`,
    );
    assert.ok(notes.length >= 4);
  });
});
