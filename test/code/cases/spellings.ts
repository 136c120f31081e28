import { found, never } from './case';

const torch = 'import torch\nfrom torch import nn\n';

/** Other spellings of what other tables have. */
export const spellings = [
  found(
    'epochs of training',
    `${torch}num_training_epochs = 5\nlr = 0.1`,
    'epochs 5 «5»',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'a batch size of all devices',
    `${torch}global_batch_size = 1024\nlr = 0.1`,
    'batchSize 1024 «1024»',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'momentum as the name of an optimizer',
    `${torch}config = {'optimizer': 'momentum', 'lr': 0.1}`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'a dictionary that names its optimizer',
    `${torch}optimizer = dict(type='AdamW', lr=0.02)`,
    'optimizer adamw',
    'learningRate 0.02 «0.02»',
  ),
  found(
    'an optimizer as a function',
    `${torch}train(net, optimizer_fn=torch.optim.SGD, lr=0.1)`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'references of ml_collections',
    'import ml_collections\nc = ml_collections.ConfigDict()\nrate = ml_collections.FieldReference(0.1)\nc.learning_rate = rate\nc.batch_size = ml_collections.FieldReference(64)',
    'learningRate 0.1 «0.1»',
    'batchSize 64 «64»',
  ),
  found('a sweep over one value', `${torch}sweep = {'lr': {'values': [0.1]}}`, 'learningRate 0.1 «0.1»'),
  found(
    'a list of values where one is used',
    `${torch}grid = {'p': [0.1, 0.5]}\nd = nn.Dropout(grid['p'])`,
    'dropout ? (one of several values: [0.1, 0.5])',
  ),
  found(
    'either of two numbers',
    `${torch}lr = 0.1 if big else 0.01`,
    'learningRate ? (depends on a condition: big)',
  ),
  found(
    'the same number either way',
    `${torch}lr = 0.1 if big else 0.1`,
    'learningRate 0.1 (depends on a condition: big)',
  ),
  found(
    'no default beside the option that the only call gives',
    `${torch}import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument('--lr', default=0.01)\nargs = parser.parse_args()\ndef train(net, lr=0.1):\n    return torch.optim.SGD(net.parameters(), lr=lr)\ntrain(net, lr=args.lr)`,
    'optimizer sgd',
    'learningRate 0.01 «0.01»',
  ),
  found(
    'what the layers of a transformer drop by default',
    `${torch}layer = nn.TransformerEncoderLayer(8, 2)\nother = nn.TransformerDecoderLayer(8, 2, dropout=0.2)`,
    'dropout 0.1 default +«, dropout=»',
    'dropout 0.2 «0.2»',
  ),
  found(
    'the dropout of a module of skorch',
    `${torch}from skorch import NeuralNetClassifier\nnet = NeuralNetClassifier(M, module__p=0.3)`,
    'dropout 0.3 «0.3»',
  ),
  never('a condition between words', `${torch}mode = 'a' if big else 'b'`),
  never('a type that is none of an optimizer', 'import torch\nm = dict(type="ResNet", depth=50)'),
  never('a list of rates that were measured', `${torch}history = {'lr': [0.1, 0.05, 0.01]}`),
  never('a sweep over several values', `${torch}sweep = {'lr': {'values': [0.1, 0.01]}}`),
  never('a condition of which one side is computed', `${torch}lr = 0.1 if big else base / 2`),
  never('a condition between numbers that are no ratio', `${torch}dropout = 3 if big else 7`),
  never('a momentum that is said', `${torch}words = ['momentum', 'nesterov']`),
  never('a number of training steps', `${torch}num_training_steps = 5000`),
  never(
    'a reference to something else',
    'import ml_collections\nc = ml_collections.ConfigDict()\nc.width = ml_collections.FieldReference(64)',
  ),
  never('a function that makes an optimizer', `${torch}def optimizer_fn(params):\n    return make(params)`),
];
