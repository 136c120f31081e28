import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cli } from '../study/cli-support';
import { skip } from '../support/skip';
import { bundles } from '../worker/built-worker';
import { contentsOf, folderOf } from './python';

/** The system's Python has the libraries. */
const PYTHON = '/usr/bin/python3';

/** Two noisy moons in plain Python, for those that need no library. */
const PLAIN = `import math, random

HIDDEN = 6
LEARNING_RATE = 0.3
dropout = 0.2
random.seed(1)

def sample():
    label = random.random() < 0.5
    angle = random.uniform(0, math.pi)
    x, y = math.cos(angle), math.sin(angle)
    if label:
        x, y = 1 - x, 0.5 - y
    return x + random.gauss(0, 0.2), y + random.gauss(0, 0.2), int(label)

train = [sample() for _ in range(60)]
held = [sample() for _ in range(60)]
w = [[random.gauss(0, 1) for _ in range(3)] for _ in range(HIDDEN)]
v = [random.gauss(0, 1) for _ in range(HIDDEN + 1)]

def forward(x, y, masks):
    h = [math.tanh(a * x + b * y + c) * m for (a, b, c), m in zip(w, masks)]
    z = sum(p * q for p, q in zip(v, h)) + v[-1]
    return h, 1 / (1 + math.exp(-max(-30, min(30, z))))

def loss(rows):
    ones = [1] * HIDDEN
    probabilities = [(forward(x, y, ones)[1], t) for x, y, t in rows]
    return -sum(math.log(max(1e-9, p if t else 1 - p)) for p, t in probabilities) / len(rows)

for epoch in range(1, 11):
    for x, y, t in train:
        masks = [0 if random.random() < dropout else 1 / (1 - dropout) for _ in range(HIDDEN)]
        h, p = forward(x, y, masks)
        error = p - t
        for j in range(HIDDEN):
            slope = error * v[j] * (masks[j] - h[j] * h[j] / masks[j] if masks[j] else 0)
            v[j] -= LEARNING_RATE * error * h[j]
            for i, value in enumerate((x, y, 1)):
                w[j][i] -= LEARNING_RATE * slope * value
        v[-1] -= LEARNING_RATE * error
    print(f"epoch {epoch} | train loss {loss(train):.6f} | val loss {loss(held):.6f}")
`;

/** In the manner of a book that builds networks by hand: layers with forward and backward, a ratio by name. */
const NUMPY = `import numpy as np

class Dropout:
    def __init__(self, dropout_ratio=0.5):
        self.dropout_ratio, self.mask = dropout_ratio, None
    def forward(self, x, train_flg=True):
        if train_flg:
            self.mask = np.random.rand(*x.shape) > self.dropout_ratio
            return x * self.mask / (1 - self.dropout_ratio)
        return x
    def backward(self, dout):
        return dout * self.mask / (1 - self.dropout_ratio)

use_dropout = True
dropout_ratio = 0.2
np.random.seed(3)
x = np.random.randn(200, 8)
t = (x[:, 0] * x[:, 1] > 0).astype(int)
x_train, t_train, x_test, t_test = x[:100], t[:100], x[100:], t[100:]
W1, W2 = np.random.randn(8, 30) * 0.5, np.random.randn(30, 2) * 0.5
drop = Dropout(dropout_ratio)

def predict(x, train_flg=False):
    h = np.maximum(0, x @ W1)
    d = drop.forward(h, train_flg)
    z = d @ W2
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return h, d, e / e.sum(axis=1, keepdims=True)

def loss(x, t):
    return -np.log(predict(x)[2][np.arange(len(t)), t] + 1e-7).mean()

for epoch in range(1, 21):
    h, d, y = predict(x_train, True)
    y[np.arange(len(t_train)), t_train] -= 1
    y /= len(t_train)
    back = drop.backward(y @ W2.T) * (h > 0)
    W2 -= 0.5 * d.T @ y
    W1 -= 0.5 * x_train.T @ back
    accuracy = (predict(x_test)[2].argmax(axis=1) == t_test).mean()
    print("epoch:" + str(epoch) + ", train loss:" + str(loss(x_train, t_train)) + ", test loss:" + str(loss(x_test, t_test)) + ", test acc:" + str(accuracy))
`;

const SKLEARN = `from sklearn.datasets import make_moons
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

seed = 5
X, y = make_moons(300, noise=0.3, random_state=seed)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=seed)
clf = MLPClassifier((16,), alpha=0.001, learning_rate_init=0.01, max_iter=30, random_state=seed, verbose=True)
clf.fit(X_train, y_train)
predicted = clf.predict(X_test)
print("Test accuracy: %.4f" % accuracy_score(y_test, predicted))
print("F1: %.4f" % f1_score(y_test, predicted))
`;

const PARTIAL_FIT = `import numpy as np
from sklearn.datasets import make_moons
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import log_loss

seed = 2
X, y = make_moons(300, noise=0.3, random_state=seed)
model = SGDClassifier(loss='log_loss' if hasattr(SGDClassifier, 'validation_fraction') else 'log', alpha=0.0001, random_state=seed)
for epoch in range(15):
    model.partial_fit(X[:200], y[:200], classes=[0, 1])
    print(f"[{epoch + 1}/15] train_loss={log_loss(y[:200], model.predict_proba(X[:200])):.5f} val_loss={log_loss(y[200:], model.predict_proba(X[200:])):.5f}")
`;

const TORCH = {
  'model.py': `from torch import nn

class Net(nn.Module):
    def __init__(self, dropout):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Dropout(dropout), nn.Linear(32, 2))

    def forward(self, x):
        return self.layers(x)
`,
  'train.py': `import argparse
import torch
from torch import nn
from model import Net

parser = argparse.ArgumentParser()
parser.add_argument('--dropout', type=float, default=0.3)
parser.add_argument('--lr', type=float, default=0.05)
args = parser.parse_args()
torch.manual_seed(11)
x = torch.randn(200, 2)
y = (x[:, 0] * x[:, 1] > 0).long()
net = Net(args.dropout)
optimizer = torch.optim.SGD(net.parameters(), lr=args.lr, momentum=0.9)
criterion = nn.CrossEntropyLoss()
for epoch in range(1, 16):
    net.train()
    optimizer.zero_grad()
    loss = criterion(net(x[:100]), y[:100])
    loss.backward()
    optimizer.step()
    net.eval()
    with torch.no_grad():
        val_loss = criterion(net(x[100:]), y[100:])
    print(f"Epoch {epoch:02d}: loss={loss.item():.4f} val_loss={val_loss.item():.4f}")
`,
};

/** A configuration beside it, read by hand: no library for that is needed. */
const CONFIGURED = {
  'config.yaml': '# what is tuned\ntraining:\n  dropout: 0.4  # fraction dropped\n  lr: 0.1\n  seed: 4\n',
  'train.py': `import os, random

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, 'config.yaml')) as file:
    pairs = [line.split('#')[0].split(':') for line in file if ':' in line]
settings = {name.strip(): float(value) for name, value in pairs if value.strip()}
random.seed(int(settings['seed']))
w = random.gauss(0, 0.1)
for epoch in range(1, 11):
    if random.random() >= settings['dropout']:
        w += settings['lr'] * (1 - w) / (1 - settings['dropout'])
    print(f'{{"epoch": {epoch}, "train/loss": {(1 - w) ** 2}, "eval/loss": {(1.1 - w) ** 2}}}')
`,
};

interface Real {
  readonly what: string;
  readonly needs: string;
  readonly files: Readonly<Record<string, string>>;
  readonly set: readonly string[];
  readonly measure: string;
  /** Roles that come as curves, with how many values a trial has of each. */
  readonly curves: Readonly<Record<string, number>>;
}

const REAL: readonly Real[] = [
  {
    ...{ what: 'the standard library alone', needs: 'math', files: { 'train.py': PLAIN } },
    ...{ set: ['dropout=0,0.2'], measure: 'validationLoss', curves: { trainLoss: 10, validationLoss: 10 } },
  },
  {
    ...{
      what: 'layers in NumPy',
      needs: 'numpy',
      files: { 'train.py': NUMPY },
      set: ['train.py:15=0,0.2'],
    },
    ...{ measure: 'testLoss', curves: { trainLoss: 20, testLoss: 20, testScore: 20 } },
  },
  {
    ...{ what: 'MLPClassifier of scikit-learn', needs: 'sklearn', files: { 'train.py': SKLEARN } },
    ...{ set: ['alpha=0.001,1'], measure: 'testScore', curves: { testScore: 1 } },
  },
  {
    ...{ what: 'partial_fit of scikit-learn', needs: 'sklearn', files: { 'train.py': PARTIAL_FIT } },
    ...{
      set: ['alpha=0.0001,0.1'],
      measure: 'validationLoss',
      curves: { trainLoss: 15, validationLoss: 15 },
    },
  },
  {
    ...{ what: 'PyTorch, the model in another module, argparse', needs: 'torch', files: TORCH },
    ...{ set: ['--dropout=0,0.3'], measure: 'validationLoss', curves: { trainLoss: 15, validationLoss: 15 } },
  },
  {
    ...{
      what: 'a YAML file beside it',
      needs: 'math',
      files: CONFIGURED,
      set: ['config.yaml:training.dropout=0,0.4'],
    },
    ...{ measure: 'validationLoss', curves: { trainLoss: 10, validationLoss: 10 } },
  },
];

describe('scripts as people write them', function () {
  this.timeout(240_000);
  before(() => {
    bundles();
  });

  for (const { what, needs, files, set, measure, curves } of REAL)
    it(`${what}: values, curves, an answer, and no file is changed`, async function () {
      if (spawnSync(PYTHON, ['-c', `import ${needs}`]).status !== 0) skip(this, `${PYTHON} has no ${needs}`);
      const folder = folderOf(files);
      const before = contentsOf(folder);
      const { code, err, lines } = await cli([
        ...['try', `${folder}/train.py`, '--python', PYTHON, '--json', '--seeds', '2'],
        ...set.flatMap((one) => ['--set', one.replace('config.yaml', `${folder}/config.yaml`)]),
      ]);
      assert.equal(code, 0, err);
      assert.deepEqual(contentsOf(folder), before);
      const trials = lines.filter(({ type }) => type === 'trial');
      assert.deepEqual(
        trials.map(({ state }) => state),
        Array(4).fill('complete'),
        JSON.stringify(trials),
      );
      for (const [role, count] of Object.entries(curves)) {
        const own = lines.filter((one) => one.type === 'metric' && one.role === role && one.trial === 0);
        assert.equal(own.length, count, `${role}: ${own.length}`);
      }
      // Values and seeds both reach the script.
      const answer = lines.at(-1);
      assert.equal(answer.measure, measure);
      assert.notEqual(answer.sides[0].mean, answer.sides[1].mean);
      assert.notEqual(trials[0].last[measure], trials[2].last[measure]);
      assert.notEqual(answer.verdict, 'seedHasNoEffect');
    });
});
