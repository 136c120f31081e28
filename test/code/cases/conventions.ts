import { found, inLanguage, never } from './case';

const torch = 'import torch\nfrom torch import nn\n';

/** What names, options and settings say by convention, and where they speak of something else. */
const python = [
  found(
    'the default of a setting that is looked up',
    `${torch}lr = cfg.get('lr', 0.1)\ndrop = kwargs.pop("emb_dropout", 0.2)\np = getattr(args, 'dropout', 0.3)\nkw.setdefault('batch_size', 32)`,
    'learningRate 0.1 «0.1»',
    'dropout 0.2 «0.2»',
    'dropout 0.3 «0.3»',
    'batchSize 32 «32»',
  ),
  never(
    'a look-up of something else',
    `${torch}a = cfg.get('epoch', 0)\nb = trial.suggest_float('lr', 1e-5, 1e-1)\nc = cfg.get('lr')\nd = logs.get('lr', best)\ne = rename('dropout', 0.5)`,
  ),
  found(
    'options that only their help explains',
    `${torch}p = parser.parse_args\nadd = parser.add_argument\nparser.add_argument('--n_batch', type=int, default=64, help='Batch size')\nparser.add_argument('--e', default=20, help='number of epochs to train for')\nparser.add_argument('--rate', default=1e-3, help='initial learning rate')\nparser.add_argument('--l2', default=5e-4, help='Weight decay (L2 loss on parameters).')\nparser.add_argument('--dr', default=0.5, help='Dropout rate (1 - keep probability).')`,
    'batchSize 64 «64»',
    'epochs 20 «20»',
    'learningRate 0.001 «1e-3»',
    'weightDecay 0.0005 «5e-4»',
    'dropout 0.5 «0.5»',
  ),
  never(
    'options whose help speaks of something near',
    `${torch}parser.add_argument('--tb', default=64, help='batch size for testing')\nparser.add_argument('--warm', default=5, help='number of epochs to warm up')\nparser.add_argument('--save', default=5, help='number of epochs between checkpoints')\nparser.add_argument('--gamma', default=0.1, help='learning rate decay factor')\nparser.add_argument('--step', default=30, help='learning rate step')\nparser.add_argument('--n', default=4, help='number of workers')\nparser.add_argument('--flag', default=1, help='dropout is used')`,
  ),
  found(
    'options of click that no call of the file leads to',
    `import click\n${torch}@click.command()\n@click.option('--epochs', default=10)\n@click.option('--lr', '-l', default=1e-3, show_default=True)\n@click.option('--drop', 'drop_p', default=0.3, help='Dropout rate')\n@click.option('--seed', default=3)\ndef main(epochs, lr, drop_p, seed):\n    for e in range(epochs):\n        fit(lr)`,
    'epochs 10 «10»',
    'learningRate 0.001 «1e-3»',
    'dropout 0.3 «0.3»',
  ),
  never('an option that is called', `${torch}menu.option('--lr', default=0.1)`),
  found(
    'a sweep of Weights & Biases',
    `import wandb\n${torch}sweep = {'parameters': {'lr': {'value': 0.1}, 'dropout': {'values': [0.1, 0.2]}, 'epochs': {'value': 5}}}`,
    'learningRate 0.1 «0.1»',
    'epochs 5 «5»',
  ),
  found(
    'a number before each of several loops',
    `${torch}epochs = 2\nfor epoch in range(epochs):\n    step()\n\nepochs = 5\nfor epoch in range(epochs):\n    step()`,
    'epochs 2 «2»',
    'epochs 5 «5»',
  ),
  found(
    'a number that a later loop sets again',
    `${torch}batch_size = 128\nloader = torch.utils.data.DataLoader(data, batch_size=batch_size)\nfor real in loader:\n    batch_size = real.size(0)`,
    'batchSize 128 «128»',
  ),
  found(
    'a number that the loop around its use sets again',
    `${torch}p = 0.5\nfor n in range(3):\n    d = nn.Dropout(p)\n    p = 0.1`,
    'dropout ? (p is assigned 2 times)',
  ),
  found(
    'a number that a function sets again',
    `${torch}p = 0.5\ndef change():\n    global p\n    p = 0.1\nd = nn.Dropout(p)`,
    'dropout ? (p is assigned 2 times)',
  ),
  found(
    'arguments by their place',
    `${torch}def train(epochs, lr):\n    pass\n\ntrain(18, 0.2)`,
    'epochs 18 «18»',
    'learningRate 0.2 «0.2»',
  ),
  found(
    'a default that the only call gives by its place',
    `${torch}def train(epochs=30, lr=0.01):\n    pass\n\ntrain(18, lr=0.2)`,
    'epochs 18 «18»',
    'learningRate 0.2 «0.2»',
  ),
  found(
    'a default that the only call gives by a name',
    `${torch}n_epochs = 20\n\ndef train(net, epochs=10, lr=0.001):\n    pass\n\ntrain(net, epochs=n_epochs, lr=0.1)`,
    'epochs 20 «20»',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'the same number in two calls',
    'import keras\n\ndef run(epochs=3):\n    model.fit(x, y, epochs=epochs)\n\nrun(epochs=1)\nrun(epochs=1)',
    'epochs 1 (epochs is given the same value in 2 calls)',
    'epochs 1 «1»',
    'epochs 1 «1»',
  ),
  found(
    'an optimizer that is a default',
    'from torch.optim import Adam\nfrom torch.optim.optimizer import Optimizer\n\nclass Model:\n    def __init__(self, learning_rate: float = 1e-4, optimizer: Type[Optimizer] = Adam):\n        pass',
    'learningRate 0.0001 «1e-4»',
    'optimizer adam',
  ),
  found(
    'the optimizing method of a configuration',
    'from fvcore.common.config import CfgNode\n_C = CfgNode()\n_C.SOLVER = CfgNode()\n_C.SOLVER.BASE_LR = 0.1\n_C.SOLVER.OPTIMIZING_METHOD = "sgd"',
    'learningRate 0.1 «0.1»',
    'optimizer sgd',
  ),
  found(
    'sections of a configuration that are about something else',
    'from fvcore.common.config import CfgNode\n_C = CfgNode()\n_C.TRAIN.BATCH_SIZE = 64\n_C.TEST.BATCH_SIZE = 8\n_C.SOLVER.BASE_LR = 0.1\n_C.SOLVER.MOMENTUM = 0.9\n_C.CONTRASTIVE.MOMENTUM = 0.5\n_C.BN.MOMENTUM = 0.1\n_C.BENCHMARK.NUM_EPOCHS = 5',
    'batchSize 64 «64»',
    'learningRate 0.1 «0.1»',
    'momentum 0.9 «0.9»',
  ),
  found(
    'a configuration that another begins',
    'from configs import default as default_lib\n\n\ndef get_config():\n  config = default_lib.get_config()\n  config.batch_size = 1024\n  config.cache = True\n  return config',
    'batchSize 1024 «1024»',
  ),
  never(
    'a function of another name',
    'import base\n\n\ndef get_setup():\n  setup = base.get_setup()\n  setup.batch_size = 1024\n  return setup',
  ),
  found(
    'one cycle',
    `${torch}s = torch.optim.lr_scheduler.OneCycleLR(o, max_lr=0.1, steps_per_epoch=10, epochs=12)`,
    'learningRate 0.1 «0.1»',
    'epochs 12 «12»',
  ),
  never(
    'other schedules',
    `${torch}s = torch.optim.lr_scheduler.CyclicLR(o, base_lr=0.01, max_lr=0.1)\nt = torch.optim.lr_scheduler.CosineAnnealingLR(o, T_max=10, eta_min=0.01)`,
  ),
  found(
    'a rate that scales updates',
    'import optax\nt = optax.chain(optax.scale_by_adam(), optax.scale_by_learning_rate(3e-4))',
    'optimizer adam',
    'learningRate 0.0003 «3e-4»',
  ),
  found(
    'parameters that are set later',
    'from sklearn.neural_network import MLPClassifier\nm = MLPClassifier()\nm.set_params(learning_rate_init=0.01, batch_size=64)',
    'learningRate 0.01 «0.01»',
    'batchSize 64 «64»',
  ),
];

const elsewhere = [
  never(
    'a share that is looked up',
    `${torch}a = settings.get('ratio', 0.5)\nb = getattr(args, 'alpha', 0.1)`,
  ),
  never(
    'a look-up whose default is a word',
    `${torch}a = cfg.get('lr', 'auto')\nb = cfg.get('dropout', None)`,
  ),
  never('a counter that goes up', `${torch}epoch = 0\nwhile epoch < limit:\n    epoch += 1`),
  never(
    'a count of what was recorded',
    `${torch}epochs = len(history)\nfor epoch in range(epochs):\n    plot(epoch)`,
  ),
  never('a best value so far', `${torch}best_lr = 0\nfor lr in rates:\n    best_lr = max(best_lr, lr)`),
  never(
    'a size of what is shown',
    `${torch}batch_shape = (16, 3)\nbatch_index = 3\nx = torch.zeros(batch_shape)`,
  ),
  never('a dropped column', `${torch}frame = frame.drop(columns='lr')\nframe.dropna(0.5)`),
  never('a column', `${torch}df['lr'] = 0.1\nframe['dropout'] = 0.5`),
  never('a group of an optimizer', `${torch}for group in o.param_groups:\n    group['lr'] = 0.01`),
  never(
    'an option without a default',
    `${torch}parser.add_argument('--n_batch', type=int, help='Batch size')`,
  ),
  never(
    'an option of another kind',
    `${torch}parser.add_argument('--port', default=8080, help='Port of the server')`,
  ),
  never('arguments of another function', `${torch}def show(width, height):\n    pass\n\nshow(18, 0.2)`),
  never('arguments of several calls', `${torch}def train(lr):\n    pass\n\ntrain(0.1)\ntrain(0.2)`),
  never('an argument that is computed', `${torch}def train(lr):\n    pass\n\ntrain(best(rates))`),
  never(
    'an optimizer that is a type alone',
    'from torch.optim import Adam\n\ndef fit(optimizer: Adam):\n    pass',
  ),
];

const yaml = inLanguage('yaml', [
  found(
    'a key twice: the later counts',
    'SOLVER:\n  BASE_LR: 0.05\n  BASE_LR: 0.1\n  MAX_EPOCH: 200',
    'learningRate 0.1 «0.1»',
    'epochs 200 «200»',
  ),
  found(
    'a key in two documents',
    'lr: 0.05\n---\nlr: 0.1',
    'learningRate 0.05 «0.05»',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'an optimizing method',
    'SOLVER:\n  BASE_LR: 0.1\n  OPTIMIZING_METHOD: sgd',
    'learningRate 0.1 «0.1»',
    'optimizer sgd',
  ),
  found(
    'momenta of something else',
    'CONTRASTIVE:\n  MOMENTUM: 0.996\nMOCO:\n  MOMENTUM: 0.999\nSOLVER:\n  BASE_LR: 0.6\n  MOMENTUM: 0.9\nBENCHMARK:\n  NUM_EPOCHS: 5',
    'learningRate 0.6 «0.6»',
    'momentum 0.9 «0.9»',
  ),
  found(
    'settings as Weights & Biases keeps them',
    'lr:\n  desc: null\n  value: 0.002\ndropout:\n  value: 0.2',
    'learningRate 0.002 «0.002»',
    'dropout 0.2 «0.2»',
  ),
  found('a number with an exponent, in quotes', "optimizer:\n  lr: '1e-3'", 'learningRate 0.001 «1e-3»'),
  never('what may be a version', 'dropout: "0.1"'),
  never('words in quotes', 'dropout: "off"\nlr: "auto"\nepochs: "ten"'),
  never('a value of something else', 'price:\n  value: 0.002\ndiscount:\n  value: 0.2'),
]);

const json = inLanguage('json', [
  found(
    'an optimizer whose rate is left to the library',
    '{"optimizer": {"type": "AdamW", "params": {"lr": "auto", "weight_decay": "auto"}}, "train_batch_size": "auto"}',
    'optimizer adamw',
  ),
]);

export const conventions = [...python, ...elsewhere, ...yaml, ...json];
