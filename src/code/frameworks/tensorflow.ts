import { activationLayers } from './activations';
import { arg, type Family, type LayerSpelling, type MethodSpelling, type Spelling, under } from './types';

/** TensorFlow below Keras. Signatures: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf. */
const framework = 'tensorflow';

/** Its second positional argument is the fraction kept in TensorFlow 1 and the fraction dropped in 2. */
export const TF_NN_DROPOUT = 'tensorflow.nn.dropout';

const dropout: Spelling[] = [
  {
    names: [TF_NN_DROPOUT],
    framework,
    args: [arg('dropout', 'rate', 1), arg('dropout', 'keep_prob', undefined, undefined, true)],
    whole: true,
  },
  { names: ['tensorflow.layers.dropout'], framework, args: [arg('dropout', 'rate', 1, 0.5)], whole: true },
  { names: ['tensorflow.layers.Dropout'], framework, args: [arg('dropout', 'rate', 0, 0.5)], whole: true },
  {
    names: ['tensorflow.contrib.layers.dropout'],
    framework,
    args: [arg('dropout', 'keep_prob', 1, 0.5, true)],
    whole: true,
  },
  {
    names: ['tensorflow.nn.rnn_cell.DropoutWrapper'],
    framework,
    args: [
      arg('dropout', 'input_keep_prob', 1, undefined, true),
      arg('dropout', 'output_keep_prob', 2, undefined, true),
      arg('dropout', 'state_keep_prob', 3, undefined, true),
    ],
  },
  {
    names: under('tensorflow.estimator', 'DNNClassifier DNNRegressor DNNLinearCombinedClassifier'),
    framework,
    args: [arg('dropout', 'dropout|dnn_dropout')],
  },
];

function optimizer(name: string, id: string, ...more: Spelling['args']): Spelling {
  return {
    names: [`tensorflow.train.${name}Optimizer`],
    framework,
    optimizer: id,
    args: [arg('learningRate', 'learning_rate', 0, id === 'adam' ? 0.001 : undefined), ...more],
  };
}

const optimizers: Spelling[] = [
  optimizer('GradientDescent', 'sgd'),
  optimizer('Momentum', 'sgd', arg('momentum', 'momentum', 1)),
  optimizer('Adam', 'adam'),
  optimizer('RMSProp', 'rmsprop', arg('momentum', 'momentum', 2)),
  optimizer('Adagrad', 'adagrad'),
  optimizer('Adadelta', 'adadelta'),
  optimizer('Ftrl', 'ftrl'),
  {
    names: under('tensorflow_addons.optimizers', 'AdamW'),
    framework,
    optimizer: 'adamw',
    args: [arg('weightDecay', 'weight_decay', 0), arg('learningRate', 'learning_rate', 1)],
  },
];

const schedules: Spelling[] = [
  {
    names: under(
      'tensorflow.train',
      'exponential_decay polynomial_decay inverse_time_decay natural_exp_decay cosine_decay linear_cosine_decay',
    ),
    framework,
    schedule: true,
    args: [arg('learningRate', 'learning_rate', 0)],
  },
  { names: under('tensorflow.train', 'piecewise_constant'), framework, schedule: true, args: [] },
];

const data: Spelling[] = [
  {
    names: ['tensorflow.train.batch', 'tensorflow.train.shuffle_batch'],
    framework,
    args: [arg('batchSize', 'batch_size', 1)],
  },
];

const methods: MethodSpelling[] = [
  {
    names: ['batch', 'padded_batch', 'ragged_batch'],
    framework,
    packages: ['tensorflow', 'tensorflow_datasets'],
    requires: [],
    args: [arg('batchSize', 'batch_size', 0)],
  },
];

const network: LayerSpelling[] = [
  {
    names: under('tensorflow', 'nn.dropout layers.dropout contrib.layers.dropout'),
    kind: 'dropout',
    framework,
  },
  {
    names: ['tensorflow.layers.dense'],
    kind: 'linear',
    framework,
    units: { names: ['units'], position: 1 },
    activation: { names: ['activation'], position: 2 },
  },
  {
    names: ['tensorflow.contrib.layers.fully_connected'],
    kind: 'linear',
    framework,
    units: { names: ['num_outputs'], position: 1 },
    activation: { names: ['activation_fn'], position: 2 },
  },
  { names: under('tensorflow', 'layers.conv1d layers.conv2d nn.conv2d'), kind: 'convolution', framework },
  {
    names: under('tensorflow', 'layers.max_pooling2d nn.max_pool nn.max_pool2d'),
    kind: 'pooling',
    framework,
  },
  { names: under('tensorflow', 'layers.flatten contrib.layers.flatten reshape'), kind: 'reshape', framework },
  { names: under('tensorflow', 'layers.batch_normalization'), kind: 'normalization', framework },
  ...activationLayers(framework, ({ functions }) => functions.map((name) => `tensorflow.nn.${name}`)),
];

export const tensorflow: Family = {
  packages: ['tensorflow', 'tensorflow_datasets', 'tensorflow_addons'],
  framework,
  spellings: [...dropout, ...optimizers, ...schedules, ...data],
  methods,
  layers: network,
};
