import { never } from '../case';

/** Layers and their like that drop nothing that is looked for. */
export const nothingInLayers = [
  never(
    'no limit of epochs',
    `
import lightning as L
t = L.Trainer(max_epochs=-1, max_steps=1000)
`,
  ),
  never(
    'an environment variable that is none of it',
    `
import os, torch
rate = float(os.getenv('SAMPLE_RATE', '16000'))
torch.hann_window(int(rate))
`,
  ),
  never(
    'a copy of a record with other fields',
    `
from dataclasses import dataclass, replace
@dataclass
class Row:
    name: str
    dropped: int = 0
row = replace(Row('a'), dropped=3)
`,
  ),
  never(
    'layers of a map that a loop puts into a list',
    `
import folium
from folium import FeatureGroup
layers = []
for name, width in zip(names, [4, 8, 16]):
    layers.append(FeatureGroup(name, overlay=True, dropout=False))
    layers += [Outline(width) for _ in range(2)]
for layer in layers:
    layer.add_to(folium.Map(zoom_start=4))
`,
  ),
  never(
    'a network in a loop without a hyperparameter',
    `
from torch import nn
class Net(nn.Module):
    def __init__(self, widths=(8, 4)):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in zip(widths, widths[1:])])
    def forward(self, x):
        for layer in self.layers:
            x = layer(x).relu()
        return x
`,
  ),
  never(
    'an option of click that leaves columns out',
    `
import click, pandas as pd
@click.command()
@click.option('--drop', '-d', 'dropped', default=0.3)
def clean(dropped):
    frame = pd.read_csv('x.csv')
    frame.dropna(thresh=int(len(frame) * dropped)).to_csv('y.csv')
`,
  ),
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
    'dropout tensor stat',
    `
import torch
dropout = torch.zeros(3)
lr = dropout.mean()
p = 0.5
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
    'torchvision transforms lr flip',
    `
import torchvision.transforms as T
flip_lr = T.RandomHorizontalFlip(0.5)
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
    'a variable reused after dropout call only referenced',
    `
import torch.nn as nn
layer = nn.Dropout
print(nn.Dropout.__doc__, layer.__name__)
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
    'pixels that are dropped',
    `
import torch
import albumentations as A
t = A.Compose([A.PixelDropout(dropout_prob=0.05), A.ChannelDropout(fill_value=0)])
`,
  ),
];
