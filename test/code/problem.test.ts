import assert from 'node:assert/strict';
import { toExperiment } from '../../src/code/experiment';
import type { CodeLanguage } from '../../src/code/finding';
import { nearestData } from '../../src/code/nearest-data';
import { problemOf } from '../../src/code/problem';
import { defaultExperiment } from '../../src/experiment/defaults';
import { parseExperiment } from '../../src/experiment/parse';
import type { DataSpec } from '../../src/experiment/schema';
import { scanner } from './support';

async function scan(code: string, language: CodeLanguage = 'python') {
  return (await scanner()).scan(code, language);
}

/** What a file's first model, or else the file, is said to be trained on. */
async function problem(code: string, language: CodeLanguage = 'python') {
  const { models, data } = await scan(code, language);
  return problemOf(data, models[0]);
}

/** `12 → 2 classes` */
async function short(code: string, language: CodeLanguage = 'python'): Promise<string> {
  const { features, task, classes, targets, labels, isImage } = await problem(code, language);
  const outputs =
    labels !== null
      ? `${labels} labels`
      : task === 'regression'
        ? `${targets ?? '?'} numbers`
        : task === null
          ? '?'
          : `${classes ?? '?'} classes`;
  return `${features ?? '?'}${isImage ? ' pixels' : ''} → ${outputs}`;
}

const torch = 'import torch\nfrom torch import nn\nimport torch.nn.functional as F\n';
const keras = 'import keras\nfrom keras import layers\n';
const layersOf = (first: string, last: string) =>
  `${keras}m = keras.Sequential([${first}layers.Dropout(0.5), ${last}])\n`;

describe('the problem of code: inputs, outputs and loss', () => {
  const cases: Readonly<Record<string, readonly [code: string, expected: string]>> = {
    'Keras Input and sigmoid': [
      `${layersOf("layers.Input(shape=(12,)), layers.Dense(16, activation='relu'), ", "layers.Dense(1, activation='sigmoid')")}m.compile('adam', loss='binary_crossentropy')`,
      '12 → 2 classes',
    ],
    'Keras sigmoid without a loss': [
      layersOf(
        "keras.Input((30,)), layers.Dense(16, activation='relu'), ",
        "layers.Dense(1, activation='sigmoid')",
      ),
      '30 → 2 classes',
    ],
    'Keras input_shape and softmax': [
      `${layersOf("layers.Dense(8, input_shape=(4,), activation='relu'), ", "layers.Dense(3, activation='softmax')")}m.compile(loss='sparse_categorical_crossentropy')`,
      '4 → 3 classes',
    ],
    'Keras input_dim and a linear output': [
      `${layersOf("layers.Dense(8, input_dim=13, activation='relu'), ", 'layers.Dense(1)')}m.compile(loss='mse')`,
      '13 → 1 numbers',
    ],
    'Keras linear without a loss': [
      layersOf('layers.Input((7,)), layers.Dense(8), ', 'layers.Dense(1)'),
      '7 → 1 numbers',
    ],
    'a loss that is an object': [
      `${layersOf('layers.Input((5,)), layers.Dense(8), ', 'layers.Dense(2)')}m.compile(loss=keras.losses.MeanAbsoluteError())`,
      '5 → 2 numbers',
    ],
    'a loss that is a function': [
      `${layersOf('layers.Input((5,)), layers.Dense(8), ', 'layers.Dense(1)')}m.compile(loss=keras.losses.mean_squared_error)`,
      '5 → 1 numbers',
    ],
    'logits of several classes': [
      `${layersOf('layers.Input((5,)), layers.Dense(8), ', 'layers.Dense(6)')}m.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))`,
      '5 → 6 classes',
    ],
    'an activation layer at the end': [
      layersOf('layers.Input((5,)), layers.Dense(8), ', "layers.Dense(4), layers.Activation('softmax')"),
      '5 → 4 classes',
    ],
    'several labels': [
      `${layersOf('layers.Input((40,)), layers.Dense(8), ', "layers.Dense(5, activation='sigmoid')")}m.compile(loss='binary_crossentropy')`,
      '40 → 5 labels',
    ],
    pictures: [
      layersOf(
        "layers.Flatten(input_shape=(28, 28)), layers.Dense(64, activation='relu'), ",
        "layers.Dense(10, activation='softmax')",
      ),
      '784 pixels → 10 classes',
    ],
    'pictures of colours': [
      layersOf(
        'layers.Input((32, 32, 3)), layers.Conv2D(8, 3), layers.Flatten(), layers.Dense(64), ',
        "layers.Dense(10, activation='softmax')",
      ),
      '3072 pixels → 10 classes',
    ],
    'the functional style': [
      `${keras}i = keras.Input(shape=(9,))\nx = layers.Dense(8, activation='relu')(i)\nx = layers.Dropout(0.3)(x)\no = layers.Dense(1, activation='sigmoid')(x)\nm = keras.Model(i, o)`,
      '9 → 2 classes',
    ],
    'PyTorch and cross entropy': [
      `${torch}net = nn.Sequential(nn.Linear(11, 16), nn.ReLU(), nn.Dropout(0.5), nn.Linear(16, 3))\nloss = nn.CrossEntropyLoss()`,
      '11 → 3 classes',
    ],
    'PyTorch and logits of one output': [
      `${torch}net = nn.Sequential(nn.Linear(20, 16), nn.ReLU(), nn.Linear(16, 1))\nloss = nn.BCEWithLogitsLoss()`,
      '20 → 2 classes',
    ],
    'PyTorch and squared errors': [
      `${torch}net = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Dropout(0.5), nn.Linear(16, 1))\ncriterion = nn.MSELoss()`,
      '8 → 1 numbers',
    ],
    'a functional loss in a class': [
      `${torch}D = 6\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.a = nn.Linear(in_features=D, out_features=8)\n        self.b = nn.Linear(8, 1)\n    def forward(self, x):\n        return self.b(F.dropout(F.relu(self.a(x)), 0.2, self.training))\nloss = F.smooth_l1_loss(Net()(x), y)`,
      '6 → 1 numbers',
    ],
    'two losses, of which one fits': [
      `${torch}net = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 4))\na = nn.MSELoss()\nb = nn.CrossEntropyLoss()`,
      '8 → 4 classes',
    ],
    'a network without a loss': [
      `${torch}net = nn.Sequential(nn.Linear(n, 16), nn.ReLU(), nn.Dropout(0.5), nn.Linear(16, 1))`,
      '? → ?',
    ],
    'a flattened picture': [
      `${torch}net = nn.Sequential(nn.Flatten(), nn.Linear(28 * 28, 64), nn.ReLU(), nn.Linear(64, 10), nn.LogSoftmax(dim=1))`,
      '784 pixels → 10 classes',
    ],
    'scikit-learn and a set that it brings': [
      'from sklearn.neural_network import MLPClassifier\nfrom sklearn.datasets import load_iris\nX, y = load_iris(return_X_y=True)\nc = MLPClassifier((30,))',
      '4 → 3 classes',
    ],
    'scikit-learn and a number': [
      'from sklearn.neural_network import MLPRegressor\nr = MLPRegressor((30,))',
      '? → ? numbers',
    ],
    'scikit-learn and a set that it makes': [
      'from sklearn.neural_network import MLPClassifier\nfrom sklearn.datasets import make_classification\nX, y = make_classification(500, n_features=17, n_classes=4, n_informative=6)\nc = MLPClassifier((30,))',
      '17 → 4 classes',
    ],
    'scikit-learn and a number of features by its place': [
      'from sklearn.neural_network import MLPRegressor\nfrom sklearn.datasets import make_regression\nX, y = make_regression(500, 7)\nc = MLPRegressor((30,))',
      '7 → ? numbers',
    ],
    'scikit-learn and a number of features that is not written': [
      'from sklearn.neural_network import MLPClassifier\nfrom sklearn.datasets import make_classification\ndef data(n):\n    return make_classification(500, n_features=n)\nc = MLPClassifier((30,))',
      '? → 2 classes',
    ],
    'a penalty on weights, which is no loss': [
      `${layersOf('layers.Input((5,)), layers.Dense(8, kernel_regularizer=keras.regularizers.l2(0.01)), ', 'layers.Dense(3)')}m.compile(loss=losses.of(m))`,
      '5 → ?',
    ],
    'a penalty of TensorFlow 1 beside a loss': [
      `${torch}import tensorflow as tf\nnet = nn.Sequential(nn.Linear(8, 16), nn.Linear(16, 1))\nw = tf.nn.l2_loss(net)\nloss = nn.BCEWithLogitsLoss()`,
      '8 → 2 classes',
    ],
    'numbers that are drawn or counted, which are no losses': [
      `${torch}import numpy as np\nlow, counts = df.age.quantile(0.01), np.random.poisson(3, 10)\nnet = nn.Sequential(nn.Linear(8, 16), nn.Linear(16, 1))\nloss = nn.BCEWithLogitsLoss()`,
      '8 → 2 classes',
    ],
    'counts as a loss': [
      `${layersOf('layers.Input((5,)), layers.Dense(8), ', 'layers.Dense(2)')}m.compile(loss=keras.losses.Poisson())`,
      '5 → 2 numbers',
    ],
    'DeZero, whose inputs come last': [
      'import dezero.layers as L\nimport dezero.functions as F\nfrom dezero import Model\nclass Net(Model):\n    def __init__(self):\n        super().__init__()\n        self.a = L.Linear(8, False, "f", 5)\n        self.b = L.Linear(3)\n    def forward(self, x):\n        return self.b(F.dropout(F.relu(self.a(x)), 0.2))',
      '5 → 3 classes',
    ],
    'a perceptron of the book': [
      'from common.multi_layer_net import MultiLayerNet\nn = MultiLayerNet(input_size=784, hidden_size_list=[50, 50], output_size=10)',
      '784 pixels → 10 classes',
    ],
  };
  for (const [name, [code, expected]] of Object.entries(cases))
    it(name, async () => assert.equal(await short(code), expected));

  it('TensorFlow.js', async () => {
    const code = `import * as tf from '@tensorflow/tfjs';
const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'relu', inputShape: [6] }));
model.add(tf.layers.dropout({ rate: 0.25 }));
model.add(tf.layers.dense({ units: 1 }));
model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
await model.fit(x, y, { epochs: 5, validationSplit: 0.15, callbacks: tf.callbacks.earlyStopping({ patience: 4 }) });
`;
    assert.equal(await short(code, 'typescript'), '6 → 1 numbers');
    const { data } = await scan(code, 'typescript');
    assert.deepEqual([data?.validation, data?.stopping], [0.15, { patience: 4, restoresBest: false }]);
  });

  it('is found again after an edit', async () => {
    const document = (await scanner()).open('python');
    const net = (inputs: number) =>
      `${torch}# a note\nnet = nn.Sequential(nn.Linear(${inputs}, 16), nn.ReLU(), nn.Linear(16, 3))\nloss = nn.CrossEntropyLoss()\n`;
    const read = (text: string) => {
      const { models, data } = document.update(text);
      return problemOf(data, models[0]);
    };
    assert.equal(read(net(5)).features, 5);
    assert.equal(read(net(50)).features, 50);
    assert.equal(read(net(50).replace('CrossEntropy', 'MSE')).task, 'regression');
    document.dispose();
  });
});

describe('the files and sets that code reads', () => {
  const files = async (line: string) =>
    (
      await problem(
        `${torch}import numpy as np\nimport pandas as pd\nimport os\nfrom pathlib import Path\nROOT = 'data'\nlr = 0.1\ndropout = 0.5\n${line}\n`,
      )
    ).files;
  for (const [line, expected] of [
    ["df = pd.read_csv('wine.csv')", ['wine.csv']],
    ["df = pd.read_csv(filepath_or_buffer='data/wine.tsv', sep='\\t')", ['data/wine.tsv']],
    ["PATH = 'a/b.csv'\ndf = pd.read_csv(PATH)", ['a/b.csv']],
    ["X = np.load('x.npy')\ny = np.load('y.npy')", ['x.npy', 'y.npy']],
    ["X = np.loadtxt(ROOT + '/x.csv', delimiter=',')", ['data/x.csv']],
    ["X = np.genfromtxt(os.path.join(ROOT, 'x.csv'))", ['data/x.csv']],
    ["df = pd.read_csv(Path('data') / 'x.csv')", ['data/x.csv']],
    ["df = pd.read_csv(f'{root}/x.csv')", ['x.csv']],
    ["with open('x.csv') as f:\n    pass", ['x.csv']],
    ["with open('out.csv', 'w') as f:\n    pass", []],
    ["net = torch.load('weights.npz')", []],
    ["with open('settings.json') as f:\n    pass", []],
    ['df = pd.read_csv(path)', []],
    ["# df = pd.read_csv('old.csv')", []],
  ] as const)
    it(line.split('\n').at(-1)!, async () => assert.deepEqual(await files(line), expected));

  it('are sets by their names as well', async () => {
    const names = async (line: string) =>
      (await problem(`${torch}dropout = 0.5\nlr = 0.1\n${line}\n`)).sets.map(({ name }) => name);
    assert.deepEqual(await names("import torchvision\nd = torchvision.datasets.MNIST('.')"), ['MNIST']);
    assert.deepEqual(await names('from torchvision import datasets\nd = datasets.CIFAR10(".")'), ['CIFAR10']);
    assert.deepEqual(await names('from keras.datasets import fashion_mnist\nd = fashion_mnist.load_data()'), [
      'fashion_mnist',
    ]);
    assert.deepEqual(await names("d = fetch_openml('mnist_784', version=1)"), ['MNIST']);
    assert.deepEqual(await names('d = fetch_california_housing()'), ['california_housing']);
  });
});

describe('the data that a run from code is on', () => {
  const set = async (code: string, current: DataSpec = defaultExperiment().data) =>
    nearestData(await problem(code), current);
  const net = (inputs: string, outputs: number, loss: string) =>
    `${torch}net = nn.Sequential(nn.Linear(${inputs}, 16), nn.ReLU(), nn.Dropout(0.5), nn.Linear(16, ${outputs}))\nloss = nn.${loss}()`;
  const data = (spec: object): DataSpec => {
    const parsed = parseExperiment({ version: 1, data: spec });
    assert.ok(parsed.ok);
    return parsed.experiment.data;
  };

  it('are of the task', async () => {
    assert.equal((await set(net('9', 1, 'MSELoss'))).source, 'surface');
    assert.equal((await set(net('12', 1, 'BCEWithLogitsLoss'))).source, 'moons');
    assert.equal((await set(net('12', 1, 'BCEWithLogitsLoss'), data({ source: 'surface' }))).source, 'moons');
  });

  it('are pictures for pictures, and have about as many classes', async () => {
    assert.equal((await set(net('784', 10, 'CrossEntropyLoss'))).source, 'digits');
    assert.equal((await set(net('28 * 28', 26, 'CrossEntropyLoss'))).source, 'digits');
    assert.equal((await set(net('30', 8, 'CrossEntropyLoss'))).source, 'digits');
    assert.equal((await set(net('4', 3, 'CrossEntropyLoss'))).source, 'moons');
    assert.equal((await set(net('2', 2, 'CrossEntropyLoss'), data({ source: 'digits' }))).source, 'moons');
  });

  it('stay as they are set where they are as near as any', async () => {
    const spiral = data({ source: 'spiral', noise: 0.31 });
    assert.deepEqual(await set(net('12', 1, 'BCEWithLogitsLoss'), spiral), spiral);
    assert.deepEqual(await set(`${torch}lr = 0.1\ndropout = 0.3`, spiral), spiral);
    const wine = data({ source: 'csv', file: 'wine.csv' });
    assert.deepEqual(await set(net('9', 1, 'MSELoss'), wine), wine);
  });

  it('are drawn as in the code', async () => {
    const code = `${net('2', 2, 'CrossEntropyLoss')}\nfrom sklearn.datasets import make_moons\nX, y = make_moons(300, noise=0.17)`;
    assert.deepEqual(await set(code, data({ source: 'spiral' })), data({ source: 'moons', noise: 0.17 }));
  });

  it('are drawn with the usual noise where that of the code is not written', async () => {
    const code = `${net('2', 2, 'CrossEntropyLoss')}\nfrom sklearn.datasets import make_moons\ndef draw(noise):\n    return make_moons(300, noise=noise)`;
    assert.deepEqual(await set(code, data({ source: 'spiral' })), data({ source: 'moons' }));
  });
});

describe('what code holds back for validation', () => {
  const taken = async (code: string) => {
    const { findings, models, data } = await scan(code);
    const { experiment } = toExperiment(findings, models[0], data);
    const { earlyStopping, restoreBest } = experiment.training;
    return [experiment.data?.validation, earlyStopping, restoreBest];
  };
  const m = layersOf('layers.Input((5,)), layers.Dense(8), ', 'layers.Dense(1)');
  const net = `${torch}from torch.utils.data import random_split\nnet = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 1))\n`;
  const split = `${net}from sklearn.model_selection import train_test_split\n`;
  const none = [undefined, undefined, undefined];
  for (const [code, expected] of [
    [`${m}m.fit(x, y, validation_split=0.2)`, [0.2, undefined, undefined]],
    [`${m}V = 0.1\nm.fit(x, y, epochs=3, validation_split=V)`, [0.1, undefined, undefined]],
    [
      `${m}stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)\nm.fit(x, y, validation_split=0.3, callbacks=[stop])`,
      [0.3, 5, true],
    ],
    [
      `${m}stop = keras.callbacks.EarlyStopping(monitor='val_loss', patience=7)\nm.fit(x, y, callbacks=[stop])`,
      [undefined, 7, undefined],
    ],
    [
      `${m}stop = keras.callbacks.EarlyStopping(monitor='loss', patience=7)\nm.fit(x, y, callbacks=[stop])`,
      none,
    ],
    [`${m}stop = keras.callbacks.EarlyStopping('loss', patience=7)\nm.fit(x, y, callbacks=[stop])`, none],
    [
      `${m}stop = keras.callbacks.EarlyStopping('val_loss', patience=7)\nm.fit(x, y, callbacks=[stop])`,
      [undefined, 7, undefined],
    ],
    [
      `${split}X_train, X_val, y_train, y_val = train_test_split(X, y, test_size=0.2)`,
      [0.2, undefined, undefined],
    ],
    [
      `${split}X_tr, X_dev, y_tr, y_dev = train_test_split(X, y, train_size=0.7)`,
      [0.3, undefined, undefined],
    ],
    [`${split}X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)`, none],
    [`${split}train_values, test_values, a, b = train_test_split(X, y, test_size=0.2)`, none],
    [`${split}a, parts[n-1], b, c = train_test_split(X, y, test_size=0.2)`, none],
    [
      `${split}X_tr, X_val, y_tr, y_val = train_test_split(X, y, train_size=0.6, test_size=0.2)`,
      [0.25, undefined, undefined],
    ],
    [
      `${m}from sklearn.model_selection import train_test_split\n# validation_data\nX_train, parts[n-1], y_train, y_test = train_test_split(X, y, test_size=0.25)\nm.fit(X_train, y_train, validation_data=[parts[n-1], y_test])`,
      [0.25, undefined, undefined],
    ],
    [
      `${m}from sklearn.model_selection import train_test_split\nX_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25)\nm.fit(X_train, y_train, validation_data=(X_test, y_test))`,
      [0.25, undefined, undefined],
    ],
    [
      `${split}X, X_test, y, y_test = train_test_split(X, y, test_size=0.2)\nX_train, X_val, y_train, y_val = train_test_split(X, y, test_size=0.1)`,
      [0.1, undefined, undefined],
    ],
    [`${net}train_set, val_set = random_split(data, [800, 200])`, [0.2, undefined, undefined]],
    [`${net}train, valid, test = random_split(data, [0.6, 0.2, 0.2])`, [0.25, undefined, undefined]],
    [
      `${net}n = int(0.9 * len(data))\ntrain, val = torch.utils.data.random_split(data, [n, len(data) - n])`,
      [0.1, undefined, undefined],
    ],
    [
      `${net}V = 0.3\nn = int((1 - V) * len(data))\ntrain, val = random_split(data, [n, len(data) - n])`,
      [0.3, undefined, undefined],
    ],
    [
      `${net}n = int(len(data) * (1 - 0.2))\ntrain, val = random_split(data, [n, len(data) - n])`,
      [0.2, undefined, undefined],
    ],
    [
      `${net}n = round(0.85 * data_size)\ntrain, val = random_split(data, (n, data_size - n))`,
      [0.15, undefined, undefined],
    ],
    [`${net}train, test = random_split(data, [800, 200])`, none],
    [`${net}train_values, test_values = random_split(data, [800, 200])`, none],
    [`${net}train, val = random_split(data, [n, k])`, none],
    [
      'from sklearn.neural_network import MLPClassifier\nc = MLPClassifier((30,), early_stopping=True, validation_fraction=0.15, n_iter_no_change=20)',
      [0.15, 20, true],
    ],
    [
      'from sklearn.neural_network import MLPClassifier\nc = MLPClassifier((30,), early_stopping=True)',
      [0.1, 10, true],
    ],
    [
      'from sklearn.neural_network import MLPClassifier\nc = MLPClassifier((30,), validation_fraction=0.15)',
      none,
    ],
  ] as const)
    it(code.split('\n').slice(-2).join(' '), async () => assert.deepEqual(await taken(code), expected));
});
