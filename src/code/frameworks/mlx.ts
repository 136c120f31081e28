import { activationLayers } from './activations';
import { arg, type Family, type LayerSpelling, layer, type Spelling, under } from './types';

/** Apple's MLX: https://ml-explore.github.io/mlx/build/html/python/nn.html */
const framework = 'mlx';
const dropouts = 'Dropout Dropout2d Dropout3d';

function optimizer(name: string, id: string, ...more: Spelling['args']): Spelling {
  const names = under('mlx.optimizers', name);
  return { names, framework, optimizer: id, args: [arg('learningRate', 'learning_rate', 0), ...more] };
}

const layers: LayerSpelling[] = [
  {
    ...layer(framework, 'linear', 'mlx.nn', 'Linear'),
    units: { names: ['output_dims'], position: 1 },
    inputs: [{ names: ['input_dims'], position: 0 }],
  },
  layer(framework, 'dropout', 'mlx.nn', dropouts),
  layer(framework, 'normalization', 'mlx.nn', 'BatchNorm LayerNorm RMSNorm GroupNorm InstanceNorm'),
  layer(framework, 'convolution', 'mlx.nn', 'Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d'),
  layer(framework, 'pooling', 'mlx.nn', 'MaxPool1d MaxPool2d AvgPool1d AvgPool2d'),
  layer(framework, 'recurrent', 'mlx.nn', 'RNN GRU LSTM'),
  layer(framework, 'attention', 'mlx.nn', 'MultiHeadAttention Transformer TransformerEncoder'),
  layer(framework, 'embedding', 'mlx.nn', 'Embedding'),
  ...activationLayers(framework, ({ torch, functions }) =>
    [...torch, ...functions].map((name) => `mlx.nn.${name}`),
  ),
];

export const mlx: Family = {
  packages: ['mlx'],
  framework,
  spellings: [
    { names: under('mlx.nn', dropouts), framework, args: [arg('dropout', 'p', 0, 0.5)], whole: true },
    { names: ['mlx.nn.Transformer'], framework, args: [arg('dropout', 'dropout')] },
    optimizer('SGD', 'sgd', arg('momentum', 'momentum', 1), arg('weightDecay', 'weight_decay', 2)),
    optimizer('RMSprop', 'rmsprop'),
    optimizer('Adagrad', 'adagrad'),
    optimizer('AdaDelta', 'adadelta'),
    optimizer('Adam', 'adam'),
    optimizer('AdamW', 'adamw', arg('weightDecay', 'weight_decay', 3)),
    optimizer('Adamax', 'adamax'),
    optimizer('Lion', 'lion', arg('weightDecay', 'weight_decay', 2)),
    optimizer('Adafactor', 'adafactor', arg('weightDecay', 'weight_decay')),
  ],
  layers,
  modules: [{ names: ['mlx.nn.Module'], framework }],
  containers: [{ names: ['mlx.nn.Sequential'], framework }],
};
