import type { FindingKind, LayerKind } from '../finding';

/** A hyperparameter in a call of TensorFlow.js: a key of its last object argument, or a positional argument. */
export interface JsArgument {
  readonly kind: FindingKind;
  readonly key?: string;
  readonly position?: number;
  readonly default?: number;
}

/** Calls below `tf`. https://js.tensorflow.org/api/latest/ */
export interface JsSpelling {
  readonly args: readonly JsArgument[];
  readonly optimizer?: string;
  readonly whole?: boolean;
}

const dropout: JsSpelling = { args: [{ kind: 'dropout', key: 'rate' }], whole: true };
const recurrent: JsSpelling = {
  args: [
    { kind: 'dropout', key: 'dropout' },
    { kind: 'dropout', key: 'recurrentDropout' },
  ],
};

function optimizer(id: string, rate?: number, momentum?: number): JsSpelling {
  return {
    optimizer: id,
    args: [
      { kind: 'learningRate', position: 0, ...(rate === undefined ? {} : { default: rate }) },
      ...(momentum === undefined ? [] : [{ kind: 'momentum', position: momentum } as const]),
    ],
  };
}

export const tfjsCalls: ReadonlyMap<string, JsSpelling> = new Map<string, JsSpelling>([
  ...['dropout', 'spatialDropout1d', 'gaussianDropout', 'alphaDropout'].map(
    (name) => [`layers.${name}`, dropout] as const,
  ),
  ['dropout', { args: [{ kind: 'dropout', position: 1 }], whole: true }],
  ...['lstm', 'gru', 'simpleRNN', 'lstmCell', 'gruCell'].map(
    (name) => [`layers.${name}`, recurrent] as const,
  ),
  ['train.sgd', optimizer('sgd')],
  ['train.momentum', optimizer('sgd', undefined, 1)],
  ['train.adam', optimizer('adam', 0.001)],
  ['train.adamax', optimizer('adamax', 0.002)],
  ['train.adadelta', optimizer('adadelta', 0.001)],
  ['train.adagrad', optimizer('adagrad')],
  ['train.rmsprop', optimizer('rmsprop', undefined, 2)],
]);

/** The learning rates of optimizers that `compile` is given by a word: tfjs-layers, src/optimizers.ts. */
export const tfjsRates: Readonly<Record<string, number>> = {
  adam: 0.001,
  adamax: 0.002,
  adadelta: 1,
  adagrad: 0.01,
  rmsprop: 0.001,
  sgd: 0.01,
};

/** Methods of models and data sets, known by name and by the keys of their options. */
export const tfjsMethods: ReadonlyMap<string, readonly JsArgument[]> = new Map<string, readonly JsArgument[]>(
  [
    [
      'fit',
      [
        { kind: 'epochs', key: 'epochs' },
        { kind: 'batchSize', key: 'batchSize' },
      ],
    ],
    ['batch', [{ kind: 'batchSize', position: 0 }]],
    ['fitDataset', [{ kind: 'epochs', key: 'epochs' }]],
  ],
);

export const tfjsLayers: ReadonlyMap<string, LayerKind> = new Map<string, LayerKind>([
  ['dense', 'linear'],
  ['dropout', 'dropout'],
  ['spatialDropout1d', 'dropout'],
  ['gaussianDropout', 'dropout'],
  ['alphaDropout', 'dropout'],
  ['activation', 'activation'],
  ['reLU', 'activation'],
  ['leakyReLU', 'activation'],
  ['elu', 'activation'],
  ['prelu', 'activation'],
  ['softmax', 'activation'],
  ['flatten', 'reshape'],
  ['reshape', 'reshape'],
  ['batchNormalization', 'normalization'],
  ['layerNormalization', 'normalization'],
  ['conv1d', 'convolution'],
  ['conv2d', 'convolution'],
  ['maxPooling2d', 'pooling'],
  ['averagePooling2d', 'pooling'],
  ['maxPooling1d', 'pooling'],
  ['globalAveragePooling2d', 'pooling'],
  ['lstm', 'recurrent'],
  ['gru', 'recurrent'],
  ['embedding', 'embedding'],
  ['inputLayer', 'input'],
]);
