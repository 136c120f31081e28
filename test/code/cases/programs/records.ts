import { found } from '../case';

/** Settings in dataclasses, attrs, pydantic, named tuples and their like. */
export const records = [
  found(
    'getattr default',
    `
import torch.nn as nn
class L(nn.Module):
    def __init__(self, args):
        super().__init__()
        self.act_drop = nn.Dropout(getattr(args, "activation_dropout", 0.05))
`,
    'dropout 0.05 «0.05»',
  ),
  found(
    'a named tuple',
    `
from typing import NamedTuple
import torch
from torch import nn
class HP(NamedTuple):
    p: float = 0.35
    lr: float = 0.02
hp = HP()
drop = nn.Dropout(hp.p)
opt = torch.optim.SGD(drop.parameters(), hp.lr)
`,
    'dropout 0.35 «0.35»',
    'optimizer sgd',
    'learningRate 0.02 «0.02»',
  ),
  found(
    'attr.ib',
    `
import attr
import torch
@attr.s(auto_attribs=True)
class TrainOpts:
    lr: float = attr.ib(default=0.003)
    wd: float = 1e-4
opts = TrainOpts()
opt = torch.optim.AdamW([], lr=opts.lr, weight_decay=opts.wd)
`,
    'optimizer adamw',
    'learningRate 0.003 «0.003»',
    'weightDecay 0.0001 «1e-4»',
  ),
  found(
    'define and field of attrs',
    `
from attrs import define, field
import torch.nn as nn
@define
class ModelCfg:
    width: int = 64
    p_drop: float = field(default=0.12)
def build(cfg: ModelCfg):
    return nn.Sequential(nn.Linear(10, cfg.width), nn.Dropout(cfg.p_drop))
`,
    'dropout 0.12 «0.12»',
  ),
  found(
    'a model of pydantic',
    `
from pydantic import BaseModel, Field
import torch
class Settings(BaseModel):
    dropout: float = Field(0.25, ge=0, lt=1)
    lr: float = Field(default=1e-2, gt=0)
s = Settings()
layer = torch.nn.Dropout(s.dropout)
opt = torch.optim.Adagrad(layer.parameters(), lr=s.lr)
`,
    'dropout 0.25 «0.25»',
    'optimizer adagrad',
    'learningRate 0.01 «1e-2»',
  ),
  found(
    'SimpleNamespace',
    `
from types import SimpleNamespace
import torch
cfg = SimpleNamespace(lr=4e-4, bs=32, p=0.4)
opt = torch.optim.Adam([], lr=cfg.lr)
d = torch.nn.Dropout(cfg.p)
`,
    'optimizer adam',
    'learningRate 0.0004 «4e-4»',
    'dropout 0.4 «0.4»',
  ),
  found(
    'EasyDict',
    `
from easydict import EasyDict as edict
import torch
cfg = edict()
cfg.lr = 0.1
cfg.momentum = 0.9
cfg.weight_decay = 5e-4
cfg.batch_size = 128
optimizer = torch.optim.SGD(params=[{'params': []}], lr=cfg.lr, momentum=cfg.momentum, weight_decay=cfg.weight_decay)
`,
    'batchSize 128 «128»',
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
    'momentum 0.9 «0.9»',
    'weightDecay 0.0005 «5e-4»',
  ),
  found(
    'optimizers by getattr',
    `
import torch
name = "AdamW"
opt = getattr(torch.optim, name)(model.parameters(), lr=5e-4)
opt2 = getattr(torch.optim, "SGD")(model.parameters(), lr=5e-2)
`,
    'optimizer adamw',
    'learningRate 0.0005 «5e-4»',
    'optimizer sgd',
    'learningRate 0.05 «5e-2»',
  ),
  found(
    'hydra main',
    `
import hydra, torch
from omegaconf import DictConfig, OmegaConf
@hydra.main(config_path="conf", config_name="config")
def main(cfg: DictConfig) -> None:
    model = torch.nn.Sequential(torch.nn.Linear(1, 2), torch.nn.Dropout(cfg.model.dropout))
    opt = torch.optim.Adam(model.parameters(), lr=cfg.optim.lr)
`,
    'dropout ? (cfg is a parameter without a default)',
    'optimizer adam',
    'learningRate ? (cfg is a parameter without a default)',
  ),
  found(
    'omegaconf create',
    `
from omegaconf import OmegaConf
import torch
cfg = OmegaConf.create({"optim": {"lr": 0.004}, "drop": 0.3})
o = torch.optim.Adam([], lr=cfg.optim.lr)
d = torch.nn.Dropout(cfg.drop)
`,
    'optimizer adam',
    'learningRate 0.004 «0.004»',
    'dropout 0.3 «0.3»',
  ),
  found(
    'a field of a base dataclass',
    `
from dataclasses import dataclass
import torch.nn as nn
@dataclass
class Base:
    dropout: float = 0.1
@dataclass
class Big(Base):
    width: int = 3
def f(c: Big):
    return nn.Dropout(c.dropout)
`,
    'dropout 0.1 «0.1»',
  ),
  found(
    'a field that a call overrides',
    `
from dataclasses import dataclass
import torch.nn as nn
@dataclass
class C:
    dropout: float = 0.1
cfg = C(dropout=0.55)
d = nn.Dropout(cfg.dropout)
`,
    'dropout 0.55 «0.55»',
  ),
  found(
    'a field that is assigned later',
    `
from dataclasses import dataclass, replace
import torch.nn as nn
@dataclass
class C:
    dropout: float = 0.1
cfg = C()
cfg.dropout = 0.2
d = nn.Dropout(cfg.dropout)
`,
    'dropout 0.1 «0.1»',
    'dropout 0.2 «0.2»',
  ),
  found(
    'fields by position',
    `
from dataclasses import dataclass
import torch.nn as nn
@dataclass
class C:
    width: int
    dropout: float = 0.1
cfg = C(64, 0.55)
d = nn.Dropout(cfg.dropout)
`,
    'dropout 0.55 «0.55»',
  ),
  found(
    'a dataclass replaced by a copy',
    `
from dataclasses import dataclass, replace
import torch.nn as nn
@dataclass
class C:
    dropout: float = 0.1
cfg = replace(C(), dropout=0.3)
d = nn.Dropout(cfg.dropout)
`,
    'dropout 0.1 «0.1»',
    'dropout 0.3 «0.3»',
  ),
  found(
    'getattr with a name that is not known',
    `
import torch
def make(name, model):
    return getattr(torch.optim, name)(model.parameters(), lr=2e-4)
`,
    'learningRate 0.0002 «2e-4»',
  ),
  found(
    'dataclass',
    `
from dataclasses import dataclass
import torch
@dataclass
class C:
    optimizer: str = "AdamW"
    lr: float = 3e-4
`,
    'optimizer adamw',
    'learningRate 0.0003 «3e-4»',
  ),
];
