import { never } from '../case';

/** Words that mean something else where networks are trained. */
export const nothingBesideNetworks = [
  never(
    'comments only',
    `
import torch.nn as nn
# self.dropout = nn.Dropout(0.5)
# optimizer = optim.Adam(params, lr=1e-3)
x = 1
`,
  ),
  never(
    'docstrings',
    `
import torch
def train(model):
    """Train a model.

    >>> opt = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    >>> nn.Dropout(0.5)

    Args:
        lr: 0.1
        dropout = 0.3
    """
    return model
`,
  ),
  never(
    'strings',
    `
import torch
template = "nn.Dropout(0.5)\\nlr = 0.1"
print(f"lr={0.1} dropout={0.5}")
s = '''
optimizer = torch.optim.Adam(lr=1e-3)
'''
`,
  ),
  never(
    'evaluate batch',
    `
import keras
m = keras.models.load_model("m.keras")
m.evaluate(x, y, verbose=0)
m.predict(x)
`,
  ),
  never(
    'compile regex',
    `
import re
import tensorflow as tf
p = re.compile('adam')
`,
  ),
  never(
    'seed keys',
    `
import jax
rngs = {'params': jax.random.PRNGKey(0), 'dropout': jax.random.PRNGKey(1)}
key, dropout = jax.random.split(jax.random.key(0))
`,
  ),
  never(
    'lr finder',
    `
import torch
lrs = [1e-5, 1e-4, 1e-3]
losses = []
`,
  ),
  never(
    'assert',
    `
import torch
def check(opt):
    assert opt.param_groups[0]["lr"] == 0.1
    assert opt.defaults["momentum"] == 0.9
`,
  ),
  never(
    'comparison',
    `
import torch
def f(args):
    if args.lr > 0.1:
        print("too high")
    if args.dropout == 0.0:
        return
`,
  ),
  never(
    'print lr',
    `
import torch
print("lr", opt.param_groups[0]["lr"])
lr = scheduler.get_last_lr()[0]
`,
  ),
  never(
    'metric dict',
    `
import torch
metrics = {"epoch": epoch, "loss": 0.3, "lr": optimizer.param_groups[0]["lr"]}
`,
  ),
  never(
    'scheduler lambda',
    `
import torch
sched = torch.optim.lr_scheduler.LambdaLR(opt, lr_lambda=lambda e: 0.95 ** e)
warm = torch.optim.lr_scheduler.LinearLR(opt, start_factor=0.1)
`,
  ),
  never(
    'early stopping',
    `
from tensorflow.keras.callbacks import EarlyStopping, ReduceLROnPlateau
es = EarlyStopping(patience=10, min_delta=1e-3)
rl = ReduceLROnPlateau(monitor='val_loss', factor=0.1, min_lr=1e-7)
`,
  ),
  never(
    'self.epochs counter',
    `
import torch
class T:
    def __init__(self):
        self.epoch = 0
        self.batch = 1
        self.best_epoch = 5
`,
  ),
  never(
    'ema decay',
    `
import torch
ema_decay = 0.999
ema = EMA(model, decay=0.9999)
target_momentum = 0.996
`,
  ),
  never(
    'dataset stats',
    `
import torch
mean = {"lr": "left right"}
flags = {"dropout": True, "epochs": None}
`,
  ),
  never(
    'boolean flags',
    `
import torch.nn as nn
use_dropout = True
dropout = False
lr = None
batch_size = None
`,
  ),
  never(
    'decorator',
    `
import torch
@lr_schedule(0.1)
@dropout(0.5)
def f(): pass
`,
  ),
  never(
    'user Adam in torch file',
    `
import torch
from my_optim import Adam
o = Adam(model, 0.1)
`,
  ),
  never(
    'lr as local variable of L R split',
    `
import torch
def split(x):
    lr = x.chunk(2)
    l, r = lr
    return l * r
`,
  ),
  never(
    'sgd dataset',
    `
import torch
x = torch.optim
y = x.lr_scheduler.ExponentialLR(o, gamma=0.9)
`,
  ),
  never(
    'lr grid search list',
    `
import torch
grid = {"lr_values": (0.1, 0.2), "name": "lr"}
labels = ["dropout", "lr"]
`,
  ),
  never(
    'lr suffix words',
    `
import torch
color = 0.1
blurlr = "x"
solr = 0.3
colr = 0.5
`,
  ),
  never(
    'gradient clipping',
    `
import torch
torch.nn.utils.clip_grad_norm_(model.parameters(), 0.5)
`,
  ),
  never(
    'student model with lr string',
    `
import torch
name = f"lr{0.1}_dropout{0.5}_bs{32}"
path = "runs/lr=0.1"
msg = "nn.Dropout(p=%s)" % 0.5
`,
  ),
  never(
    'commented in string concatenation',
    `
import torch
cmd = ("python train.py "
       "--lr 0.1 "
       "--dropout 0.5")
`,
  ),
  never(
    'a derived metric',
    `
import torch
def lr_at(step):
    lr = 0.1 * 0.5 ** step
    return lr
`,
  ),
  never(
    'a counter of epochs',
    `
import torch
class Meter:
    def __init__(self):
        self.epoch = 0
        self.epochs = []
        self.lr = None
        self.momentum = None
`,
  ),
  never(
    'names in a tuple of strings',
    `
import torch
HYPERPARAMETERS = ("lr", "dropout", "momentum", "batch_size")
`,
  ),
  never(
    'a printed table',
    `
import torch
rows = [("lr", 0.1), ("dropout", 0.5)]
for name, value in rows:
    print(f"{name:10} {value}")
`,
  ),
  never(
    'an ema of weights',
    `
import torch
class EMA:
    def __init__(self, model, decay=0.999):
        self.decay = decay
ema = EMA(model, decay=0.9)
`,
  ),
  never(
    'an optimizer that is nothing known',
    `
import torch
def run(optimizer=None, optim="auto"):
    optimizer_name = type(optimizer).__name__
`,
  ),
  never(
    'steps of an optimizer',
    `
import torch
optimizer.zero_grad()
loss.backward()
optimizer.step()
state = {"optimizer": optimizer.state_dict(), "epoch": epoch}
`,
  ),
  never(
    'partial functions of no framework',
    `
from functools import partial
import torch
double = partial(pow, 2)
rounded = partial(round, ndigits=2)
loader = partial(print, end="")
`,
  ),
  never(
    'getattr of something else',
    `
import torch
activation = getattr(torch.nn, "ReLU")()
norm = getattr(torch.nn, name)(64)
value = getattr(model, "dropout")
`,
  ),
  never(
    'members of an enumeration',
    `
from enum import IntEnum
import torch
class Phase(IntEnum):
    EPOCHS = 3
    LR = 1
    DROPOUT = 0
`,
  ),
];
