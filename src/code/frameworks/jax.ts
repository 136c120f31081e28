import { activationLayers } from './activations';
import { arg, type Family, type LayerSpelling, layer, type Spelling, under } from './types';

/** Signatures: https://flax.readthedocs.io, https://dm-haiku.readthedocs.io, https://optax.readthedocs.io. */
const dropout: Spelling[] = [
  {
    names: ['flax.linen.Dropout', 'flax.nnx.Dropout'],
    framework: 'flax',
    args: [arg('dropout', 'rate', 0)],
    whole: true,
  },
  {
    names: under('flax.linen', 'SelfAttention MultiHeadDotProductAttention MultiHeadAttention').concat(
      'flax.nnx.MultiHeadAttention',
    ),
    framework: 'flax',
    args: [arg('dropout', 'dropout_rate')],
  },
  { names: ['haiku.dropout'], framework: 'haiku', args: [arg('dropout', 'rate', 1)], whole: true },
  { names: ['equinox.nn.Dropout'], framework: 'jax', args: [arg('dropout', 'p', 0, 0.5)], whole: true },
  { names: ['equinox.nn.MultiheadAttention'], framework: 'jax', args: [arg('dropout', 'dropout_p')] },
  {
    // "keep = random.bernoulli(rng, rate, …)": stax calls the fraction kept the rate.
    names: ['jax.example_libraries.stax.Dropout'],
    framework: 'jax',
    args: [arg('dropout', 'rate', 0, undefined, true)],
    whole: true,
  },
];

function optax(names: string, id: string, ...more: Spelling['args']): Spelling {
  return {
    names: under('optax', names),
    framework: 'jax',
    optimizer: id,
    args: [arg('learningRate', 'learning_rate', 0), ...more],
  };
}

const decay = arg('weightDecay', 'weight_decay');

const optimizers: Spelling[] = [
  optax('adam', 'adam'),
  optax('adamw', 'adamw', decay),
  optax('sgd noisy_sgd', 'sgd', arg('momentum', 'momentum', 1)),
  optax('rmsprop', 'rmsprop', arg('momentum', 'momentum')),
  optax('adagrad', 'adagrad'),
  optax('adadelta', 'adadelta', decay),
  optax('adamax', 'adamax'),
  optax('adamaxw', 'adamax', decay),
  optax('nadam', 'nadam'),
  optax('nadamw', 'nadam', decay),
  optax('radam', 'radam'),
  optax('lion', 'lion', decay),
  optax('lamb', 'lamb', decay),
  optax('lars', 'lars', decay, arg('momentum', 'momentum')),
  optax('yogi', 'yogi'),
  optax('adabelief', 'adabelief'),
  optax('adafactor', 'adafactor'),
  optax('novograd', 'novograd', decay),
  { names: under('optax', 'scale_by_adam scale_by_amsgrad'), framework: 'jax', optimizer: 'adam', args: [] },
  { names: ['optax.scale_by_rms'], framework: 'jax', optimizer: 'rmsprop', args: [] },
  {
    names: ['optax.scale_by_learning_rate'],
    framework: 'jax',
    args: [arg('learningRate', 'learning_rate', 0)],
  },
  { names: ['optax.add_decayed_weights'], framework: 'jax', args: [arg('weightDecay', 'weight_decay', 0)] },
  ...['adam', 'sgd', 'momentum', 'adagrad', 'rmsprop', 'nesterov', 'adamax'].map(
    (name): Spelling => ({
      names: [`jax.example_libraries.optimizers.${name}`],
      framework: 'jax',
      optimizer: name === 'momentum' || name === 'nesterov' ? 'sgd' : name,
      args: [
        arg('learningRate', 'step_size', 0),
        ...(name === 'momentum' || name === 'nesterov' ? [arg('momentum', 'mass', 1)] : []),
      ],
    }),
  ),
  ...['Adam', 'GradientDescent', 'Momentum'].map(
    (name): Spelling => ({
      names: [`flax.optim.${name}`],
      framework: 'flax',
      optimizer: name === 'Adam' ? 'adam' : 'sgd',
      args: [arg('learningRate', 'learning_rate', 0), arg('weightDecay', 'weight_decay')],
    }),
  ),
];

const schedules: Spelling[] = [
  {
    names: under(
      'optax',
      'exponential_decay cosine_decay_schedule polynomial_schedule piecewise_constant_schedule',
    ),
    framework: 'jax',
    schedule: true,
    args: [arg('learningRate', 'init_value', 0)],
  },
  {
    names: ['optax.constant_schedule'],
    framework: 'jax',
    schedule: true,
    args: [arg('learningRate', 'value', 0)],
  },
  {
    names: under(
      'optax',
      'warmup_cosine_decay_schedule warmup_exponential_decay_schedule cosine_onecycle_schedule linear_onecycle_schedule',
    ),
    framework: 'jax',
    schedule: true,
    args: [arg('learningRate', 'peak_value', 1)],
  },
  { names: under('optax', 'linear_schedule join_schedules'), framework: 'jax', schedule: true, args: [] },
];

const layers: LayerSpelling[] = [
  {
    ...layer('flax', 'linear', 'flax.linen', 'Dense DenseGeneral'),
    units: { names: ['features'], position: 0 },
  },
  {
    ...layer('flax', 'linear', 'flax.nnx', 'Linear'),
    units: { names: ['out_features'], position: 1 },
    inputs: [{ names: ['in_features'], position: 0 }],
  },
  { ...layer('haiku', 'linear', 'haiku', 'Linear'), units: { names: ['output_size'], position: 0 } },
  layer('flax', 'dropout', 'flax', 'linen.Dropout nnx.Dropout'),
  layer('haiku', 'dropout', 'haiku', 'dropout'),
  layer('flax', 'normalization', 'flax.linen', 'BatchNorm LayerNorm GroupNorm RMSNorm'),
  layer('flax', 'normalization', 'flax.nnx', 'BatchNorm LayerNorm GroupNorm RMSNorm'),
  layer('haiku', 'normalization', 'haiku', 'BatchNorm LayerNorm GroupNorm RMSNorm'),
  layer('flax', 'convolution', 'flax', 'linen.Conv nnx.Conv'),
  layer('haiku', 'convolution', 'haiku', 'Conv1D Conv2D Conv3D'),
  layer('flax', 'pooling', 'flax.linen', 'max_pool avg_pool'),
  layer('flax', 'pooling', 'flax.nnx', 'max_pool avg_pool'),
  layer('haiku', 'pooling', 'haiku', 'MaxPool AvgPool max_pool avg_pool'),
  layer('haiku', 'reshape', 'haiku', 'Flatten Reshape'),
  layer('flax', 'embedding', 'flax', 'linen.Embed nnx.Embed'),
  layer('flax', 'attention', 'flax.linen', 'SelfAttention MultiHeadDotProductAttention MultiHeadAttention'),
  layer('flax', 'recurrent', 'flax.linen', 'RNN LSTMCell GRUCell'),
  ...activationLayers('jax', ({ id, functions }) => [
    ...functions.flatMap((name) => [`flax.linen.${name}`, `flax.nnx.${name}`, `jax.nn.${name}`]),
    ...(id === 'tanh' ? ['jax.numpy.tanh'] : []),
  ]),
];

export const jax: Family = {
  packages: ['jax', 'flax', 'haiku', 'optax', 'equinox'],
  framework: 'jax',
  spellings: [...dropout, ...optimizers, ...schedules],
  layers,
  modules: [
    { names: ['flax.linen.Module', 'flax.nnx.Module'], framework: 'flax' },
    { names: ['haiku.Module'], framework: 'haiku' },
  ],
  containers: [
    { names: ['flax.linen.Sequential', 'flax.nnx.Sequential'], framework: 'flax' },
    { names: ['haiku.Sequential'], framework: 'haiku' },
  ],
};
