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
  found(
    'what stands behind an unpacked tuple under the name of its parameter',
    `${torch}def run(net, epochs, train, val, LR):\n    opt = torch.optim.Adam(net.parameters(), lr=LR)\ndef main(rate=1e-3):\n    LR = rate\n    run(net, 10, *loaders(), LR)`,
    'optimizer adam',
    'learningRate 0.001 «1e-3»',
    'epochs 10 «10»',
  ),
  found(
    'what an unpacked tuple may give',
    `${torch}def run(net, rate):\n    opt = torch.optim.Adam(net.parameters(), lr=rate)\nrun(*made())`,
    'optimizer adam',
    'learningRate ? (rate may be given in a way that cannot be followed)',
  ),
  found(
    'an optimizer of another file',
    `${torch}from optimizer.radam import RAdam\nfrom lamb import Lamb\nopt = RAdam(net.parameters(), weight_decay=1e-3)\nother = Lamb(params=net.parameters(), lr=0.02)`,
    'optimizer radam',
    'weightDecay 0.001 «1e-3»',
    'optimizer lamb',
    'learningRate 0.02 «0.02»',
  ),
  never(
    'a batch that is only the shape of what is drawn',
    `${torch}def check():\n    batch_size = 2\n    x = torch.randn(batch_size, 3, 8, 8)\n    y = torch.zeros((batch_size, 1))\n    return nn.Linear(8, 1)(x)`,
  ),
  never(
    'what is unpacked into something else',
    `${torch}def plot(axis, LR):\n    axis.set_title(LR)\nplot(*made(), LR)`,
  ),
  never(
    'parameters that are only given their first values',
    `${torch}net = nn.Linear(2, 1)\nfor p in net.parameters():\n    nn.init.normal_(p, 0.0, 0.02)`,
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
    'keywords that the only call gives',
    `${torch}def build(**kwargs):\n    return nn.Dropout(kwargs.pop('p', 0.2))\nbuild(p=0.4)`,
    'dropout 0.4 «0.4»',
  ),
  found(
    'a loop from 1 up to a constant',
    `${torch}EPOCHS = 10\nfor epoch in range(1, EPOCHS):\n    pass\nfor epoch in range(1, EPOCHS + 1):\n    pass`,
    'epochs 9 (the loop counts from 1, so 10 is written)',
    'epochs 10 «10»',
  ),
  ...['', 'argv', 'sys.argv[1:]', '[]', 'None'].map((given) =>
    found(
      `options that are parsed from ${given === '' ? 'the command line' : given}`,
      `${torch}def main(argv=None):\n    parser.add_argument('--p', default=0.1)\n    args = parser.parse_args(${given})\n    return nn.Dropout(args.p)`,
      'dropout 0.1 «0.1»',
    ),
  ),
  found(
    'a method of the name of a set',
    `${torch}class Net:\n    def add(self, p=0.1):\n        return nn.Dropout(p)\nseen = set()\nseen.add(0.9)`,
    'dropout 0.1 «0.1»',
  ),
  found('a number that is cut', `${torch}d = nn.Dropout(int(0.5))`, 'dropout ? (computed by int(0.5))'),
  found(
    'a function that is given on with an argument',
    `from functools import partial\n${torch}def head(n, p=0.1):\n    return nn.Dropout(p)\nmake = partial(head, p=0.4)`,
    'dropout 0.4 «0.4»',
  ),
  found(
    'a setting that the file has',
    `${torch}config = {'lr': 0.5}\nlr = config.get('lr', 0.1)`,
    'learningRate 0.5 «0.5»',
  ),
  found(
    'arguments that the file itself gives its parser',
    `${torch}parser.add_argument('--lr', default=0.1)\nargs = parser.parse_args(['--lr', '0.5'])\no = torch.optim.SGD(m, lr=args.lr)`,
    'learningRate 0.1 «0.1»',
    'optimizer sgd',
    'learningRate ? (args.lr may be given in a way that cannot be followed)',
  ),
  found(
    'a parameter behind a slash',
    `${torch}def g(x, /, p=0.5):\n    return nn.Dropout(p)\ng(1, 0.3)`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'what is unpacked behind a key',
    `${torch}c = {'p': 0.1, **more}\nd = nn.Dropout(c['p'])`,
    "dropout ? (c['p'] is not defined in this file)",
  ),
  found(
    'a method of the name of another library',
    `${torch}from tqdm import tqdm\nclass T:\n    def update(self, lr=0.1):\n        return torch.optim.SGD(m, lr=lr)\nbar = tqdm(total=3)\nbar.update(1)`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
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
  never(
    'an option for the number of epochs without improvement',
    `${torch}parser.add_argument('--x', default=5, help='number of epochs without improvement')`,
  ),
  never(
    'an option for the number of epochs to keep checkpoints',
    `${torch}parser.add_argument('--x', default=5, help='number of epochs to keep checkpoints')`,
  ),
  never(
    'an option for the number of epochs to ramp up the lr',
    `${torch}parser.add_argument('--x', default=5, help='number of epochs to ramp up the lr')`,
  ),
  never(
    'an option for the number of epochs per cycle',
    `${torch}parser.add_argument('--x', default=5, help='number of epochs per cycle')`,
  ),
  never(
    'an option for the number of epochs of the cosine restart',
    `${torch}parser.add_argument('--x', default=5, help='number of epochs of the cosine restart')`,
  ),
  never(
    'an option for the number of epochs until lr is divided by 10',
    `${torch}parser.add_argument('--x', default=5, help='number of epochs until lr is divided by 10')`,
  ),
  never(
    'an option for the learning rate multiplier',
    `${torch}parser.add_argument('--x', default=0.5, help='learning rate multiplier')`,
  ),
  never(
    'an option for the learning rate power',
    `${torch}parser.add_argument('--x', default=0.5, help='learning rate power')`,
  ),
  never(
    'an option for the learning rate gamma',
    `${torch}parser.add_argument('--x', default=0.5, help='learning rate gamma')`,
  ),
  never(
    'an option for the learning rate momentum',
    `${torch}parser.add_argument('--x', default=0.5, help='learning rate momentum')`,
  ),
  never(
    'an option for the minimum learning rate',
    `${torch}parser.add_argument('--x', default=0.5, help='minimum learning rate')`,
  ),
  never(
    'an option for the learning rate annealing',
    `${torch}parser.add_argument('--x', default=0.5, help='learning rate annealing')`,
  ),
  never(
    'an option for the Batch size multiplier',
    `${torch}parser.add_argument('--x', default=5, help='Batch size multiplier')`,
  ),
  never(
    'an option for the batch size used when computing FID',
    `${torch}parser.add_argument('--x', default=5, help='batch size used when computing FID')`,
  ),
  never(
    'an option for the weight decay of the schedule',
    `${torch}parser.add_argument('--x', default=0.5, help='weight decay of the schedule')`,
  ),
  never(
    'an option for the dropout rate schedule',
    `${torch}parser.add_argument('--x', default=0.5, help='dropout rate schedule')`,
  ),
  never(
    'members of an optimizer',
    `${torch}a = group.get('weight_decay', 0.1)\nb = self.state.setdefault('momentum', 0.9)\nc = getattr(m, 'momentum', 0.1)`,
  ),
  never('a record of what was', `${torch}a = logs.get('lr', 0.001)\nb = metrics.get('dropout', 0.5)`),
  never('a fit of what is not known', 'from fastai.vision.all import *\nmodel.fit(train_x, train_y)'),
  never('the seeds of an option', `${torch}parser.add_argument('--s', default=42, help='random seed')`),
  never(
    'the threads of an option',
    `${torch}parser.add_argument('--w', default=4, help='number of workers for the data loader')`,
  ),
  never(
    'the width of an option',
    `${torch}parser.add_argument('--h', default=128, help='hidden units of each layer')`,
  ),
  never(
    'the decay of an option',
    `${torch}parser.add_argument('--d', default=0.99, help='decay of the moving average')`,
  ),
  never(
    'a choice of an option',
    `${torch}parser.add_argument('--o', default='adamax', choices=['adamax'], help='which of them')`,
  ),
  never(
    'a path of an option',
    `${torch}parser.add_argument('--p', default='runs/1', help='where to keep the batch size')`,
  ),
  never(
    'a member of the environment',
    `${torch}a = os.environ.get('HOME', '.')\nb = os.environ.get('RANK', 0)`,
  ),
  never('a look-up of a position', `${torch}a = table.get(3, 0.1)\nb = items.pop(0)`),
  never('a list that is given on', `${torch}rates = [0.1, 0.2]\nplot(rates)\nshow(rates[0])`),
  never(
    'a loop over an interval',
    `${torch}for i in range(1, n):\n    pass\nfor step in range(10, 20, 2):\n    pass`,
  ),
  never('keywords that are given on', `${torch}def build(**kwargs):\n    return make(**kwargs)`),
  never('plain code: 1', `${torch}x = [i for i in range(10)]`),
  never('plain code: 2', `${torch}seen = set()\nseen.add(0.9)`),
  never('plain code: 3', `${torch}app.run(8080)`),
  never('plain code: 4', `${torch}with open('lr.txt') as f:\n    f.write('0.1')`),
  never('plain code: 5', `${torch}assert rate == 0.5`),
  never('plain code: 6', `${torch}print(f'{0.5:.2f}')`),
  never('plain code: 7', `${torch}try:\n    go(0.1)\nexcept ValueError:\n    pass`),
  never('plain code: 8', `${torch}@cache(0.5)\ndef f(x):\n    return x`),
  never('plain code: 9', `${torch}lr_history = []\nlr_history.append(0.1)`),
  never('plain code: 10', `${torch}class Box:\n    dropped = 3`),
  never('a function that is given on', `${torch}def show(x, size=3):\n    pass\nThread(target=show)`),
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
  found('a key twice, the later one empty', 'dropout: 0.5\nlr: 0.1\nlr: null', 'dropout 0.5 «0.5»'),
  found(
    'an optimizer twice',
    'lr: 0.1\noptimizer: adam\noptimizer: sgd',
    'learningRate 0.1 «0.1»',
    'optimizer sgd',
  ),
  found('a choice of optimizers', 'lr: 0.1\noptimizer: [adam, sgd]', 'learningRate 0.1 «0.1»'),
  never('a literal block in a list', 'args:\n  - |\n    lr: 0.5\n    dropout: 0.5\nname: x'),
  never(
    'sections about when',
    'early_stopping:\n  epochs: 5\nplateau:\n  lr: 0.1\nresults:\n  dropout: 0.5\nlr_decay:\n  lr: 0.1',
  ),
  never('an optimizer that is not decided', 'optimizer: [adam, sgd]\nname: x'),
  never('tables of measurements', 'results:\n  - lr: 0.1\n    dropout: 0.5'),
  never('a list of words', 'args:\n  - lr\n  - dropout\n  - epochs'),
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
