import { found, inLanguage, never } from '../case';

/** Notebooks and TensorFlow.js, as they lie in repositories. */
export const fileTexts = [
  ...inLanguage('typescript', [
    found(
      'tfjs ts',
      `
import * as tf from '@tensorflow/tfjs';
const LEARNING_RATE = 0.001;
const model = tf.sequential();
model.add(tf.layers.dense({units: 64, activation: 'relu', inputShape: [10]}));
model.add(tf.layers.dropout({rate: 0.25}));
model.add(tf.layers.dense({units: 1}));
model.compile({optimizer: tf.train.adam(LEARNING_RATE), loss: 'meanSquaredError'});
await model.fit(xs, ys, {epochs: 10, batchSize: 32, shuffle: true});
`,
      'dropout 0.25 «0.25»',
      'optimizer adam',
      'learningRate 0.001 «0.001»',
      'epochs 10 «10»',
      'batchSize 32 «32»',
    ),
    found(
      'tf.dropout',
      `
const tf = require('@tensorflow/tfjs');
const y = tf.dropout(x, 0.4);
const o = tf.train.momentum(0.01, 0.9);
const r = tf.train.rmsprop(0.02, 0.9, 0.5);
`,
      'dropout 0.4 «0.4»',
      'optimizer sgd',
      'learningRate 0.01 «0.01»',
      'momentum 0.9 «0.9»',
      'optimizer rmsprop',
      'learningRate 0.02 «0.02»',
      'momentum 0.5 «0.5»',
    ),
    never(
      'react lr',
      `
import React from 'react';
const lr = 0.1; const dropout = 0.5; const epochs = 3;
export const batchSize = 100;
`,
    ),
    never(
      'ts comments',
      `
import * as tf from '@tensorflow/tfjs';
// tf.layers.dropout({rate: 0.5})
/* tf.train.adam(0.1) */
const s = "tf.layers.dropout({rate: 0.5})";
const t = \`\${'tf.train.sgd(0.1)'} tf.layers.dropout({rate: 0.5})\`;
`,
    ),
    never(
      'regex js',
      `
import * as tf from '@tensorflow/tfjs';
const r = /tf.layers.dropout({rate: 0.5})/;
function dropout(rate) { return rate; }
dropout(0.5);
`,
    ),
  ]),
  ...inLanguage('notebook', [
    found(
      'nb',
      `{
 "cells": [
  {
   "cell_type": "code",
   "source": [
    "%matplotlib inline\\n",
    "!pip install torch\\n",
    "import torch\\n",
    "from torch import nn"
   ],
   "metadata": {},
   "outputs": [],
   "execution_count": null
  },
  {
   "cell_type": "code",
   "source": [
    "LR = 0.01\\n",
    "layer = nn.Dropout(0.45)"
   ],
   "metadata": {},
   "outputs": [],
   "execution_count": null
  },
  {
   "cell_type": "code",
   "source": [
    "%%time\\n",
    "opt = torch.optim.SGD(layer.parameters(), lr=LR)"
   ],
   "metadata": {},
   "outputs": [],
   "execution_count": null
  },
  {
   "cell_type": "code",
   "source": [
    "%%bash\\n",
    "python train.py --lr 0.1"
   ],
   "metadata": {},
   "outputs": [],
   "execution_count": null
  },
  {
   "cell_type": "code",
   "source": [
    "x = !ls\\n",
    "?nn.Dropout\\n",
    "nn.Linear?"
   ],
   "metadata": {},
   "outputs": [],
   "execution_count": null
  }
 ],
 "metadata": {
  "kernelspec": {
   "name": "python3"
  },
  "language_info": {
   "name": "python"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}`,
      'dropout 0.45 «0.45»',
      'optimizer sgd',
      'learningRate 0.01 «0.01»',
    ),
    never(
      'nb none',
      `{
 "cells": [
  {
   "cell_type": "code",
   "source": [
    "import pandas as pd\\n",
    "df = pd.read_csv(\\"a\\")"
   ],
   "metadata": {},
   "outputs": [],
   "execution_count": null
  },
  {
   "cell_type": "code",
   "source": [
    "%%html\\n",
    "<p>lr = 0.1</p>"
   ],
   "metadata": {},
   "outputs": [],
   "execution_count": null
  },
  {
   "cell_type": "code",
   "source": [
    "%%writefile conf.py\\n",
    "lr = 0.1\\n",
    "import torch"
   ],
   "metadata": {},
   "outputs": [],
   "execution_count": null
  }
 ],
 "metadata": {
  "kernelspec": {
   "name": "python3"
  },
  "language_info": {
   "name": "python"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}`,
    ),
    found(
      'nb error in a cell',
      `{
 "cells": [
  {
   "cell_type": "code",
   "source": [
    "import torch\\n",
    "from torch import nn"
   ],
   "metadata": {},
   "outputs": [],
   "execution_count": null
  },
  {
   "cell_type": "code",
   "source": [
    "def f(:\\n",
    "  x = ("
   ],
   "metadata": {},
   "outputs": [],
   "execution_count": null
  },
  {
   "cell_type": "code",
   "source": [
    "d = nn.Dropout(0.3)"
   ],
   "metadata": {},
   "outputs": [],
   "execution_count": null
  }
 ],
 "metadata": {
  "kernelspec": {
   "name": "python3"
  },
  "language_info": {
   "name": "python"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}`,
      'dropout 0.3 «0.3»',
    ),
  ]),
];
