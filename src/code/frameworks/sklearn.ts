import { arg, type Family, type Spelling, under } from './types';

/**
 * scikit-learn's perceptrons and linear models by stochastic gradient descent. Its `learning_rate` is a word
 * (`'constant'`); the number is `learning_rate_init` or `eta0`. The shrinkage of boosted trees is not a learning
 * rate of this kind. https://scikit-learn.org/stable/modules/generated/sklearn.neural_network.MLPClassifier.html
 */
const MLP = under('sklearn.neural_network', 'MLPClassifier MLPRegressor');

const spellings: Spelling[] = [
  {
    names: MLP,
    framework: 'sklearn',
    args: [
      arg('learningRate', 'learning_rate_init'),
      arg('batchSize', 'batch_size'),
      arg('epochs', 'max_iter'),
      arg('momentum', 'momentum'),
      arg('weightDecay', 'alpha'),
    ],
    optimizerArgument: { names: ['solver'] },
  },
  {
    names: under('sklearn.linear_model', 'SGDClassifier SGDRegressor'),
    framework: 'sklearn',
    args: [arg('learningRate', 'eta0'), arg('epochs', 'max_iter'), arg('weightDecay', 'alpha')],
  },
  {
    names: ['sklearn.linear_model.Perceptron'],
    framework: 'sklearn',
    args: [arg('learningRate', 'eta0'), arg('epochs', 'max_iter')],
  },
  {
    names: ['sklearn.neural_network.BernoulliRBM'],
    framework: 'sklearn',
    args: [arg('learningRate', 'learning_rate'), arg('batchSize', 'batch_size'), arg('epochs', 'n_iter')],
  },
];

export const sklearn: Family = {
  packages: ['sklearn'],
  framework: 'sklearn',
  spellings,
  methods: [
    {
      names: ['set_params'],
      framework: 'sklearn',
      packages: ['sklearn'],
      requires: ['learning_rate_init', 'mlp__learning_rate_init', 'hidden_layer_sizes'],
      args: [
        arg('learningRate', 'learning_rate_init|mlp__learning_rate_init'),
        arg('batchSize', 'batch_size|mlp__batch_size'),
        arg('epochs', 'max_iter|mlp__max_iter'),
      ],
    },
  ],
  perceptrons: [
    {
      names: MLP,
      framework: 'sklearn',
      widths: { names: ['hidden_layer_sizes'], position: 0 },
      defaultWidths: [100],
      activation: { names: ['activation'], default: 'relu' },
    },
  ],
};

/** PyTorch behind scikit-learn's interface: https://skorch.readthedocs.io/en/stable/user/neuralnet.html. */
export const skorch: Family = {
  packages: ['skorch'],
  framework: 'skorch',
  spellings: [
    {
      names: under(
        'skorch',
        'NeuralNet NeuralNetClassifier NeuralNetBinaryClassifier NeuralNetRegressor',
      ).flatMap((name) => [
        name,
        name.replace('skorch.', 'skorch.classifier.'),
        name.replace('skorch.', 'skorch.regressor.'),
      ]),
      framework: 'skorch',
      args: [
        arg('learningRate', 'optimizer__lr|lr'),
        arg('epochs', 'max_epochs'),
        arg('batchSize', 'iterator_train__batch_size|batch_size'),
        arg('weightDecay', 'optimizer__weight_decay'),
        arg('momentum', 'optimizer__momentum'),
        arg(
          'dropout',
          'module__dropout|module__dropout_rate|module__p|module__dropout_p|module__drop|module__drop_p|module__p_drop|module__dropout_prob|module__dropout_ratio|module__drop_rate',
        ),
      ],
      optimizerArgument: { names: ['optimizer'] },
    },
  ],
};
