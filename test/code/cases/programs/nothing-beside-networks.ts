import { never } from '../case';

/** Words that mean something else where networks are trained. */
export const nothingBesideNetworks = [
  never(
    'drop path',
    `
import torch
from timm.models.layers import DropPath
x = DropPath(0.1)
class Blk(torch.nn.Module):
    def __init__(self, drop_path=0.2, drop_path_rate=0.3, survival_prob=0.8):
        super().__init__()
        self.drop_path = DropPath(drop_path)
`,
  ),
  never(
    'torchvision stochastic depth',
    `
from torchvision.ops import StochasticDepth, stochastic_depth
sd = StochasticDepth(p=0.2, mode="row")
y = stochastic_depth(x, 0.3, "batch")
`,
  ),
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
    'own Dropout shadows star',
    `
import torch
class Dropout(torch.nn.Module):
    def __init__(self, scale):
        super().__init__()
        self.scale = scale
layer = Dropout(3)
`,
  ),
  never(
    'torch no hp',
    `
import torch
x = torch.rand(10)
print(x.mean())
batch = x[None]
epoch = 0
`,
  ),
  never(
    'bn momentum',
    `
import torch.nn as nn
bn = nn.BatchNorm2d(64, eps=1e-3, momentum=0.1)
bn2 = nn.BatchNorm1d(32, momentum=0.01)
`,
  ),
  never(
    'keras bn momentum',
    `
from tensorflow.keras.layers import BatchNormalization
b = BatchNormalization(momentum=0.8)
`,
  ),
  never(
    'getattr of self dropout tensor',
    `
import torch
class M(torch.nn.Module):
    def forward(self, x):
        return self.dropout(x)
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
    'dropout tensor stat',
    `
import torch
dropout = torch.zeros(3)
lr = dropout.mean()
p = 0.5
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
    'random erasing',
    `
from torchvision import transforms
t = transforms.Compose([transforms.RandomHorizontalFlip(p=0.5), transforms.RandomErasing(p=0.25)])
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
    'spiking rng',
    `
import torch.nn as nn
nn.init.trunc_normal_(w, std=.02)
nn.Identity()
nn.LSTM(10, 20, 2)
nn.GRU(1, 2)
`,
  ),
  never(
    'module attr not called',
    `
import torch.nn as nn
for m in model.modules():
    if isinstance(m, (nn.Dropout, nn.Dropout2d)):
        m.eval()
`,
  ),
  never(
    'user dropout layer with its own class in torch file',
    `
import torch
from .layers import Dropout, LockedDropout
x = LockedDropout(0.3)
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
    'dropout as a tensor name and metric',
    `
import torch
def metrics(dropout, lr):
    return {"dropout": dropout, "lr": lr}
for epoch, lr in zip(epochs, lrs):
    print(epoch, lr)
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
    'torchvision transforms lr flip',
    `
import torchvision.transforms as T
flip_lr = T.RandomHorizontalFlip(0.5)
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
    'lora alpha & label smoothing',
    `
import torch.nn as nn
loss = nn.CrossEntropyLoss(label_smoothing=0.1)
`,
  ),
  never(
    'torch batch method',
    `
import torch
def g(self):
    return self.batch(32)
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
    'a variable reused after dropout call only referenced',
    `
import torch.nn as nn
layer = nn.Dropout
print(nn.Dropout.__doc__, layer.__name__)
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
    'stochastic depth in Keras',
    `
import tensorflow as tf
class StochasticDepth(tf.keras.layers.Layer):
    def __init__(self, drop_prob, **kwargs):
        super().__init__(**kwargs)
        self.drop_prob = drop_prob
`,
  ),
  never(
    'drop blocks and paths',
    `
import torch
from torchvision.ops import DropBlock2d, drop_block2d
from timm.layers import DropPath, PatchDropout
a = DropBlock2d(0.1, 7)
b = DropPath(0.2)
`,
  ),
  never(
    'augmentations',
    `
import torch
import albumentations as A
aug = A.Compose([A.Cutout(p=0.5), A.PixelDropout(dropout_prob=0.01, p=0.5)])
`,
  ),
  never(
    'a class with the name of a framework',
    `
class torch:
    class nn:
        Dropout = float
torch.nn.Dropout(0.5)
`,
  ),
  never(
    'a local function in place of an import',
    `
import torch
def dropout(x, p):
    return x
y = dropout(x, 0.5)
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
    'attention masks',
    `
import torch
attn_drop = None
proj_drop = torch.nn.Identity()
dropout = torch.nn.Identity()
`,
  ),
  never(
    'torch without training',
    `
import torch
class Timer:
    batch = 3
    epoch = 5
x = torch.zeros(3)
`,
  ),
  never(
    'switches of dropout',
    `
import torch
use_dropout = 0
no_dropout = 0
has_dropout = 0
layer_dropout = 0.1
path_dropout = 0.2
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
  never(
    'pixels that are dropped',
    `
import torch
import albumentations as A
t = A.Compose([A.PixelDropout(dropout_prob=0.05), A.ChannelDropout(fill_value=0)])
`,
  ),
];
