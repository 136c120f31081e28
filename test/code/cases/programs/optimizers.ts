import { found } from '../case';

/** Optimizers, loaders and loops in PyTorch. */
export const optimizerPrograms = [
  found(
    'a rate scaled with the batch',
    `
import torch
batch_size = 512
lr = 1e-3 * batch_size / 256
opt = torch.optim.SGD([], lr=lr)
`,
    'batchSize 512 «512»',
    'optimizer sgd',
    'learningRate ? (computed: 1e-3 * batch_size / 256)',
  ),
  found(
    'a number in a string',
    `
import torch
opt = torch.optim.Adam([], lr=float("3e-4"))
`,
    'optimizer adam',
    'learningRate 0.0003 «3e-4»',
  ),
  found(
    'schedulers have rates of their own',
    `
import torch
from torch.optim.lr_scheduler import StepLR, CosineAnnealingLR, ReduceLROnPlateau, OneCycleLR, CyclicLR
opt = torch.optim.SGD([], lr=0.1)
s1 = StepLR(opt, step_size=30, gamma=0.1)
s2 = CosineAnnealingLR(opt, T_max=200, eta_min=1e-5)
s3 = ReduceLROnPlateau(opt, mode='min', factor=0.5, patience=5, min_lr=1e-6)
s4 = CyclicLR(opt, base_lr=0.001, max_lr=0.1)
`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'an optimizer class under another name',
    `
import torch.optim as optim
optimizer_class = optim.Adam
optimizer = optimizer_class(model.parameters(), lr=0.005)
`,
    'optimizer adam',
    'learningRate 0.005 «0.005»',
  ),
  found(
    'a rate that a loop changes',
    `
import torch
lr = 0.1
for i in range(3):
    lr = lr * 0.5
    o = torch.optim.SGD([], lr=lr)
`,
    'optimizer sgd',
    'learningRate ? (lr is assigned 2 times)',
  ),
  found(
    'loops over epochs',
    `
import torch
from tqdm import tqdm, trange
n_epochs = 25
for epoch in tqdm(range(n_epochs)):
    pass
for epoch in trange(7):
    pass
for e in range(3):
    pass
`,
    'epochs 25 «25»',
    'epochs 7 «7»',
  ),
  found(
    'match',
    `
import torch
def make(kind, params):
    match kind:
        case "sgd":
            return torch.optim.SGD(params, lr=0.01, momentum=0.9)
        case "adam":
            return torch.optim.Adam(params, lr=1e-3)
`,
    'optimizer sgd',
    'learningRate 0.01 «0.01»',
    'momentum 0.9 «0.9»',
    'optimizer adam',
    'learningRate 0.001 «1e-3»',
  ),
  found(
    'powers and fractions',
    `
import torch
o = torch.optim.Adam([], lr=10 ** -3, weight_decay=1/1000)
p = torch.optim.Adam([], lr=10**(-4))
`,
    'optimizer adam',
    'learningRate 0.001 «10 ** -3»',
    'weightDecay 0.001 «1/1000»',
    'optimizer adam',
    'learningRate 0.0001 «10**(-4)»',
  ),
  found(
    'numbers with underscores',
    `
import torch
o = torch.optim.SGD([], lr=0.000_1)
d = torch.utils.data.DataLoader(x, batch_size=1_024)
`,
    'optimizer sgd',
    'learningRate 0.0001 «0.000_1»',
    'batchSize 1024 «1_024»',
  ),
  found(
    'multi-line call',
    `
import torch
optimizer = torch.optim.AdamW(
    params=(p for p in model.parameters() if p.requires_grad),  # lr=5
    lr=3e-5,  # was 1e-4
    eps=1e-8,
    weight_decay=0.01,
)
`,
    'optimizer adamw',
    'learningRate 0.00003 «3e-5»',
    'weightDecay 0.01 «0.01»',
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
    'max/min',
    `
import torch
o = torch.optim.SGD([], lr=max(1e-4, min_lr))
`,
    'optimizer sgd',
    'learningRate ? (computed by max(1e-4, min_lr))',
  ),
  found(
    'tensor lr',
    `
import torch
o = torch.optim.Adam([], lr=torch.tensor(1e-3))
`,
    'optimizer adam',
    'learningRate 0.001 «1e-3»',
  ),
  found(
    'multiple optimizers gan',
    `
import torch
lr = 0.0002
opt_G = torch.optim.Adam(G.parameters(), lr=lr, betas=(0.5, 0.999))
opt_D = torch.optim.Adam(D.parameters(), lr=lr * 2, betas=(0.5, 0.999))
`,
    'optimizer adam',
    'learningRate 0.0002 «0.0002»',
    'optimizer adam',
    'learningRate ? (computed: lr * 2)',
  ),
  found(
    'lr in loop',
    `
import torch
for lr in [0.1, 0.01]:
    o = torch.optim.SGD([], lr=lr)
`,
    'optimizer sgd',
    'learningRate ? (lr changes in a loop)',
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
    'settings in one tuple',
    `
import torch
lr, wd, bs = 1e-2, 5e-4, 128
o = torch.optim.SGD([], lr=lr, weight_decay=wd)
l = torch.utils.data.DataLoader(d, bs)
`,
    'optimizer sgd',
    'learningRate 0.01 «1e-2»',
    'weightDecay 0.0005 «5e-4»',
    'batchSize 128 «128»',
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
    'a number in a type of NumPy',
    `
import numpy as np, torch
o = torch.optim.SGD([], lr=np.float32(0.01))
`,
    'optimizer sgd',
    'learningRate 0.01 «0.01»',
  ),
  found(
    'backslash continuation',
    `
import torch
opt = \\
    torch.optim.SGD(model.parameters(), \\
                    lr = 0.1, \\
                    momentum = 0.9)
`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
    'momentum 0.9 «0.9»',
  ),
  found(
    'a trainer with members',
    `
import torch
class Trainer:
    def __init__(self, model, lr=1e-3, epochs=10, batch_size=32):
        self.model = model
        self.lr = lr
        self.epochs = epochs
        self.batch_size = batch_size
    def fit(self, ds):
        loader = torch.utils.data.DataLoader(ds, batch_size=self.batch_size, shuffle=True)
        opt = torch.optim.Adam(self.model.parameters(), lr=self.lr)
        for epoch in range(self.epochs):
            pass
t = Trainer(m, epochs=50)
t.fit(d)
`,
    'batchSize 32 «32»',
    'optimizer adam',
    'learningRate 0.001 «1e-3»',
    'epochs 50 «50»',
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
    'an actor and a critic',
    `
import gym, torch
LR_ACTOR = 1e-4
LR_CRITIC = 1e-3
BATCH_SIZE = 128
GAMMA = 0.99
TAU = 1e-3
WEIGHT_DECAY = 0
opt = torch.optim.Adam(actor.parameters(), lr=LR_ACTOR)
copt = torch.optim.Adam(critic.parameters(), lr=LR_CRITIC, weight_decay=WEIGHT_DECAY)
`,
    'batchSize 128 «128»',
    'optimizer adam',
    'learningRate 0.0001 «1e-4»',
    'optimizer adam',
    'learningRate 0.001 «1e-3»',
    'weightDecay 0 «0»',
  ),
  found(
    'a rate that is scaled in place',
    `
import torch
lr = 0.1
lr *= 4
opt = torch.optim.SGD([], lr=lr)
`,
    'optimizer sgd',
    'learningRate ? (lr is assigned 2 times)',
  ),
  found(
    'positions of PyTorch',
    `
import torch
from torch import nn
rnn = nn.LSTM(10, 20, 2, True, True, 0.3)
mha = nn.MultiheadAttention(64, 4, 0.15)
sgd = torch.optim.SGD(rnn.parameters(), 0.1, 0.9, 0, 5e-4)
adam = torch.optim.Adam(rnn.parameters(), 1e-3, (0.9, 0.99), 1e-8, 1e-5)
rms = torch.optim.RMSprop(rnn.parameters(), 0.01, 0.99)
dl = torch.utils.data.DataLoader(ds, 32, True)
`,
    'dropout 0.3 «0.3»',
    'dropout 0.15 «0.15»',
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
    'momentum 0.9 «0.9»',
    'weightDecay 0.0005 «5e-4»',
    'optimizer adam',
    'learningRate 0.001 «1e-3»',
    'weightDecay 0.00001 «1e-5»',
    'optimizer rmsprop',
    'learningRate 0.01 «0.01»',
    'batchSize 32 «32»',
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
    'an experiment in cells with numbers between',
    `
import torch
lr = 0.1
opt1 = torch.optim.SGD([], lr=lr)
lr = 0.01
opt2 = torch.optim.SGD([], lr=lr)
`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
    'optimizer sgd',
    'learningRate 0.01 «0.01»',
  ),
  found(
    'a walrus in a call',
    `
import torch
opt = torch.optim.Adam([], lr=(rate := 3e-4))
`,
    'optimizer adam',
    'learningRate 0.0003 «3e-4»',
  ),
  found(
    'a rate by its square root',
    `
import torch
opt = torch.optim.Adam([], lr=1e-4 * 8 ** 0.5, weight_decay=1e-4 / 2)
`,
    'optimizer adam',
    'learningRate 0.000282842712475 «1e-4 * 8 ** 0.5»',
    'weightDecay 0.00005 «1e-4 / 2»',
  ),
  found(
    "an unknown optimizer of one's own",
    `
import torch
from madgrad import MADGRAD
opt = MADGRAD(model.parameters(), lr=2e-3, momentum=0.9, weight_decay=1e-6)
`,
    'learningRate 0.002 «2e-3»',
    'weightDecay 0.000001 «1e-6»',
  ),
  found(
    'dictionary of optimizers with arguments',
    `
import torch.optim as optim
optimizers = {
    'sgd': lambda p: optim.SGD(p, lr=0.1, momentum=0.9),
    'adam': lambda p: optim.Adam(p, lr=1e-3),
}
`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
    'momentum 0.9 «0.9»',
    'optimizer adam',
    'learningRate 0.001 «1e-3»',
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
    'learningRate 0.1 «0.1»',
    'optimizer sgd',
    'learningRate ? (lr has a default and is given in some calls)',
    'learningRate 0.2 «0.2»',
    'optimizer sgd',
    'learningRate ? (lr has a default and is given in some calls)',
    'learningRate 0.9 «0.9»',
  ),
];
