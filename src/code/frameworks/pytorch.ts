import { activationLayers } from './activations';
import { arg, type Family, type LayerSpelling, type Spelling, under } from './types';

/** Signatures: https://docs.pytorch.org/docs/stable/nn.html and …/optim.html. */
const framework = 'pytorch';

const layers = under('torch.nn', 'Dropout Dropout1d Dropout2d Dropout3d AlphaDropout FeatureAlphaDropout');
const functions = under(
  'torch.nn.functional',
  'dropout dropout1d dropout2d dropout3d alpha_dropout feature_alpha_dropout',
);

const dropout: Spelling[] = [
  { names: layers, framework, args: [arg('dropout', 'p', 0, 0.5)], whole: true },
  { names: functions, framework, args: [arg('dropout', 'p', 1, 0.5)], whole: true },
  { names: ['torch.dropout'], framework, args: [arg('dropout', 'p', 1)], whole: true },
  { names: under('torch.nn', 'RNN LSTM GRU'), framework, args: [arg('dropout', 'dropout', 5)] },
  { names: ['torch.nn.MultiheadAttention'], framework, args: [arg('dropout', 'dropout', 2)] },
  { names: ['torch.nn.Transformer'], framework, args: [arg('dropout', 'dropout', 5, 0.1)] },
  {
    names: under('torch.nn', 'TransformerEncoderLayer TransformerDecoderLayer'),
    framework,
    args: [arg('dropout', 'dropout', 3, 0.1)],
  },
  {
    names: ['torch.nn.functional.scaled_dot_product_attention'],
    framework,
    args: [arg('dropout', 'dropout_p', 4)],
  },
];

function optimizer(
  name: string,
  optimizerId: string,
  rate: number,
  decay: number,
  momentum?: number,
): Spelling {
  return {
    names: [`torch.optim.${name}`],
    framework,
    optimizer: optimizerId,
    args: [
      arg('learningRate', 'lr', 1, rate),
      ...(momentum === undefined ? [] : [arg('momentum', 'momentum', momentum)]),
      arg('weightDecay', 'weight_decay', decay),
    ],
  };
}

const optimizers: Spelling[] = [
  optimizer('SGD', 'sgd', 0.001, 4, 2),
  optimizer('Adam', 'adam', 0.001, 4),
  optimizer('AdamW', 'adamw', 0.001, 4),
  optimizer('NAdam', 'nadam', 0.002, 4),
  optimizer('RAdam', 'radam', 0.001, 4),
  optimizer('Adamax', 'adamax', 0.002, 4),
  optimizer('Adadelta', 'adadelta', 1, 4),
  optimizer('Adagrad', 'adagrad', 0.01, 3),
  optimizer('RMSprop', 'rmsprop', 0.01, 4, 5),
  optimizer('ASGD', 'asgd', 0.01, 5),
  optimizer('Adafactor', 'adafactor', 0.01, 5),
  { names: ['torch.optim.Rprop'], framework, optimizer: 'rprop', args: [arg('learningRate', 'lr', 1, 0.01)] },
  { names: ['torch.optim.LBFGS'], framework, optimizer: 'lbfgs', args: [arg('learningRate', 'lr', 1, 1)] },
  {
    names: ['torch.optim.SparseAdam'],
    framework,
    optimizer: 'adam',
    args: [arg('learningRate', 'lr', 1, 0.001)],
  },
  {
    names: ['torch.distributed.optim.DistributedOptimizer'],
    framework,
    optimizerArgument: { names: ['optimizer_class'], position: 0 },
    args: [arg('learningRate', 'lr'), arg('momentum', 'momentum'), arg('weightDecay', 'weight_decay')],
  },
  {
    names: ['torch.optim.lr_scheduler.OneCycleLR'],
    framework,
    args: [arg('learningRate', 'max_lr', 1), arg('epochs', 'epochs', 3)],
  },
  {
    names: ['lion_pytorch.Lion'],
    framework,
    optimizer: 'lion',
    args: [arg('learningRate', 'lr', 1, 0.0001), arg('weightDecay', 'weight_decay')],
  },
];

const loaders: Spelling[] = [
  {
    names: ['torch.utils.data.DataLoader', ...under('torch_geometric', 'loader.DataLoader data.DataLoader')],
    framework,
    args: [arg('batchSize', 'batch_size', 1)],
  },
  { names: ['torch.utils.data.BatchSampler'], framework, args: [arg('batchSize', 'batch_size', 1)] },
];

const network: LayerSpelling[] = [
  {
    names: ['torch.nn.Linear'],
    kind: 'linear',
    framework,
    units: { names: ['out_features'], position: 1 },
    inputs: [{ names: ['in_features'], position: 0 }],
  },
  {
    names: ['torch.nn.LazyLinear'],
    kind: 'linear',
    framework,
    units: { names: ['out_features'], position: 0 },
  },
  { names: [...layers, ...functions, 'torch.dropout'], kind: 'dropout', framework },
  {
    names: under(
      'torch.nn',
      `BatchNorm1d BatchNorm2d BatchNorm3d LazyBatchNorm1d LazyBatchNorm2d SyncBatchNorm GroupNorm LayerNorm
       RMSNorm InstanceNorm1d InstanceNorm2d LocalResponseNorm`,
    ),
    kind: 'normalization',
    framework,
  },
  {
    names: under(
      'torch.nn',
      'Conv1d Conv2d Conv3d LazyConv1d LazyConv2d ConvTranspose1d ConvTranspose2d ConvTranspose3d',
    ),
    kind: 'convolution',
    framework,
  },
  {
    names: [
      ...under(
        'torch.nn',
        'MaxPool1d MaxPool2d MaxPool3d AvgPool1d AvgPool2d AdaptiveAvgPool1d AdaptiveAvgPool2d',
      ),
      ...under('torch.nn', 'AdaptiveMaxPool1d AdaptiveMaxPool2d'),
      ...under(
        'torch.nn.functional',
        'max_pool1d max_pool2d avg_pool2d adaptive_avg_pool2d adaptive_max_pool2d',
      ),
      'torch.max_pool2d',
    ],
    kind: 'pooling',
    framework,
  },
  { names: under('torch.nn', 'RNN LSTM GRU RNNCell LSTMCell GRUCell'), kind: 'recurrent', framework },
  {
    names: under(
      'torch.nn',
      `MultiheadAttention Transformer TransformerEncoder TransformerDecoder TransformerEncoderLayer
       TransformerDecoderLayer`,
    ),
    kind: 'attention',
    framework,
  },
  { names: under('torch.nn', 'Embedding EmbeddingBag'), kind: 'embedding', framework },
  {
    names: [...under('torch.nn', 'Flatten Unflatten Identity'), 'torch.flatten'],
    kind: 'reshape',
    framework,
  },
  ...activationLayers(framework, ({ torch, functions: names }) => [
    ...torch.map((name) => `torch.nn.${name}`),
    ...names.flatMap((name) => [`torch.nn.functional.${name}`, `torch.${name}`]),
  ]),
];

export const pytorch: Family = {
  packages: ['torch', 'torchvision', 'torchtext', 'torchaudio', 'torch_geometric', 'timm', 'lion_pytorch'],
  framework,
  spellings: [...dropout, ...optimizers, ...loaders],
  layers: network,
  modules: [{ names: ['torch.nn.Module'], framework }],
  containers: [{ names: ['torch.nn.Sequential'], framework, growsBy: ['append', 'add_module'] }],
  lists: [{ names: ['torch.nn.ModuleList'], framework }],
};
