import { type Case, inLanguage, never } from './case';

/** Code in which words of the tables stand and mean something else, or nothing. */

const torch = 'import torch\nfrom torch import nn\nimport torch.nn.functional as F\n';
const keras = 'from tensorflow import keras\nfrom tensorflow.keras import layers\n';
const tf = 'import tensorflow as tf\n';
const jax = 'import jax\nimport optax\nimport flax.linen as nn\n';

const inTorch: readonly (readonly [string, string])[] = [
  ['a call in a comment', '# d = nn.Dropout(0.5)'],
  ['a call in a docstring', 'def f():\n    """Uses nn.Dropout(p=0.5) and lr=0.1."""'],
  ['a call in an f-string’s text', "print(f'nn.Dropout(0.5) and {x}')"],
  ['a call in a raw string', "pattern = r'nn\\.Dropout\\(0.5\\)'"],
  ['a call in bytes', "data = b'nn.Dropout(0.5)'"],
  ['a class that is asked for', 'ok = isinstance(layer, nn.Dropout)'],
  ['a class that is handed on', 'kinds = [nn.Dropout, nn.Linear]'],
  ['a class as a type', 'def f(layer: nn.Dropout) -> nn.Dropout:\n    return layer'],
  ['a class that is derived from', 'class Mine(nn.Dropout):\n    pass'],
  ['the probability that is read', 'print(layer.p, layer.p == 0.5)'],
  ['the rate that is printed', "print('lr', optimizer.param_groups[0]['lr'])"],
  ['the rate that is changed in training', "for g in optimizer.param_groups:\n    g['lr'] *= 0.1"],
  ['a schedule’s factor', 's = torch.optim.lr_scheduler.StepLR(o, step_size=30, gamma=0.1)'],
  ['a schedule’s length', 's = torch.optim.lr_scheduler.CosineAnnealingLR(o, T_max=200, eta_min=1e-6)'],
  ['a schedule’s least rate', "s = torch.optim.lr_scheduler.ReduceLROnPlateau(o, 'min', min_lr=1e-6)"],
  ['the momentum of a normalization', 'n = nn.BatchNorm1d(64, momentum=0.1)'],
  ['a layer that has no dropout', 'l = nn.Linear(784, 128)'],
  ['an encoder layer of no table', 'e = mine.Encoder(rate_of_change=0.5)'],
  ['the last batch that is dropped', 'd = prepare(data, drop_last=True)'],
  ['a threshold', 'y = F.threshold(x, 0.1, 20)'],
  ['the slope of an activation', 'y = F.leaky_relu(x, 0.2)'],
  ['a probability of another kind', 'm = torch.bernoulli(torch.full((3,), 0.5))'],
  ['a transformation’s probability', 'a = transforms.RandomHorizontalFlip(p=0.5)'],
  ['a Dropout of another package', 'from mine import Dropout\nd = Dropout(0.5)'],
  ['a function of that name', 'def Dropout(p):\n    return p\nd = Dropout(0.5)'],
  ['an object’s own method', 'y = self.dropout(x, 0.5)'],
  ['a name that is deleted', 'del dropout'],
  ['a name that is only declared', 'lr: float'],
  ['a keyword of a plot', "plot(lr_label='rate', dropout_color='red')"],
  ['a share of what is shown', 'show(alpha=0.5, rate=0.1)'],
  ['a comparison', 'ok = lr > 0.1 and dropout < 0.5'],
  ['a command that is run', "os.system('train.py --lr 0.1 --dropout 0.5')"],
  ['a clause of a comprehension without a name', 'layers = [.D) for in rates]'],
  ['a name that is another function’s', 'def f():\n    global rate\n    rate = g()\nprint(rate)'],
];

const inKeras: readonly (readonly [string, string])[] = [
  ['a call in a comment', '# model.add(layers.Dropout(0.5))'],
  ['the patience of a callback', 'c = keras.callbacks.EarlyStopping(patience=10)'],
  ['a callback’s least rate', 'c = keras.callbacks.ReduceLROnPlateau(factor=0.2, min_lr=1e-5)'],
  ['the momentum of a normalization', 'n = layers.BatchNormalization(momentum=0.99)'],
  ['the rate of a dilation', 'c = layers.Conv2D(8, 3, dilation_rate=2)'],
  ['an augmentation', 'a = layers.RandomRotation(0.1)'],
  ['noise that is added', 'n = layers.GaussianNoise(0.1)'],
  ['a regularizer', 'r = keras.regularizers.l2(0.01)'],
  ['a class that is asked for', 'ok = isinstance(layer, layers.Dropout)'],
  ['weights that are loaded', "model.load_weights('dropout_0.5_lr_0.1.h5')"],
  ['a history’s keys', "plt.plot(history.history['lr'], label='lr 0.1')"],
  ['the shape of a batch', 'x = keras.Input(batch_shape=(32, 10))'],
  ['a layer of another package', 'from mine.layers import Dropout\nd = Dropout(0.5)'],
];

const inTensorFlow: readonly (readonly [string, string])[] = [
  ['a call in a string', "name = 'tf.nn.dropout(x, 0.5)'"],
  ['the last batch that is dropped', 'd = make(drop_remainder=True)'],
  ['a step', 'step = tf.Variable(0, trainable=False)'],
  ['a moving average', 'm = tf.train.ExponentialMovingAverage(0.99)'],
  ['a clipping', 'g = tf.clip_by_value(g, -1.0, 1.0)'],
  ['a stddev of weights', 'w = tf.random.truncated_normal([10, 10], stddev=0.1)'],
  ['a summary', "tf.summary.scalar('dropout', 0.5, step=1)"],
  ['a name scope', "with tf.name_scope('dropout_0.5'):\n    pass"],
  ['a sample rate', 'wav = tf.audio.encode_wav(x, sample_rate=16000)'],
];

const inJax: readonly (readonly [string, string])[] = [
  ['the key of the masks', "y = model.apply(v, x, rngs={'dropout': key})"],
  ['keys that are split', 'params_key, dropout_key = jax.random.split(key, 2)'],
  ['a seed', "keys = {'params': 0, 'dropout': 1}\nrngs = {'params': 0, 'dropout': 1}"],
  ['a clipping', 'c = optax.clip_by_global_norm(1.0)'],
  ['a moving average', 'e = optax.ema(decay=0.99)'],
  ['a schedule without a rate', 's = optax.join_schedules([a, b], boundaries=[100])'],
  ['noise', 'n = jax.random.normal(key, (3,)) * 0.1'],
  ['a layer without dropout', 'd = nn.Dense(128)'],
];

const elsewhere: readonly (readonly [string, string])[] = [
  ['columns that are dropped', "import pandas as pd\ndf = df.drop('a', axis=1).dropna(thresh=2)"],
  ['duplicates that are dropped', "import pandas as pd\ndf.drop_duplicates(keep='first', inplace=True)"],
  ['boosted trees', 'import xgboost as xgb\nm = xgb.XGBClassifier(learning_rate=0.1, n_estimators=50)'],
  [
    'boosted trees of scikit-learn',
    'from sklearn.ensemble import GradientBoostingClassifier\nm = GradientBoostingClassifier(learning_rate=0.1)',
  ],
  ['the rate of t-SNE', 'from sklearn.manifold import TSNE\nt = TSNE(learning_rate=200.0)'],
  ['the size of a batch of rows', 'import sqlite3\nbatch_size = 500\nrows = c.fetchmany(batch_size)'],
  ['a time', 'epoch = 1577836800\nepochs = [1577836800]'],
  ['a directory', 'import os\nwd = os.getcwd()'],
  ['physics', 'mass = 2\nmomentum = 0.5\nvelocity = momentum / mass'],
  ['left and right', "lr = 'left-right'\nlr = (1, 2)"],
  ['a packet loss', 'drop_probability_of_packets = 0.1'],
  ['an audio rate', 'sample_rate = 0.1\nframe_rate = 25'],
  ['a user interface', "dropdown = Dropdown(options=['0.1', '0.5'])"],
  ['a tax', 'rate = 0.19\ntotal = net * (1 + rate)'],
  ['a decay of radiation', 'decay = 0.5\nhalf_life = 3.2'],
  ['a file that is empty', ''],
  ['nothing but comments', '# lr = 0.1\n# dropout = 0.5\n'],
  ['nothing but a docstring', '"""lr = 0.1, dropout = 0.5"""\n'],
];

const yaml: readonly (readonly [string, string])[] = [
  ['a service', 'services:\n  web:\n    image: nginx\n    ports: ["80:80"]\n'],
  ['capabilities that are dropped', 'cap_drop:\n  - ALL\nreplicas: 2\n'],
  ['a workflow', 'on: push\njobs:\n  test:\n    runs-on: ubuntu\n    timeout-minutes: 5\n'],
  ['a text about rates', 'description: |\n  dropout: 0.5\n  lr: 0.1\n'],
  ['a comment', '# dropout: 0.5\nname: x\n'],
  ['a word', 'dropout: none\nlr: auto\n'],
  ['a switch', 'dropout: true\nlr: false\n'],
  ['a scheduler', 'scheduler:\n  lr: 0.1\n  dropout: 0.5\n'],
];

const json: readonly (readonly [string, string])[] = [
  ['a package', '{ "name": "x", "scripts": { "drop": "node drop.js" }, "version": "0.1.0" }'],
  ['a string', '{ "lr": "0.1 per step", "dropout": "0.5" }'],
  ['null', '{ "lr": null, "dropout": null }'],
  ['a log of training', '{ "log_history": [{ "lr": 0.1 }, { "lr": 0.05 }] }'],
  ['dropping files', '{ "dropzone": 0.5, "rate": 0.1 }'],
];

const toml: readonly (readonly [string, string])[] = [
  ['a project', '[project]\nname = "lr"\nversion = "0.1.0"\n'],
  ['a comment', '# dropout = 0.5\n[a]\nb = 1\n'],
  ['a text', 'help = """\ndropout = 0.5\nlr = 0.1\n"""\n'],
];

const typescript: readonly (readonly [string, string])[] = [
  ['no TensorFlow.js', 'const dropout = 0.5;\nconst lr = 0.1;'],
  ['a call in a comment', "import * as tf from '@tensorflow/tfjs';\n// tf.layers.dropout({ rate: 0.5 })"],
  [
    'a call in a string',
    "import * as tf from '@tensorflow/tfjs';\nconst s = 'tf.layers.dropout({ rate: 0.5 })';",
  ],
  [
    'a call in a template',
    "import * as tf from '@tensorflow/tfjs';\nconst s = `tf.layers.dropout({ rate: 0.5 })`;",
  ],
  ['a drop of a file', 'element.addEventListener("drop", (event) => read(event, 0.5));'],
  ['a tf of someone else', "import * as tf from './transform';\nconst d = tf.layers.dropout({ rate: 0.5 });"],
];

const python = (before: string, rows: readonly (readonly [string, string])[], prefix: string): Case[] =>
  rows.map(([title, code]) => never(`${prefix}: ${title}`, `${before}${code}`));

const of = (
  language: 'yaml' | 'json' | 'toml' | 'typescript',
  rows: readonly (readonly [string, string])[],
) =>
  inLanguage(
    language,
    rows.map(([title, code]) => never(`${language}: ${title}`, code)),
  );

export const nothing: readonly Case[] = [
  ...python(torch, inTorch, 'PyTorch'),
  ...python(keras, inKeras, 'Keras'),
  ...python(tf, inTensorFlow, 'TensorFlow'),
  ...python(jax, inJax, 'JAX'),
  ...python('', elsewhere, 'elsewhere'),
  ...of('yaml', yaml),
  ...of('json', json),
  ...of('toml', toml),
  ...of('typescript', typescript),
];
