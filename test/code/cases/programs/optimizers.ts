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
    'a number in a type of NumPy',
    `
import numpy as np, torch
o = torch.optim.SGD([], lr=np.float32(0.01))
`,
    'optimizer sgd',
    'learningRate 0.01 «0.01»',
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
];
