import { activationLayers } from './activations';
import {
  arg,
  type Family,
  type LayerSpelling,
  type MethodSpelling,
  type Place,
  type Spelling,
  under,
} from './types';

/** Signatures: https://keras.io/api/ (3) and https://github.com/keras-team/keras/tree/2.x. */
const framework = 'keras';

const layers = under(
  'keras.layers',
  'Dropout SpatialDropout1D SpatialDropout2D SpatialDropout3D GaussianDropout AlphaDropout',
);

const dropout: Spelling[] = [
  { names: layers, framework, args: [arg('dropout', 'rate|p', 0)], whole: true },
  {
    names: under(
      'keras.layers',
      'LSTM GRU SimpleRNN LSTMCell GRUCell SimpleRNNCell CuDNNLSTM CuDNNGRU ConvLSTM2D',
    ),
    framework,
    args: [arg('dropout', 'dropout|dropout_W'), arg('dropout', 'recurrent_dropout|dropout_U')],
  },
  {
    names: under('keras.layers', 'MultiHeadAttention GroupQueryAttention Attention AdditiveAttention'),
    framework,
    args: [arg('dropout', 'dropout')],
  },
  {
    names: ['keras.backend.dropout', 'keras.random.dropout'],
    framework,
    args: [arg('dropout', 'rate|level', 1)],
    whole: true,
  },
];

function optimizer(name: string, id: string, rate: number, ...more: Spelling['args']): Spelling {
  return {
    names: [`keras.optimizers.${name}`],
    framework,
    optimizer: id,
    args: [
      arg('learningRate', 'learning_rate|lr', 0, rate),
      ...more,
      ...(more.some(({ kind }) => kind === 'weightDecay') ? [] : [arg('weightDecay', 'weight_decay')]),
    ],
  };
}

const optimizers: Spelling[] = [
  optimizer('SGD', 'sgd', 0.01, arg('momentum', 'momentum', 1)),
  optimizer('Adam', 'adam', 0.001),
  optimizer('AdamW', 'adamw', 0.001, arg('weightDecay', 'weight_decay', 1)),
  optimizer('RMSprop', 'rmsprop', 0.001, arg('momentum', 'momentum', 2)),
  optimizer('Adagrad', 'adagrad', 0.001),
  optimizer('Adadelta', 'adadelta', 0.001),
  optimizer('Adamax', 'adamax', 0.001),
  optimizer('Nadam', 'nadam', 0.001),
  optimizer('Ftrl', 'ftrl', 0.001),
  optimizer('Lion', 'lion', 0.001),
  optimizer('Lamb', 'lamb', 0.001),
  optimizer('Adafactor', 'adafactor', 0.001),
];

const schedules: Spelling[] = [
  {
    names: under(
      'keras.optimizers.schedules',
      'ExponentialDecay PolynomialDecay InverseTimeDecay CosineDecay CosineDecayRestarts',
    ).flatMap((name) => [name, name.replace('.schedules', '')]),
    framework,
    schedule: true,
    args: [arg('learningRate', 'initial_learning_rate', 0)],
  },
  {
    names: ['keras.optimizers.schedules.PiecewiseConstantDecay', 'keras.optimizers.PiecewiseConstantDecay'],
    framework,
    schedule: true,
    args: [],
  },
];

const data: Spelling[] = [
  {
    names: under('keras', 'utils.image_dataset_from_directory utils.text_dataset_from_directory').concat(
      under('keras.preprocessing', 'image_dataset_from_directory image.image_dataset_from_directory'),
    ),
    framework,
    args: [arg('batchSize', 'batch_size')],
  },
];

const packages = ['keras', 'tensorflow', 'tf_keras'];

const fitted = ['epochs', 'nb_epoch', 'batch_size', 'steps_per_epoch', 'validation_data', 'validation_split'];

const methods: MethodSpelling[] = [
  {
    names: ['fit'],
    framework,
    packages,
    requires: fitted,
    args: [arg('batchSize', 'batch_size', 2), arg('epochs', 'epochs|nb_epoch', 3)],
  },
  {
    names: ['fit_generator'],
    framework,
    packages,
    requires: fitted,
    args: [arg('epochs', 'epochs|nb_epoch', 2)],
  },
  {
    names: ['compile'],
    framework,
    packages,
    requires: ['optimizer', 'loss'],
    args: [],
    optimizerArgument: { names: ['optimizer'], position: 0 },
  },
  {
    names: ['flow', 'flow_from_directory', 'flow_from_dataframe'],
    framework,
    packages,
    requires: ['batch_size'],
    args: [arg('batchSize', 'batch_size')],
  },
];

/** Any layer of Keras may be the first, and say then what a sample is. */
export const SHAPES_OF_ANY: readonly Place[] = [
  { names: ['input_shape', 'batch_input_shape', 'batch_shape'] },
  { names: ['input_dim'] },
];

const network: LayerSpelling[] = [
  {
    names: ['keras.layers.Dense'],
    kind: 'linear',
    framework,
    units: { names: ['units', 'output_dim'], position: 0 },
    activation: { names: ['activation'], position: 1 },
  },
  { names: layers, kind: 'dropout', framework },
  {
    names: ['keras.Input', 'keras.layers.Input', 'keras.layers.InputLayer'],
    kind: 'input',
    framework,
    inputs: [{ names: ['shape'], position: 0 }],
  },
  {
    names: ['keras.layers.Activation'],
    kind: 'activation',
    framework,
    activation: { names: ['activation'], position: 0 },
  },
  {
    names: under(
      'keras.layers',
      'BatchNormalization LayerNormalization GroupNormalization UnitNormalization Normalization',
    ),
    kind: 'normalization',
    framework,
  },
  {
    names: under(
      'keras.layers',
      `Conv1D Conv2D Conv3D Convolution1D Convolution2D SeparableConv1D SeparableConv2D DepthwiseConv2D
       Conv2DTranspose`,
    ),
    kind: 'convolution',
    framework,
  },
  {
    names: under(
      'keras.layers',
      `MaxPooling1D MaxPooling2D MaxPool1D MaxPool2D AveragePooling1D AveragePooling2D GlobalAveragePooling1D
       GlobalAveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPool1D GlobalMaxPool2D`,
    ),
    kind: 'pooling',
    framework,
  },
  {
    names: under('keras.layers', 'LSTM GRU SimpleRNN Bidirectional ConvLSTM2D'),
    kind: 'recurrent',
    framework,
  },
  {
    names: under('keras.layers', 'MultiHeadAttention Attention AdditiveAttention'),
    kind: 'attention',
    framework,
  },
  { names: ['keras.layers.Embedding'], kind: 'embedding', framework },
  {
    names: under('keras.layers', 'Flatten Reshape Permute RepeatVector Rescaling GaussianNoise'),
    kind: 'reshape',
    framework,
  },
  ...activationLayers(framework, ({ keras: classes, strings }) => [
    ...classes.map((name) => `keras.layers.${name}`),
    ...strings.flatMap((name) => under('keras', `activations.${name} ops.${name}`)),
  ]),
];

export const keras: Family = {
  packages: ['keras', 'tf_keras'],
  framework,
  spellings: [...dropout, ...optimizers, ...schedules, ...data],
  methods,
  layers: network,
  modules: [{ names: ['keras.Model', 'keras.layers.Layer'], framework }],
  containers: [{ names: ['keras.Sequential'], framework, growsBy: ['add'] }],
};
