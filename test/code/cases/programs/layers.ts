import { found } from '../case';

/** Dropout in PyTorch: layers, functions, methods. */
export const layerPrograms = [
  found(
    'a helper within a method, called with ratios of its own',
    `
import torch.nn as nn
class D(nn.Module):
    def __init__(self):
        super().__init__()
        def block(i, o, drop=0.25):
            return [nn.Linear(i, o), nn.Dropout(drop)]
        def last(p=0.35):
            return nn.Dropout(p)
        self.model = nn.Sequential(*block(1, 16, 0.5), *block(16, 32, 0.3), last(0.4))
`,
    'dropout ? (drop is given different values in 2 calls)',
    'dropout 0.4 «0.4»',
  ),
  found(
    'a configuration that is changed before it is passed',
    `
from dataclasses import dataclass, replace
import torch
@dataclass
class Cfg:
    lr: float = 1e-3
    dropout: float = 0.1
    decay: float = 0.01
def train(net, config: Cfg):
    torch.nn.Dropout(config.dropout)
    return torch.optim.AdamW(net.parameters(), lr=config.lr, weight_decay=config.decay)
cfg = Cfg()
cfg.lr = 5e-4
other = replace(cfg, dropout=0.2)
train(net, cfg)
`,
    'learningRate 0.001 «1e-3»',
    'dropout 0.1 «0.1»',
    'dropout ? (config is set in several places)',
    'optimizer adamw',
    'learningRate ? (config is set in several places)',
    'weightDecay 0.01 «0.01»',
    'learningRate 0.0005 «5e-4»',
    'dropout 0.2 «0.2»',
  ),
  found(
    'a rate of the environment, and no limit of epochs',
    `
import os, torch
import pytorch_lightning as pl
LR = float(os.getenv('LR', '1e-3'))
o = torch.optim.SGD(p, lr=LR)
t = pl.Trainer(max_epochs=-1, max_steps=1000)
`,
    'optimizer sgd',
    'learningRate 0.001 «1e-3»',
  ),
  found(
    'layers that a loop puts into a list',
    `
import torch
from torch import nn
WIDTHS = [256, 128]
class Net(nn.Module):
    def __init__(self, inputs, widths=WIDTHS, outputs=10, p=0.45, norm=True):
        super().__init__()
        layers = []
        for width in widths:
            layers.append(nn.Linear(inputs, width))
            if norm:
                layers.append(nn.BatchNorm1d(width))
            layers += [nn.ReLU(), nn.Dropout(p)]
            inputs = width
        layers.append(nn.Linear(inputs, outputs))
        self.net = nn.Sequential(*layers)
    def forward(self, x):
        return self.net(x)
model = Net(784)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
`,
    'dropout 0.45 «0.45»',
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'layers made of pairs of widths, and a loop in the forward pass',
    `
import torch.nn as nn
import torch.nn.functional as F
class Deep(nn.Module):
    def __init__(self, sizes, drop=0.15):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:])])
        self.drop = drop
    def forward(self, x):
        for i, layer in enumerate(self.layers):
            x = layer(x)
            if i < len(self.layers) - 1:
                x = F.dropout(F.relu(x), self.drop, self.training)
        return x
net = Deep([4, 64, 32, 2])
`,
    'dropout 0.15 «0.15»',
  ),
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
    'layers that loops of a script put into a list',
    `
import torch
from torch import nn

sizes = [32, 16]
last = 784
layers = []

for width in sizes:
    layers.append(nn.Linear(last, width))
    layers += [nn.ReLU(), nn.Dropout(0.35)]
    last = width

layers.append(nn.Linear(last, 10))

net = nn.Sequential(*layers)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
`,
    'dropout 0.35 «0.35»',
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
  ),
];
