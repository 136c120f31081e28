import { found } from '../case';

/** Which of several things of one name is meant: scopes, arguments, defaults, redefinitions. */
export const scopes = [
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
    'dropout 0.2 (p is given the same value in 2 calls)',
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
  found(
    'a global that a function changes',
    `
import torch
LR = 0.01
def train():
    global LR
    o = torch.optim.SGD([], lr=LR)
    LR = LR / 10
`,
    'optimizer sgd',
    'learningRate ? (LR is assigned 2 times)',
  ),
  found(
    'function returning const',
    `
import torch
def get_lr():
    return 0.01
o = torch.optim.SGD([], lr=get_lr())
`,
    'optimizer sgd',
    'learningRate ? (computed by get_lr())',
  ),
  found(
    'a rate that is set later',
    `
import torch
opt = torch.optim.SGD([], lr=0.1)
for g in opt.param_groups:
    g['lr'] = 0.01
`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'a function that passes on keywords',
    `
import torch
def make_opt(model, lr=1e-3, **kw):
    return torch.optim.Adam(model.parameters(), lr=lr, **kw)
o = make_opt(m, weight_decay=0.1)
`,
    'optimizer adam',
    'learningRate 0.001 «1e-3»',
    'weightDecay 0.1 «0.1»',
  ),
  found(
    'the same name in two functions',
    `
import torch
def a():
    lr = 0.1
    return torch.optim.SGD([], lr=lr)
def b():
    lr = 0.2
    return torch.optim.SGD([], lr=lr)
`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
    'optimizer sgd',
    'learningRate 0.2 «0.2»',
  ),
  found(
    'global in main guard',
    `
import torch
if __name__ == "__main__":
    lr = 0.02
    wd = 1e-4
    opt = torch.optim.SGD([], lr=lr, weight_decay=wd)
`,
    'optimizer sgd',
    'learningRate 0.02 «0.02»',
    'weightDecay 0.0001 «1e-4»',
  ),
  found(
    'a nested function that assigns',
    `
import torch
def outer():
    lr = 0.1
    def inner():
        nonlocal lr
        lr = 0.2
    return torch.optim.SGD([], lr=lr)
`,
    'optimizer sgd',
    'learningRate ? (lr is assigned 2 times)',
  ),
  found(
    'methods of the same name in two classes',
    `
import torch
class A:
    def fit(self, lr=0.1):
        return torch.optim.SGD([], lr=lr)
class B:
    def fit(self, lr=0.2):
        return torch.optim.SGD([], lr=lr)
B().fit(lr=0.9)
`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
    'optimizer sgd',
    'learningRate 0.9 «0.9»',
  ),
];
