import { found, never } from '../case';

/** Programs with options: argparse, click, typer, absl, tyro. */
export const commandLines = [
  found(
    'add_args in the style of fairseq',
    `
from fairseq.models import register_model
import torch.nn.functional as F
import torch.nn as nn

class M(nn.Module):
    @staticmethod
    def add_args(parser):
        parser.add_argument('--dropout', type=float, metavar='D', default=0.1, help='dropout probability')
        parser.add_argument('--encoder-embed-dim', type=int, default=512)
    def __init__(self, args):
        super().__init__()
        self.dropout = args.dropout
    def forward(self, x):
        return F.dropout(x, p=self.dropout, training=self.training)
`,
    'dropout 0.1 «0.1»',
  ),
  found(
    'options of click',
    `
import click, torch
@click.command()
@click.option('--lr', type=float, default=2e-3, show_default=True)
@click.option('--epochs', default=12)
def main(lr, epochs):
    net = torch.nn.Linear(1, 1)
    optimizer = torch.optim.RMSprop(net.parameters(), lr=lr)
    for epoch in range(epochs):
        pass
`,
    'optimizer rmsprop',
    'learningRate 0.002 «2e-3»',
    'epochs 12 «12»',
  ),
  found(
    'an option of click with a name of its own',
    `
import click, torch
@click.command()
@click.option('--dropout', '-d', 'drop_p', default=0.3)
@click.option('--rate', 'lr', default=1e-2)
def train(drop_p, lr):
    net = torch.nn.Sequential(torch.nn.Linear(4, 4), torch.nn.Dropout(drop_p))
    torch.optim.SGD(net.parameters(), lr)
`,
    'dropout 0.3 «0.3»',
    'optimizer sgd',
    'learningRate 0.01 «1e-2»',
  ),
  found(
    'options of typer',
    `
import typer
import torch
app = typer.Typer()
@app.command()
def main(lr: float = typer.Option(1e-3, help="learning rate"), dropout: float = typer.Option(0.3)):
    net = torch.nn.Sequential(torch.nn.Linear(1, 1), torch.nn.Dropout(dropout))
    opt = torch.optim.Adam(net.parameters(), lr=lr)
`,
    'dropout 0.3 «0.3»',
    'optimizer adam',
    'learningRate 0.001 «1e-3»',
  ),
  found(
    'options of typer, annotated',
    `
import typer
from typing import Annotated
import torch
def main(lr: Annotated[float, typer.Option(help="rate")] = 5e-4):
    net = torch.nn.Linear(1, 1)
    opt = torch.optim.Adam(net.parameters(), lr=lr)
if __name__ == "__main__":
    typer.run(main)
`,
    'optimizer adam',
    'learningRate 0.0005 «5e-4»',
  ),
  found(
    'flags of absl',
    `
from absl import app, flags
import tensorflow as tf
FLAGS = flags.FLAGS
flags.DEFINE_float("learning_rate", 0.01, "Initial learning rate.")
flags.DEFINE_integer("batch_size", 128, "Batch size.")
flags.DEFINE_integer("num_epochs", 20, "epochs")
def main(_):
    opt = tf.keras.optimizers.SGD(FLAGS.learning_rate, momentum=0.9, nesterov=True)
    ds = ds.shuffle(100).batch(FLAGS.batch_size)
app.run(main)
`,
    'epochs 20 «20»',
    'optimizer sgd',
    'learningRate 0.01 «0.01»',
    'momentum 0.9 «0.9»',
    'batchSize 128 «128»',
  ),
  found(
    'flags of absl that are held',
    `
import optax
from absl import flags
TRAIN_BATCH_SIZE = flags.DEFINE_integer('train_batch_size', 32, '')
LEARNING_RATE = flags.DEFINE_float('learning_rate', 1e-3, '')
STEPS = flags.DEFINE_integer('steps', 100, '')
def make_optimizer():
    return optax.adam(LEARNING_RATE.value)
`,
    'batchSize 32 «32»',
    'optimizer adam',
    'learningRate 0.001 «1e-3»',
  ),
  found(
    'flags of absl that say that they are about training',
    `
import optax
from absl import flags
FLAGS = flags.FLAGS
flags.DEFINE_float('optimizer_momentum', 0.9, help='')
flags.DEFINE_integer('train_device_batch_size', 128, help='')
flags.DEFINE_integer('train_epochs', 90, help='')
flags.DEFINE_integer('train_lr_warmup_epochs', 5, help='')
flags.DEFINE_float('train_lr_init', 0.1, help='')
flags.DEFINE_float('train_weight_decay', 1e-4, help='')
tx = optax.chain(optax.trace(decay=FLAGS.optimizer_momentum), optax.scale(-1))
`,
    'momentum 0.9 «0.9»',
    'batchSize 128 «128»',
    'epochs 90 «90»',
    'learningRate 0.1 «0.1»',
    'weightDecay 0.0001 «1e-4»',
  ),
  found(
    'dropout of many places',
    `
import argparse
import torch
from model import RNNModel
parser = argparse.ArgumentParser()
parser.add_argument('--dropouth', type=float, default=0.3)
parser.add_argument('--dropouti', type=float, default=0.65)
parser.add_argument('--wdrop', type=float, default=0.5)
parser.add_argument('--wdecay', type=float, default=1.2e-6)
parser.add_argument('--dp_ratio', type=float, default=0.2)
parser.add_argument('--dropouts', type=int, default=0)
args = parser.parse_args()
net = RNNModel(args.dropouth, args.dropouti, args.wdrop)
`,
    'dropout 0.3 «0.3»',
    'dropout 0.65 «0.65»',
    'dropout 0.5 «0.5»',
    'weightDecay 0.0000012 «1.2e-6»',
    'dropout 0.2 «0.2»',
  ),
  found(
    'an option of one letter, given to what another file defines',
    `
import argparse
import torch
from utils import training_loader
parser = argparse.ArgumentParser()
parser.add_argument('-b', type=int, default=128, help='batch size')
args = parser.parse_args()
loader = training_loader(MEAN, STD, batch_size=args.b, shuffle=True)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
`,
    'batchSize 128 «128»',
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'constants in capitals',
    `
import torch
EPOCH = 3
BATCH = 16
epoch = 7
batch = 5
`,
    'epochs 3 «3»',
    'batchSize 16 «16»',
  ),
  found(
    'an optimizer over several machines',
    `
import torch.optim as optim
from torch.distributed.optim import DistributedOptimizer
opt = DistributedOptimizer(optim.SGD, model_parameters, lr=0.05)
`,
    'optimizer sgd',
    'learningRate 0.05 «0.05»',
  ),
  never(
    'batches of an evaluation and of an export',
    `
import torch
def evaluate(data, batch_size=10):
    pass
def accuracy(x, t, batch_size=100):
    pass
export_onnx(path, batch_size=1)
`,
  ),
  never(
    'a number that another file gives',
    `
import torch
from settings import B
from utils import training_loader
loader = training_loader(batch_size=B)
`,
  ),
  found(
    'a dataclass that tyro reads',
    `
from dataclasses import dataclass
import tyro
import torch.optim as optim
import torch.nn as nn
@dataclass
class Args:
    seed: int = 1
    """seed of the experiment"""
    learning_rate: float = 2.5e-4
    """the learning rate of the optimizer"""
    num_envs: int = 4
    gamma: float = 0.99
if __name__ == "__main__":
    args = tyro.cli(Args)
    agent = nn.Linear(1, 1)
    optimizer = optim.Adam(agent.parameters(), lr=args.learning_rate, eps=1e-5)
    frac = 1.0
    lrnow = frac * args.learning_rate
    optimizer.param_groups[0]["lr"] = lrnow
`,
    'optimizer adam',
    'learningRate 0.00025 «2.5e-4»',
  ),
  found(
    'optimizers in branches, positional',
    `
import torch
import argparse
parser = argparse.ArgumentParser()
parser.add_argument('--lr', type=float, default=0.01)
parser.add_argument('--wd', default=5e-4, type=float)
parser.add_argument('--opt', choices=['sgd', 'adam'], default='sgd')
args = parser.parse_args()
if args.opt == 'sgd':
    optimizer = torch.optim.SGD(model.parameters(), args.lr, 0.9, weight_decay=args.wd)
else:
    optimizer = torch.optim.Adam(model.parameters(), args.lr)
`,
    'optimizer sgd',
    'learningRate 0.01 «0.01»',
    'momentum 0.9 «0.9»',
    'weightDecay 0.0005 «5e-4»',
    'optimizer adam',
    'learningRate 0.01 «0.01»',
  ),
  found(
    'options with dest, loops over them',
    `
import argparse, torch
def get_args():
    p = argparse.ArgumentParser()
    p.add_argument("-e", "--epochs", type=int, default=40)
    p.add_argument("-b", "--batch-size", type=int, default=256)
    p.add_argument("--drop", "--dropout", dest="drop", type=float, default=0.2)
    return p.parse_args()
def main():
    args = get_args()
    model = torch.nn.Sequential(torch.nn.Linear(5, 5), torch.nn.Dropout(args.drop))
    dl = torch.utils.data.DataLoader(d, args.batch_size, True)
    for ep in range(args.epochs):
        model.train()
`,
    'epochs 40 «40»',
    'dropout 0.2 «0.2»',
    'batchSize 256 «256»',
  ),
  found(
    'set_defaults of a parser',
    `
import argparse, torch
p = argparse.ArgumentParser()
p.add_argument("--lr", type=float)
p.set_defaults(lr=0.03)
args = p.parse_args()
o = torch.optim.SGD([], lr=args.lr)
`,
    'optimizer sgd',
    'learningRate 0.03 «0.03»',
  ),
  found(
    'vars args',
    `
import argparse, torch
p = argparse.ArgumentParser()
p.add_argument('--lr', type=float, default=0.25)
args = vars(p.parse_args())
o = torch.optim.SGD([], lr=args['lr'])
`,
    'optimizer sgd',
    'learningRate 0.25 «0.25»',
  ),
  found(
    'two parsers',
    `
import argparse, torch
def a():
    p = argparse.ArgumentParser(); p.add_argument('--lr', default=0.1); return p.parse_args()
def b():
    p = argparse.ArgumentParser(); p.add_argument('--lr', default=0.2); return p.parse_args()
o = torch.optim.SGD([], lr=a().lr)
`,
    'learningRate 0.1 «0.1»',
    'learningRate 0.2 «0.2»',
    'optimizer sgd',
    'learningRate ? (a().lr has several defaults)',
  ),
  found(
    'args override after parse',
    `
import argparse, torch
p = argparse.ArgumentParser()
p.add_argument('--lr', type=float, default=0.1)
args = p.parse_args()
args.lr = args.lr * args.batch / 256
o = torch.optim.SGD([], lr=args.lr)
`,
    'learningRate 0.1 «0.1»',
    'optimizer sgd',
    'learningRate ? (args.lr is set in several places)',
  ),
  found(
    'an optimizer that an option names',
    `
import argparse
import torch.optim as optim
parser = argparse.ArgumentParser()
parser.add_argument('--optim', type=str, default='RMSprop')
parser.add_argument('--lr', type=float, default=2e-3)
args = parser.parse_args()
optimizer = getattr(optim, args.optim)(model.parameters(), lr=args.lr)
`,
    'optimizer rmsprop',
    'learningRate 0.002 «2e-3»',
  ),
  found(
    'an option that a branch overwrites',
    `
import argparse, torch
parser = argparse.ArgumentParser()
parser.add_argument('--lr', type=float, default=0.1)
args = parser.parse_args()
if args.debug:
    args.lr = 0.5
opt = torch.optim.SGD([], lr=args.lr)
`,
    'learningRate 0.1 «0.1»',
    'learningRate 0.5 «0.5»',
    'optimizer sgd',
    'learningRate ? (args.lr is set in several places)',
  ),
  found(
    'options as a list',
    `
import argparse, torch.nn as nn
parser = argparse.ArgumentParser()
parser.add_argument('--drops', nargs='+', type=float, default=[0.1, 0.2])
args = parser.parse_args()
d = nn.Dropout(args.drops[1])
`,
    'dropout 0.2 «0.2»',
  ),
  found(
    'an optimizer as an option',
    `
import argparse, torch
p = argparse.ArgumentParser()
p.add_argument('--optimizer', default='sgd', choices=['sgd', 'adam'])
p.add_argument('--lr', type=float, default=0.1)
`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
  ),
];
