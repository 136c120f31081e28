import { activationLayers } from './activations';
import { arg, type Family, type LayerSpelling, layer, type Named, type Spelling, under } from './types';

/**
 * The networks that readers of *Deep Learning from Scratch* (斎藤康毅, O'Reilly Japan; 밑바닥부터 시작하는 딥러닝) build
 * with NumPy, and DeZero, the framework of its third volume. The folder `common` is the book's: no other package has
 * these modules. https://github.com/oreilly-japan/deep-learning-from-scratch
 */
const framework = 'numpy';
const networks = [
  'common.multi_layer_net.MultiLayerNet',
  'common.multi_layer_net_extend.MultiLayerNetExtend',
];
const dropouts = ['common.layers.Dropout', 'common.time_layers.TimeDropout'];

/** An optimizer whose first argument is the rate, and its second the momentum where it has one. */
function optimizer(
  { names, framework }: Named,
  id: string,
  rate: string,
  value: number,
  momentum?: number,
): Spelling {
  return {
    names,
    framework,
    optimizer: id,
    args: [
      arg('learningRate', rate, 0, value),
      ...(momentum === undefined ? [] : [arg('momentum', 'momentum', 1, momentum)]),
    ],
  };
}

const ofBook = (name: string): Named => ({ names: [`common.optimizer.${name}`], framework });

export const scratch: Family = {
  // A file that imports NumPy, or a folder called `common`, need not be about networks.
  packages: [],
  framework,
  spellings: [
    { names: dropouts, framework, args: [arg('dropout', 'dropout_ratio', 0, 0.5)], whole: true },
    {
      names: networks,
      framework,
      args: [
        arg('weightDecay', 'weight_decay_lambda', 5),
        // The second spelling is the one that the book has.
        arg('dropout', 'dropout_ration|dropout_ratio', 7),
      ],
    },
    optimizer(ofBook('SGD'), 'sgd', 'lr', 0.01),
    optimizer(ofBook('Momentum'), 'sgd', 'lr', 0.01, 0.9),
    optimizer(ofBook('Nesterov'), 'sgd', 'lr', 0.01, 0.9),
    optimizer(ofBook('AdaGrad'), 'adagrad', 'lr', 0.01),
    optimizer(ofBook('RMSprop'), 'rmsprop', 'lr', 0.01),
    optimizer(ofBook('Adam'), 'adam', 'lr', 0.001),
    {
      names: ['common.trainer.Trainer'],
      framework,
      args: [arg('epochs', 'epochs', 5), arg('batchSize', 'mini_batch_size', 6)],
      optimizerArgument: { names: ['optimizer'], position: 7 },
    },
  ],
  layers: [{ names: dropouts, kind: 'dropout', framework }],
  perceptrons: [
    {
      names: networks,
      framework,
      inputs: { names: ['input_size'], position: 0 },
      widths: { names: ['hidden_size_list'], position: 1 },
      outputs: { names: ['output_size'], position: 2 },
      activation: { names: ['activation'], position: 3, default: 'relu' },
      dropout: {
        ratio: { names: ['dropout_ration', 'dropout_ratio'], position: 7, default: 0.5 },
        on: { names: ['use_dropout'], position: 6 },
      },
    },
  ],
};

const inDezero = (module: string, names: string) => under(`dezero.${module}`, names);

const dezeroLayers: LayerSpelling[] = [
  {
    names: inDezero('layers', 'Linear'),
    kind: 'linear',
    framework: 'dezero',
    units: { names: ['out_size'], position: 0 },
    inputs: [{ names: ['in_size'], position: 3 }],
  },
  layer('dezero', 'dropout', 'dezero.functions', 'dropout'),
  layer('dezero', 'convolution', 'dezero.layers', 'Conv2d Deconv2d'),
  layer('dezero', 'pooling', 'dezero.functions', 'pooling average_pooling'),
  layer('dezero', 'recurrent', 'dezero.layers', 'RNN LSTM'),
  layer('dezero', 'embedding', 'dezero.layers', 'EmbedID'),
  layer('dezero', 'normalization', 'dezero.layers', 'BatchNorm'),
  layer('dezero', 'reshape', 'dezero.functions', 'flatten reshape'),
  ...activationLayers('dezero', ({ functions: names }) => names.map((name) => `dezero.functions.${name}`)),
];

const ofDezero = (name: string): Named => ({ names: inDezero('optimizers', name), framework: 'dezero' });

/** https://github.com/oreilly-japan/deep-learning-from-scratch-3 */
export const dezero: Family = {
  packages: ['dezero'],
  framework: 'dezero',
  spellings: [
    {
      names: inDezero('functions', 'dropout'),
      framework: 'dezero',
      args: [arg('dropout', 'dropout_ratio', 1, 0.5)],
      whole: true,
    },
    optimizer(ofDezero('SGD'), 'sgd', 'lr', 0.01),
    optimizer(ofDezero('MomentumSGD'), 'sgd', 'lr', 0.01, 0.9),
    optimizer(ofDezero('AdaGrad'), 'adagrad', 'lr', 0.001),
    optimizer(ofDezero('Adam'), 'adam', 'alpha', 0.001),
    {
      names: inDezero('optimizers', 'WeightDecay'),
      framework: 'dezero',
      args: [arg('weightDecay', 'rate', 0)],
    },
    {
      names: ['dezero', 'dezero.dataloaders'].flatMap((module) => under(module, 'DataLoader SeqDataLoader')),
      framework: 'dezero',
      args: [arg('batchSize', 'batch_size', 1)],
    },
  ],
  layers: dezeroLayers,
  modules: [{ names: ['dezero.Model', 'dezero.models.Model', 'dezero.Layer'], framework: 'dezero' }],
  containers: [{ names: ['dezero.models.Sequential'], framework: 'dezero' }],
  perceptrons: [
    {
      names: ['dezero.models.MLP'],
      framework: 'dezero',
      widths: { names: ['fc_output_sizes'], position: 0 },
      withOutput: true,
      activation: { names: ['activation'], position: 1, default: 'sigmoid' },
    },
  ],
};
