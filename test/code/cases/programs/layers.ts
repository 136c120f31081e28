import { found } from '../case';

/** Dropout in PyTorch: layers, functions, methods. */
export const layerPrograms = [
  found(
    'a head in the style of timm without a default',
    `
import torch.nn as nn
class Head(nn.Module):
    def __init__(self, in_features, num_classes, drop_rate):
        super().__init__()
        self.drop = nn.Dropout(drop_rate)
        self.fc = nn.Linear(in_features, num_classes)
`,
    'dropout ? (drop_rate is a parameter without a default)',
  ),
  found(
    'a conditional expression',
    `
import torch
big = True
d = torch.nn.Dropout(0.5 if big else 0.1)
`,
    'dropout ? (depends on a condition: big)',
  ),
  found(
    'an assignment expression',
    `
import torch
if (p := 0.15) > 0:
    d = torch.nn.Dropout(p)
`,
    'dropout 0.15 «0.15»',
  ),
  found(
    'one minus a kept fraction',
    `
import torch.nn as nn
keep_prob = 0.8
layer = nn.Sequential(nn.Linear(3, 3), nn.Dropout(p=1 - keep_prob))
`,
    'dropout 0.2 keep «0.8»',
  ),
  found(
    'one minus a parameter',
    `
import torch.nn as nn
class L(nn.Module):
    def __init__(self, keep_prob=0.9):
        super().__init__()
        self.drop = nn.Dropout(1. - keep_prob)
`,
    'dropout 0.1 keep «0.9»',
  ),
  found(
    'a constant declared Final',
    `
from typing import Final
import torch
P: Final = 0.22
d = torch.nn.Dropout2d(P)
`,
    'dropout 0.22 «0.22»',
  ),
  found(
    'a default that the only call overrides',
    `
import torch.nn as nn
class Net(nn.Module):
    def __init__(self, dim, dropout=0.1):
        super().__init__()
        self.dropout = nn.Dropout(dropout)
model = Net(32, dropout=0.7)
`,
    'dropout 0.7 «0.7»',
  ),
  found(
    'all layers and functions of dropout',
    `
import torch.nn as nn
import torch.nn.functional as F
class N(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Dropout2d(0.11)
        self.b = nn.AlphaDropout(p=.12)
        self.c = nn.Dropout3d(p = 0.13, inplace = True)
        self.d = nn.FeatureAlphaDropout(0.14)
        self.e = nn.Dropout1d(0.15)
    def forward(self, x):
        x = F.dropout(x, 0.16, self.training)
        x = F.dropout2d(x, training=self.training, p=0.17)
        x = F.alpha_dropout(x, 0.18)
        return x
`,
    'dropout 0.11 «0.11»',
    'dropout 0.12 «.12»',
    'dropout 0.13 «0.13»',
    'dropout 0.14 «0.14»',
    'dropout 0.15 «0.15»',
    'dropout 0.16 «0.16»',
    'dropout 0.17 «0.17»',
    'dropout 0.18 «0.18»',
  ),
  found(
    'dropout of recurrent layers and of transformers',
    `
import torch.nn as nn
rnn = nn.LSTM(10, 20, 2, dropout=0.3, batch_first=True)
gru = nn.GRU(input_size=10, hidden_size=20, num_layers=2, dropout=.25)
enc = nn.TransformerEncoder(nn.TransformerEncoderLayer(d_model=512, nhead=8, dim_feedforward=2048, dropout=0.1), num_layers=6)
dec = nn.TransformerDecoderLayer(512, 8, 2048, 0.2)
mha = nn.MultiheadAttention(512, 8, dropout=0.05)
tr = nn.Transformer(d_model=512, dropout=0.15)
`,
    'dropout 0.3 «0.3»',
    'dropout 0.25 «.25»',
    'dropout 0.1 «0.1»',
    'dropout 0.2 «0.2»',
    'dropout 0.05 «0.05»',
    'dropout 0.15 «0.15»',
  ),
  found(
    'nested function closure',
    `
import torch
def make(p=0.33):
    def block(i, o):
        return torch.nn.Sequential(torch.nn.Linear(i, o), torch.nn.Dropout(p))
    return torch.nn.Sequential(block(1, 2), block(2, 3))
`,
    'dropout 0.33 «0.33»',
  ),
  found(
    'list of dropouts',
    `
import torch.nn as nn
class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.dropouts = nn.ModuleList([nn.Dropout(0.5) for _ in range(5)])
`,
    'dropout 0.5 «0.5»',
  ),
  found(
    'a loop over ratios',
    `
import torch.nn as nn
layers = []
for p in [0.1, 0.2]:
    layers += [nn.Linear(2, 2), nn.Dropout(p)]
`,
    'dropout ? (p changes in a loop)',
  ),
  found(
    'or a default',
    `
import torch.nn as nn
def f(p=None):
    return nn.Dropout(p or 0.5)
`,
    'dropout ? (computed: p or 0.5)',
  ),
  found(
    'None unless given, then a number',
    `
import torch.nn as nn
def f(p=None):
    if p is None:
        p = 0.5
    return nn.Dropout(p)
`,
    'dropout ? (p is assigned 2 times)',
  ),
  found(
    'graph attention',
    `
import torch.nn.functional as F
from torch_geometric.nn import GATConv
class GAT(torch.nn.Module):
    def __init__(self, i, o, dropout=0.6):
        super().__init__()
        self.dropout = dropout
        self.conv1 = GATConv(i, 8, heads=8, dropout=dropout)
    def forward(self, x, ei):
        x = F.dropout(x, p=self.dropout, training=self.training)
        return self.conv1(x, ei)
`,
    'dropout 0.6 «0.6»',
  ),
  found(
    'a Dropout of another package',
    `
import torch.nn as nn
from mylib import Dropout as MyDropout
a = MyDropout(0.9)
b = nn.Dropout(0.1)
`,
    'dropout 0.1 «0.1»',
  ),
  found(
    'semicolons',
    `
import torch; p = 0.3; d = torch.nn.Dropout(p); o = torch.optim.SGD(d.parameters(), 0.1)
`,
    'dropout 0.3 «0.3»',
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'an import that may fail',
    `
try:
    import torch.nn as nn
except ImportError:
    nn = None
d = nn.Dropout(0.21)
`,
    'dropout 0.21 «0.21»',
  ),
  found(
    'parameters by position only and by keyword only',
    `
from __future__ import annotations
import typing as t
import torch as T, torch.nn.functional as F
def blk(x: T.Tensor, /, *, p: t.Optional[float] = 0.19) -> T.Tensor:
    return F.dropout(x, p)
`,
    'dropout 0.19 «0.19»',
  ),
  found(
    'a print of Python 2 among tabs',
    `
import torch.nn as nn
class Net(nn.Module):
	def __init__(self):
		super(Net, self).__init__()
		self.drop = nn.Dropout(p = 0.4) # tab indented
		print 'x'
`,
    'dropout 0.4 «0.4»',
  ),
  found(
    'feed-forward blocks',
    `
import torch
from torch import nn
class FeedForward(nn.Module):
    def __init__(self, dim, hidden_dim, dropout = 0.):
        super().__init__()
        self.net = nn.Sequential(
            nn.LayerNorm(dim),
            nn.Linear(dim, hidden_dim),
            nn.GELU(),
            nn.Dropout(dropout),
            nn.Linear(hidden_dim, dim),
            nn.Dropout(dropout)
        )
    def forward(self, x):
        return self.net(x)
class T(nn.Module):
    def __init__(self, *, dim, dropout = 0., emb_dropout = 0.1):
        super().__init__()
        self.dropout = nn.Dropout(emb_dropout)
        self.ff = FeedForward(dim, 4, dropout = dropout)
`,
    'dropout 0 «0.»',
    'dropout 0 «0.»',
    'dropout 0 «0.»',
    'dropout 0.1 «0.1»',
  ),
  found(
    'a field does not hide a constant in methods',
    `
import torch.nn as nn
p = 0.9
class A(nn.Module):
    p = 0.2
    def __init__(self):
        super().__init__()
        self.d = nn.Dropout(p)
`,
    'dropout 0.9 «0.9»',
  ),
  found(
    'a name of a comprehension',
    `
import torch.nn as nn
p = 0.4
xs = [p for p in range(3)]
d = nn.Dropout(p)
`,
    'dropout 0.4 «0.4»',
  ),
  found(
    'use before redefinition',
    `
import torch.nn as nn
p = 0.4
d = nn.Dropout(p)
p = 0.6
e = nn.Dropout(p)
`,
    'dropout 0.4 «0.4»',
    'dropout 0.6 «0.6»',
  ),
  found(
    'if redefinition',
    `
import torch.nn as nn
p = 0.4
if big:
    p = 0.6
e = nn.Dropout(p)
`,
    'dropout ? (p is assigned 2 times)',
  ),
  found(
    'training attribute condition',
    `
import torch.nn.functional as F
class A(nn.Module):
    p = 0.1
    def forward(self, x):
        return F.scaled_dot_product_attention(q, k, v, dropout_p=self.p if self.training else 0.0)
`,
    'dropout 0.1 «0.1»',
  ),
  found(
    'ternary module',
    `
import torch.nn as nn
class A(nn.Module):
    def __init__(self, dropout=0.3):
        super().__init__()
        self.drop = nn.Dropout(dropout) if dropout > 0 else nn.Identity()
`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'names in modules of modules',
    `
import torch
drop = torch.nn.modules.dropout.Dropout(p=0.26)
o = torch.optim.adamw.AdamW([], lr=0.007)
`,
    'dropout 0.26 «0.26»',
    'optimizer adamw',
    'learningRate 0.007 «0.007»',
  ),
  found(
    'class methods and static methods',
    `
import torch.nn as nn
class Factory:
    P = 0.17
    @classmethod
    def drop(cls):
        return nn.Dropout(cls.P)
    @staticmethod
    def drop2(p=0.18):
        return nn.Dropout(p)
x = nn.Dropout(Factory.P)
`,
    'dropout 0.17 «0.17»',
    'dropout 0.18 «0.18»',
    'dropout 0.17 «0.17»',
  ),
  found(
    'property',
    `
import torch.nn as nn
class A:
    @property
    def p(self):
        return 0.3
    def f(self):
        return nn.Dropout(self.p)
`,
    'dropout ? (self.p is not assigned in this file)',
  ),
  found(
    'a keyword of a class of another file',
    `
import torch.nn as nn
from mymodels import ResNet
net = ResNet(depth=18, dropout=0.25)
`,
    'dropout 0.25 «0.25»',
  ),
  found(
    'a kept fraction in a member',
    `
import torch.nn as nn
class D(nn.Module):
    def __init__(self, keep_prob: float = 0.85):
        super().__init__()
        self.keep_prob = keep_prob
        self.drop = nn.Dropout(p=1.0 - self.keep_prob)
`,
    'dropout 0.15 keep «0.85»',
  ),
  found(
    'star import',
    `
from torch.nn import *
from torch.optim import *
net = Sequential(Linear(1, 2), Dropout(0.2))
opt = SGD(net.parameters(), lr=0.3)
`,
    'dropout 0.2 «0.2»',
    'optimizer sgd',
    'learningRate 0.3 «0.3»',
  ),
  found(
    'numbers in all forms',
    `
import torch.nn as nn
a = nn.Dropout(1/3)
b = nn.Dropout(+0.5)
c = nn.Dropout(0)
d = nn.Dropout(p=1)
e = nn.Dropout(1.)
f = nn.Dropout(5e-1)
g = nn.Dropout(-0.1)
`,
    'dropout 0.333333333333 «1/3»',
    'dropout 0.5 «+0.5»',
    'dropout 0 «0»',
    'dropout 1 «1»',
    'dropout 1 «1.»',
    'dropout 0.5 «5e-1»',
    'dropout -0.1 «-0.1»',
  ),
  found(
    'decorated & async',
    `
import torch
@torch.no_grad()
async def f(x, p: float = .5):
    return torch.nn.functional.dropout(x, p, True)
`,
    'dropout 0.5 «.5»',
  ),
  found(
    'types in comments',
    `
import torch
def f(x, p=0.5):
    # type: (Tensor, float) -> Tensor
    return torch.nn.functional.dropout(x, p=p, training=True)
`,
    'dropout 0.5 «0.5»',
  ),
  found(
    'markers among parameters',
    `
import torch.nn as nn
def mk(a, /, b, *, p=0.31): return nn.Dropout(p)
mk(1, 2)
`,
    'dropout 0.31 «0.31»',
  ),
  found(
    'the same value in two calls',
    `
import torch.nn as nn
class N(nn.Module):
    def __init__(self, p): 
        super().__init__()
        self.d = nn.Dropout(p)
a = N(0.2)
b = N(0.2)
`,
    'dropout ? (p is given different values in 2 calls)',
  ),
  found(
    'dropout of parts, and switches that are none',
    `
import torch
clf_pdrop = 0.1
src_embed_dropout = 0.2
use_dropout = 0
path_dropout = 0.3
word_dropout_rate = 0.4
`,
    'dropout 0.1 «0.1»',
    'dropout 0.2 «0.2»',
    'dropout 0.4 «0.4»',
  ),
  found(
    'parameter hides a constant',
    `
import torch.nn as nn
p = 0.5
def f(p):
    return nn.Dropout(p)
`,
    'dropout ? (p is a parameter without a default)',
  ),
  found(
    'a parameter that is changed',
    `
import torch.nn as nn
def f(p=0.5):
    p = p * 2
    return nn.Dropout(p)
`,
    'dropout ? (p is assigned 2 times)',
  ),
  found(
    'two classes with a parameter of the same name',
    `
import torch.nn as nn
class Encoder(nn.Module):
    def __init__(self, dropout=0.1):
        super().__init__()
        self.drop = nn.Dropout(dropout)
class Decoder(nn.Module):
    def __init__(self, dropout=0.2):
        super().__init__()
        self.drop = nn.Dropout(dropout)
enc, dec = Encoder(), Decoder(dropout=0.25)
`,
    'dropout 0.1 «0.1»',
    'dropout 0.25 «0.25»',
  ),
  found(
    'a model that passes on its arguments',
    `
import torch.nn as nn
class Layer(nn.Module):
    def __init__(self, d, dropout):
        super().__init__()
        self.drop = nn.Dropout(dropout)
class Model(nn.Module):
    def __init__(self, n=6, d=512, dropout=0.1):
        super().__init__()
        self.layers = nn.ModuleList([Layer(d, dropout) for _ in range(n)])
model = Model(dropout=0.15)
`,
    'dropout 0.15 «0.15»',
  ),
  found(
    'reassigned import',
    `
import torch
from torch.nn import Dropout
d = Dropout(0.5)
from torch.optim import SGD as Optimizer
o = Optimizer([], lr=.05)
`,
    'dropout 0.5 «0.5»',
    'optimizer sgd',
    'learningRate 0.05 «.05»',
  ),
  found(
    'Python 2 with tabs, prints and an old exception',
    `
import torch.nn as nn
class Net(nn.Module):
	def __init__(self, p=.3):
		nn.Module.__init__(self)
		print "p is", p
		try:
			self.d = nn.Dropout(p)
		except ValueError, e:
			raise ValueError, "bad p"
`,
    'dropout 0.3 «.3»',
  ),
  found(
    'non-English names',
    `
import torch.nn as nn
드롭아웃 = 0.35
층 = nn.Dropout(드롭아웃)
`,
    'dropout 0.35 «0.35»',
  ),
  found('a file without a newline at its end', `import torch.nn as nn; nn.Dropout(p=.9)`, 'dropout 0.9 «.9»'),
  found(
    'config by argument with default None',
    `
import torch.nn as nn
class Block(nn.Module):
    def __init__(self, dropout=None):
        super().__init__()
        self.drop = nn.Dropout(dropout) if dropout is not None else None
`,
    'dropout ? (dropout is None unless it is given)',
  ),
  found(
    'percent as a fraction',
    `
import torch.nn as nn
d = nn.Dropout(50 / 100)
`,
    'dropout 0.5 «50 / 100»',
  ),
  found(
    'lists of rates for every layer',
    `
import torch.nn as nn
rates = [0.1, 0.2, 0.3]
layers = [nn.Dropout(r) for r in rates]
last = nn.Dropout(rates[-1])
`,
    'dropout ? (r changes in a loop)',
    'dropout 0.3 «0.3»',
  ),
  found(
    'enum members as settings',
    `
import torch, enum
class Size(enum.Enum):
    SMALL = 1
d = torch.nn.Dropout(0.1)
`,
    'dropout 0.1 «0.1»',
  ),
  found(
    'module-level function call with keyword by a conventional name',
    `
from trainer import train
train(model, lr=0.01, batch_size=32, epochs=4, dropout=0.2)
`,
    'learningRate 0.01 «0.01»',
    'batchSize 32 «32»',
    'epochs 4 «4»',
    'dropout 0.2 «0.2»',
  ),
  found(
    'super with keywords of its own',
    `
import torch.nn as nn
class MLP(nn.Module):
    def __init__(self, sizes, p=0.0):
        super().__init__()
        self.drop = nn.Dropout(p)
class Small(MLP):
    def __init__(self, p=0.2):
        super().__init__([1, 2], p=p)
net = Small()
`,
    'dropout 0.2 «0.2»',
  ),
  found(
    'two derived classes that differ',
    `
import torch.nn as nn
class MLP(nn.Module):
    def __init__(self, p=0.0):
        super().__init__()
        self.drop = nn.Dropout(p)
class Small(MLP):
    def __init__(self):
        super().__init__(p=0.1)
class Big(MLP):
    def __init__(self):
        super().__init__(p=0.4)
`,
    'dropout ? (p is given different values in 2 calls)',
  ),
  found(
    'a default that passes another default on',
    `
import torch.nn as nn
class Inner(nn.Module):
    def __init__(self, dropout=0.1):
        super().__init__()
        self.drop = nn.Dropout(dropout)
class Outer(nn.Module):
    def __init__(self, dropout=0.2):
        super().__init__()
        self.inner = Inner(dropout)
`,
    'dropout 0.1 «0.1»',
    'dropout 0.2 «0.2»',
  ),
];
