import { found } from '../case';

/** Settings in dictionaries, lists, classes and modules. */
export const dictionaries = [
  found(
    'a dictionary that is unpacked, by dict()',
    `
import torch
opt_kwargs = dict(lr=6e-4, betas=(0.9, 0.95), weight_decay=0.1)
model = torch.nn.Linear(2, 2)
opt = torch.optim.AdamW(model.parameters(), **opt_kwargs)
`,
    'optimizer adamw',
    'learningRate 0.0006 «6e-4»',
    'weightDecay 0.1 «0.1»',
  ),
  found(
    'a dictionary that is unpacked',
    `
import torch
params = {'batch_size': 64, 'shuffle': True, 'num_workers': 6}
gen = torch.utils.data.DataLoader(ds, **params)
`,
    'batchSize 64 «64»',
  ),
  found(
    'functools.partial',
    `
from functools import partial
import torch
Opt = partial(torch.optim.Adam, lr=7e-4)
Drop = partial(torch.nn.Dropout, p=0.2)
opt = Opt([])
d = Drop()
`,
    'optimizer adam',
    'learningRate 0.0007 «7e-4»',
    'dropout 0.2 «0.2»',
  ),
  found(
    'constants of other modules',
    `
import torch
from config import LEARNING_RATE, DROPOUT_RATE
import settings
m = torch.nn.Sequential(torch.nn.Linear(1, 1), torch.nn.Dropout(DROPOUT_RATE))
o = torch.optim.Adam(m.parameters(), lr=LEARNING_RATE)
l = torch.utils.data.DataLoader(x, batch_size=settings.BATCH_SIZE)
`,
    'dropout ? (DROPOUT_RATE comes from another file: config.DROPOUT_RATE)',
    'optimizer adam',
    'learningRate ? (LEARNING_RATE comes from another file: config.LEARNING_RATE)',
    'batchSize ? (settings.BATCH_SIZE comes from another file: settings)',
  ),
  found(
    'parameter groups',
    `
import torch.optim as optim
optimizer = optim.AdamW([
    {"params": model.backbone.parameters(), "lr": 1e-5},
    {"params": model.head.parameters(), "lr": 1e-3, "weight_decay": 0.0},
], lr=1e-4, weight_decay=1e-2)
`,
    'optimizer adamw',
    'learningRate 0.00001 «1e-5»',
    'learningRate 0.001 «1e-3»',
    'weightDecay 0 «0.0»',
    'learningRate 0.0001 «1e-4»',
    'weightDecay 0.01 «1e-2»',
  ),
  found(
    'optimizers in a dictionary',
    `
import torch.optim as optim
OPTIMIZERS = {"sgd": optim.SGD, "adam": optim.Adam}
opt = OPTIMIZERS["adam"](model.parameters(), lr=0.004)
`,
    'learningRate 0.004 «0.004»',
  ),
  found(
    'items of a list',
    `
import torch.nn as nn
ps = [0.1, 0.2, 0.3]
a = nn.Dropout(ps[0])
b = nn.Dropout(ps[2])
`,
    'dropout 0.1 «0.1»',
    'dropout 0.3 «0.3»',
  ),
  found(
    'items of a default tuple',
    `
import torch.nn as nn
class M(nn.Module):
    def __init__(self, dropout=(0.1, 0.2)):
        super().__init__()
        self.d0 = nn.Dropout(dropout[0])
        self.d1 = nn.Dropout(dropout[1])
`,
    'dropout 0.1 «0.1»',
    'dropout 0.2 «0.2»',
  ),
  found(
    'a dictionary in a member',
    `
import torch
class Trainer:
    def __init__(self, cfg):
        self.cfg = cfg
        self.opt = torch.optim.Adam(self.model.parameters(), lr=self.cfg["lr"])
Trainer({"lr": 8e-4, "epochs": 5})
`,
    'optimizer adam',
    'learningRate 0.0008 «8e-4»',
    'epochs 5 «5»',
  ),
  found(
    'OrderedDict sequential',
    `
from collections import OrderedDict
import torch.nn as nn
net = nn.Sequential(OrderedDict([('fc1', nn.Linear(784, 128)), ('relu', nn.ReLU()), ('drop', nn.Dropout(p=0.33)), ('out', nn.Linear(128, 10))]))
`,
    'dropout 0.33 «0.33»',
  ),
  found(
    'notebook like script',
    `
# %%
import numpy as np
import torch
from torch import nn, optim
# %%
batch_size=100
learning_rate=0.001
num_epochs=20
# %%
train_loader = torch.utils.data.DataLoader(dataset=train, batch_size=batch_size, shuffle=True)
optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
for epoch in range(num_epochs):
    for i, (images, labels) in enumerate(train_loader):
        pass
`,
    'batchSize 100 «100»',
    'optimizer adam',
    'learningRate 0.001 «0.001»',
    'epochs 20 «20»',
  ),
  found(
    'constant plain module',
    `
"""Hyperparameters."""
LEARNING_RATE = 3e-4
BATCH_SIZE = 64
DROPOUT = 0.1
NUM_EPOCHS = 10
SEED = 1
`,
    'learningRate 0.0003 «3e-4»',
    'batchSize 64 «64»',
    'dropout 0.1 «0.1»',
    'epochs 10 «10»',
  ),
  found(
    'nested dict',
    `
import torch
CONFIG = {
    'model': {'hidden': 256, 'dropout': 0.4},
    'train': {'lr': 1e-4, 'epochs': 3},
}
d = torch.nn.Dropout(CONFIG['model']['dropout'])
o = torch.optim.Adam([], lr=CONFIG['train']['lr'])
for epoch in range(CONFIG['train']['epochs']): pass
`,
    'dropout 0.4 «0.4»',
    'optimizer adam',
    'learningRate 0.0001 «1e-4»',
    'epochs 3 «3»',
  ),
  found(
    'a configuration of another file',
    `
import torch
from torch import nn
from .configuration_foo import FooConfig
class FooAttention(nn.Module):
    def __init__(self, config: FooConfig, layer_idx=None):
        super().__init__()
        self.attn_dropout = nn.Dropout(config.attn_pdrop)
        self.resid_dropout = nn.Dropout(config.resid_pdrop)
`,
    'dropout ? (config is a parameter without a default)',
    'dropout ? (config is a parameter without a default)',
  ),
  found(
    'global dict of models',
    `
import torch.nn as nn
ACT = {'drop': nn.Dropout(0.2), 'relu': nn.ReLU()}
LAYERS = dict(d=nn.Dropout)
x = LAYERS['d'](0.3)
`,
    'dropout 0.2 «0.2»',
  ),
  found(
    'kwargs pop',
    `
import torch.nn as nn
def f(**kwargs):
    p = kwargs.pop('dropout', 0.25)
    return nn.Dropout(p)
`,
    'dropout 0.25 «0.25»',
  ),
  found(
    'kwargs get',
    `
import torch.nn as nn
def f(**kwargs):
    return nn.Dropout(kwargs.get('p', 0.25))
`,
    'dropout 0.25 «0.25»',
  ),
  found(
    'x',
    `
import torch
cfg = {'lr': 0.1, 'gamma': 0.5, 'lr_step': 10, 'warmup_lr': 1e-6, 'min_lr': 1e-5}
o = torch.optim.SGD([], **{'lr': cfg['lr']})
`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'dropout modules in ModuleDict',
    `
import torch.nn as nn
m = nn.ModuleDict({'drop': nn.Dropout(.1), 'lin': nn.Linear(2, 3)})
m.add_module('d2', nn.Dropout(.2))
`,
    'dropout 0.1 «.1»',
    'dropout 0.2 «.2»',
  ),
  found(
    'multiline dict w/ comments',
    `
import torch
hp = {
    # optimizer
    "lr": 1e-3,  # try 1e-4
    "weight_decay": 0.0,
    "dropout": .1, "batch_size": 32,
}
o = torch.optim.AdamW([], lr=hp["lr"], weight_decay=hp["weight_decay"])
`,
    'dropout 0.1 «.1»',
    'batchSize 32 «32»',
    'optimizer adamw',
    'learningRate 0.001 «1e-3»',
    'weightDecay 0 «0.0»',
  ),
  found(
    'members of a class of settings',
    `
import torch
class Config(object):
    def __init__(self):
        self.dropout = 0.5
        self.num_epochs = 20
        self.batch_size = 128
        self.learning_rate = 1e-3
class Model(torch.nn.Module):
    def __init__(self, config):
        super(Model, self).__init__()
        self.dropout = torch.nn.Dropout(config.dropout)
def train(config, model):
    optimizer = torch.optim.Adam(model.parameters(), lr=config.learning_rate)
    for epoch in range(config.num_epochs):
        pass
`,
    'batchSize 128 «128»',
    'dropout 0.5 «0.5»',
    'optimizer adam',
    'learningRate 0.001 «1e-3»',
    'epochs 20 «20»',
  ),
  found(
    'two classes of settings',
    `
import torch
class AConfig:
    def __init__(self):
        self.dropout = 0.5
class BConfig:
    def __init__(self):
        self.dropout = 0.6
class Model(torch.nn.Module):
    def __init__(self, config):
        self.d = torch.nn.Dropout(config.dropout)
`,
    'dropout 0.5 «0.5»',
    'dropout 0.6 «0.6»',
    'dropout ? (config is a parameter without a default)',
  ),
  found(
    'a configuration that is updated',
    `
import torch
config = {'lr': 0.1, 'epochs': 3}
config.update({'lr': 0.5})
opt = torch.optim.SGD([], lr=config['lr'])
`,
    'learningRate 0.1 «0.1»',
    'epochs 3 «3»',
    'learningRate 0.5 «0.5»',
    'optimizer sgd',
    'learningRate ? (config is set in several places)',
  ),
  found(
    'a factory with **kwargs',
    `
import torch.nn as nn
class Net(nn.Module):
    def __init__(self, width=10, dropout=0.3):
        super().__init__()
        self.drop = nn.Dropout(dropout)
def make(**kwargs):
    return Net(**kwargs)
make(dropout=0.6)
`,
    'dropout 0.3 «0.3»',
    'dropout 0.6 «0.6»',
  ),
  found(
    'line joined inside a string and brackets',
    `
import torch
params = dict(
    lr
    =
    1e-3,
)
o = torch.optim.Adam(m.parameters(),
                     **params)
`,
    'optimizer adam',
    'learningRate 0.001 «1e-3»',
  ),
  found(
    'optimizer class as keyword',
    `
import torch
from mine import train
train(model, optimizer_class=torch.optim.AdamW, optimizer_kwargs={'lr': 1e-3})
`,
    'optimizer adamw',
    'learningRate 0.001 «1e-3»',
  ),
  found(
    'optimizer in a dictionary',
    `
import torch
config = {'optimizer': 'adam', 'lr': 1e-3, 'dropout': 0.1}
`,
    'optimizer adam',
    'learningRate 0.001 «1e-3»',
    'dropout 0.1 «0.1»',
  ),
];
