import assert from 'node:assert/strict';
import { toExperiment } from '../../src/code/experiment';
import { type Problem, problemOf } from '../../src/code/problem';
import { defaultExperiment } from '../../src/experiment/defaults';
import { parseExperiment } from '../../src/experiment/parse';
import type { DataSpec } from '../../src/experiment/schema';
import { evidenceWords } from '../../src/host/code/evidence';
import { lensWords, standInTitle } from '../../src/host/code/lens-words';
import { problemAt, problemOfModel, resultHere } from '../../src/host/code/own-data';
import { Results } from '../../src/host/code/results';
import { isSameFile, standInOf } from '../../src/host/code/stand-in';
import { takenSentence } from '../../src/host/code/taken-words';
import { completeTakeover, takenFrom } from '../../src/host/code/takeover';
import { inlayWords, valueWords } from '../../src/host/code/value-words';
import { scanner } from '../code/support';
import { experiment, run } from './fixtures';

const data = (spec: object): DataSpec => {
  const parsed = parseExperiment({ version: 1, data: spec });
  assert.ok(parsed.ok);
  return parsed.experiment.data;
};
const moons = data({ source: 'moons' });

const scan = async (code: string) => (await scanner()).scan(code, 'python');

async function problem(code: string): Promise<Problem> {
  const result = await scan(code);
  return problemOf(result.data, result.models[0]);
}

const churn = `import pandas as pd
from keras import layers, Sequential
model = Sequential([
    layers.Input(shape=(12,)),
    layers.Dense(32, activation='relu'),
    layers.Dropout(0.4),
    layers.Dense(1, activation='sigmoid'),
])
model.compile(optimizer='adam', loss='binary_crossentropy')
`;
const read = "df = pd.read_csv('data/churn.csv')\n";
const plain = `import torch
from torch import nn
net = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Dropout(0.5), nn.Linear(16, 2))
`;

describe('what stands in for the data of code', () => {
  const words = async (code: string, set: DataSpec, shape?: { task: 'classification'; outputs: number }) =>
    standInOf(await problem(code), set, shape);

  it('is said by its kind, and what follows from it', async () => {
    const found = await words(churn, moons);
    assert.equal(found?.kind, 'other');
    assert.equal(
      found?.words,
      'Your data (12 features, 2 classes) is not here: this runs on “Two moons” instead; what it says about dropout need not hold for your data.',
    );
    assert.equal(standInTitle(found!), 'on “Two moons”, not on your data');
  });

  it('names the file or set that the code reads', async () => {
    assert.match(
      (await words(churn + read, moons))!.words,
      /^The code’s data, churn\.csv \(12 features, 2 classes\), is not in/,
    );
    const mnist =
      "import keras\nfrom keras import layers\n(x, y), _ = keras.datasets.mnist.load_data()\nm = keras.Sequential([layers.Flatten(), layers.Dense(64), layers.Dropout(0.2), layers.Dense(10, activation='softmax')])";
    const drawn = (await words(mnist, data({ source: 'digits' })))!;
    assert.equal(drawn.kind, 'other');
    assert.match(
      drawn.words,
      /^The code’s data, MNIST \(784 features, 10 classes\), is not in this run: this runs on “Digits”/,
    );
  });

  it('is alike where nothing tells it apart, and says so all the same', async () => {
    const found = (await words(plain, moons))!;
    assert.equal(found.kind, 'alike');
    assert.match(found.words, /need not hold for your data/);
    assert.equal((await words(plain.replace('16, 2', '16, 5'), moons))?.kind, 'other');
    assert.equal((await words(`${plain}loss = nn.MSELoss()`, moons))?.kind, 'other');
    assert.equal((await words(plain.replace('2, 16', '3, 16'), moons))?.kind, 'other');
  });

  it('is nothing where the data are the code’s own', async () => {
    assert.equal(await words(churn + read, data({ source: 'csv', file: 'data/churn.csv' })), null);
    assert.equal(await words(churn + read, data({ source: 'csv', file: 'project/data/churn.csv' })), null);
    const drawn = `${plain}from sklearn.datasets import make_moons\nX, y = make_moons(noise=0.2)\n`;
    assert.equal(await words(drawn, data({ source: 'moons', noise: 0.2 })), null);
    assert.equal((await words(drawn, data({ source: 'moons', noise: 0.4 })))?.kind, 'alike');
    assert.equal((await words(drawn, data({ source: 'spiral' })))?.kind, 'other');
    const digits = `${plain.replace('2, 16', '784, 16').replace('16, 2', '16, 10')}from torchvision import datasets\nd = datasets.MNIST('.')\n`;
    const idx = data({
      source: 'idx',
      images: 'raw/train-images-idx3-ubyte',
      labels: 'raw/train-labels-idx1-ubyte',
    });
    assert.equal(await words(digits, idx), null);
    const under = (folder: string) =>
      data({
        source: 'idx',
        images: `${folder}/raw/train-images-idx3-ubyte`,
        labels: `${folder}/raw/train-labels-idx1-ubyte`,
      });
    assert.equal(await words(digits, under('MNIST')), null);
    const fashion = digits.replace('.MNIST', '.FashionMNIST');
    assert.equal(await words(fashion, under('FashionMNIST')), null);
    assert.equal(await words(fashion, under('fashion-mnist')), null);
    for (const [code, folder] of [
      [digits, 'FashionMNIST'],
      [digits, 'KMNIST'],
      [fashion, 'MNIST'],
    ] as const)
      assert.equal((await words(code, under(folder)))?.kind, 'other', folder);
    const iris = `${plain.replace('2, 16', '4, 16').replace('16, 2', '16, 3')}from sklearn.datasets import load_iris\nX, y = load_iris(return_X_y=True)\n`;
    assert.equal(await words(iris, data({ source: 'csv', file: 'Iris.csv' })), null);
  });

  it('may be another file, or one with other classes', async () => {
    const other = (await words(churn + read, data({ source: 'csv', file: 'data/wine.csv' })))!;
    assert.match(other.words, /churn\.csv .* this runs on “wine\.csv”/);
    const wine = data({ source: 'csv', file: 'wine.csv' });
    assert.equal(await words(churn, wine), null, 'a person has chosen it');
    assert.equal(await words(churn, wine, { task: 'classification', outputs: 2 }), null);
    assert.equal((await words(churn, wine, { task: 'classification', outputs: 3 }))?.kind, 'other');
  });

  it('compares paths by their ends', () => {
    assert.ok(isSameFile('../data/x.csv', 'data/x.csv'));
    assert.ok(isSameFile('x.csv', 'a/b/x.csv'));
    assert.ok(isSameFile('C:\\w\\data\\x.csv', 'data/x.csv'));
    assert.ok(!isSameFile('a/x.csv', 'b/x.csv'));
    assert.ok(!isSameFile('x.csv', 'xx.csv'));
  });
});

describe('the take-over of code', () => {
  const complete = async (code: string, current = defaultExperiment()) => {
    const { findings, models, data: said } = await scan(code);
    return completeTakeover(toExperiment(findings, models[0], said), current);
  };

  it('names what is the code’s, what is its library’s, and what is the playground’s own', async () => {
    assert.equal(
      takenSentence(await complete(churn)),
      'taken over: hidden layers 32, drop 0.4, batch size 32 (a default of its library), optimizer adam, learning rate 0.001 (a default of its library), loss Binary cross-entropy; the playground’s own: epochs 300',
    );
    assert.equal(
      takenSentence(await complete(plain)),
      'taken over: hidden layers 16, drop 0.5; the playground’s own: optimizer adam, learning rate 0.003, epochs 300, batch size 32',
    );
    const whole = await complete(`${churn}model.fit(x, y, epochs=20, batch_size=16)`);
    assert.deepEqual(whole.own, []);
    assert.deepEqual((await complete('import torch\ndropout = 0.3\nlr = 1e-3\n')).own, [
      'hidden layers 128-128',
      'optimizer adam',
      'epochs 300',
      'batch size 32',
    ]);
  });

  it('takes the data of its kind, and what is held back of them', async () => {
    const {
      experiment: made,
      standIn,
      taken,
      notes,
    } = await complete(
      `${churn.replace("activation='sigmoid'", '').replace('binary_crossentropy', 'mse')}from keras.callbacks import EarlyStopping\nmodel.fit(x, y, validation_split=0.25, epochs=9, callbacks=[EarlyStopping(patience=3, restore_best_weights=True)])`,
    );
    assert.equal(made.data.source, 'surface');
    assert.equal(made.data.validation, 0.25);
    assert.equal(made.training.earlyStopping, 3);
    assert.equal(made.training.restoreBest, true);
    assert.ok(taken.includes('validation 0.25') && taken.includes('early stopping 3'), taken.join());
    assert.equal(standIn?.title, 'Regression surface');
    assert.equal(made.name, 'model · stand-in data');
    assert.equal((await complete(plain)).experiment.name, 'net');
    assert.deepEqual(notes, []);
  });

  it('is named in the tooltip of the lens', async () => {
    const result = await scan(churn);
    const { tooltip, standIn, title } = lensWords(result, result.models[0]!, defaultExperiment());
    assert.equal(title, 'Run Dropout Experiment · drop 0.4 · lr 0.001');
    assert.equal(standIn?.kind, 'other');
    assert.match(tooltip, /12 features, 2 classes.*Two moons/s);
    assert.match(tooltip, /the playground’s own: epochs 300/);
    const own = { ...defaultExperiment(), data: data({ source: 'csv', file: 'data/churn.csv' }) };
    const there = await scan(churn + read);
    assert.match(
      lensWords(there, there.models[0]!, own).tooltip,
      /^Trains model in the playground, on “churn\.csv”\.$/m,
    );
  });
});

describe('results beside code whose data they are not of', () => {
  async function recorded(set: DataSpec) {
    const results = new Results();
    const base = experiment({ data: set });
    const made = run({
      experiment: {
        ...base,
        dropout: { ...base.dropout, ratio: 0.4, placement: { input: false, hidden: true, output: false } },
      },
    });
    for (const member of made.members) member.status = 'ended';
    results.record(made);
    return { results, result: results.withValue('dropout', 0.4)!, made };
  }

  it('say so in inlays', async () => {
    const scanned = await scan(churn);
    const { result } = await recorded(moons);
    const isOther = (code: Problem) => () => resultHere(code, result).standIn?.kind === 'other';
    const shown = { ...result, testLoss: 0.29 };
    assert.equal(
      inlayWords(shown, shown, isOther(problemOfModel(scanned, 'model'))),
      'stand-in data: 0.4 → test 0.29',
    );
    const other = { ...shown, id: 'b', ratio: 0.25, testLoss: null };
    const longest = inlayWords(shown, other, isOther(problemOfModel(scanned, 'model')))!;
    assert.equal(longest, 'stand-in data: 0.4 → 0.29, 0.25 → diverged');
    assert.ok(longest.length <= 43);
    assert.equal(inlayWords(shown, shown, isOther(await problem(plain))), 'playground: 0.4 → test 0.29');
  });

  it('say so in hovers, and no longer once the run is on the file', async () => {
    const scanned = await scan(churn + read);
    const finding = scanned.findings.find(({ kind }) => kind === 'dropout')!;
    const last = async (set: DataSpec) => {
      const here = resultHere(problemAt(scanned, finding), (await recorded(set)).result);
      return valueWords(finding, { optimizer: null, ...here })!.lines.at(-1)!;
    };
    assert.match(
      await last(moons),
      /^Playground: .*churn\.csv.* “Two moons” .*need not hold for your data\.$/,
    );
    assert.doesNotMatch(await last(data({ source: 'csv', file: 'data/churn.csv' })), /your data/);
  });

  it('say so in the evidence for a value, with what is the playground’s own', async () => {
    const { findings, models, data: said } = await scan(churn);
    const { results, result, made } = await recorded(moons);
    const takeover = toExperiment(findings, models[0], said);
    const { own } = takenFrom(takeover, made.experiment);
    assert.deepEqual(own, [`epochs ${made.experiment.training.epochs}`]);
    const evidence = results.evidence('dropout', 0.5, made.experiment);
    const words = evidenceWords(evidence, { standIn: resultHere(takeover.problem!, result).standIn, own });
    assert.match(
      words!,
      /^measured test loss .* · on “Two moons”, not on your data · the playground’s own: epochs \d+$/,
    );
  });
});
