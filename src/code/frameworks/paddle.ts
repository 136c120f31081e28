import { activationLayers } from './activations';
import { arg, type Family, type LayerSpelling, layer, type Spelling, under } from './types';

/** PaddlePaddle 2 and 3: https://www.paddlepaddle.org.cn/documentation/docs/en/api/paddle/nn/Overview_en.html */
const framework = 'paddle';
const dropouts = 'Dropout Dropout2D Dropout3D AlphaDropout';
const functions = 'dropout dropout2d dropout3d alpha_dropout';

function optimizer(name: string, id: string, ...more: Spelling['args']): Spelling {
  return {
    names: under('paddle.optimizer', name),
    framework,
    optimizer: id,
    args: [
      arg('learningRate', 'learning_rate', 0, 0.001),
      ...more,
      arg('weightDecay', 'weight_decay|lamb_weight_decay'),
    ],
  };
}

const layers: LayerSpelling[] = [
  {
    ...layer(framework, 'linear', 'paddle.nn', 'Linear'),
    units: { names: ['out_features'], position: 1 },
    inputs: [{ names: ['in_features'], position: 0 }],
  },
  layer(framework, 'dropout', 'paddle.nn', dropouts),
  layer(framework, 'dropout', 'paddle.nn.functional', functions),
  layer(framework, 'normalization', 'paddle.nn', 'BatchNorm BatchNorm1D BatchNorm2D LayerNorm GroupNorm'),
  layer(framework, 'convolution', 'paddle.nn', 'Conv1D Conv2D Conv3D Conv2DTranspose'),
  layer(framework, 'pooling', 'paddle.nn', 'MaxPool1D MaxPool2D AvgPool1D AvgPool2D AdaptiveAvgPool2D'),
  layer(framework, 'recurrent', 'paddle.nn', 'SimpleRNN LSTM GRU'),
  layer(framework, 'attention', 'paddle.nn', 'MultiHeadAttention Transformer TransformerEncoder'),
  layer(framework, 'embedding', 'paddle.nn', 'Embedding'),
  layer(framework, 'reshape', 'paddle', 'nn.Flatten flatten reshape'),
  ...activationLayers(framework, ({ torch, functions: names }) => [
    ...torch.map((name) => `paddle.nn.${name}`),
    ...names.map((name) => `paddle.nn.functional.${name}`),
  ]),
];

export const paddle: Family = {
  packages: ['paddle', 'paddlenlp'],
  framework,
  spellings: [
    { names: under('paddle.nn', dropouts), framework, args: [arg('dropout', 'p', 0, 0.5)], whole: true },
    {
      names: under('paddle.nn.functional', functions),
      framework,
      args: [arg('dropout', 'p', 1, 0.5)],
      whole: true,
    },
    {
      names: under('paddle.nn', 'SimpleRNN LSTM GRU'),
      framework,
      args: [arg('dropout', 'dropout', 4)],
    },
    { names: ['paddle.nn.MultiHeadAttention'], framework, args: [arg('dropout', 'dropout', 2)] },
    { names: ['paddle.nn.Transformer'], framework, args: [arg('dropout', 'dropout', 5, 0.1)] },
    {
      names: under('paddle.nn', 'TransformerEncoderLayer TransformerDecoderLayer'),
      framework,
      args: [arg('dropout', 'dropout', 3, 0.1)],
    },
    optimizer('SGD', 'sgd'),
    optimizer('Momentum', 'sgd', arg('momentum', 'momentum', 1, 0.9)),
    optimizer('Adam', 'adam'),
    optimizer('AdamW', 'adamw'),
    optimizer('Adamax', 'adamax'),
    optimizer('Lamb', 'lamb'),
    optimizer('Adagrad', 'adagrad'),
    optimizer('Adadelta', 'adadelta'),
    optimizer('RMSProp', 'rmsprop', arg('momentum', 'momentum')),
    { names: ['paddle.io.DataLoader'], framework, args: [arg('batchSize', 'batch_size', 5)] },
    { names: ['paddle.io.BatchSampler'], framework, args: [arg('batchSize', 'batch_size', 3)] },
  ],
  layers,
  modules: [{ names: ['paddle.nn.Layer'], framework }],
  containers: [{ names: ['paddle.nn.Sequential'], framework }],
  lists: [{ names: ['paddle.nn.LayerList'], framework }],
};
