import { found } from '../case';

/** What stands on PyTorch, and scikit-learn. */
export const trainerPrograms = [
  found(
    'a configuration class in the style of Hugging Face, in the same file',
    `
from transformers import PretrainedConfig
import torch.nn as nn

class BertishConfig(PretrainedConfig):
    model_type = "bertish"
    def __init__(self, hidden_size=768, hidden_dropout_prob=0.1, attention_probs_dropout_prob=0.15, layer_norm_eps=1e-12, **kwargs):
        super().__init__(**kwargs)
        self.hidden_size = hidden_size
        self.hidden_dropout_prob = hidden_dropout_prob
        self.attention_probs_dropout_prob = attention_probs_dropout_prob

class BertishOutput(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.dense = nn.Linear(config.hidden_size, config.hidden_size)
        self.dropout = nn.Dropout(config.hidden_dropout_prob)
    def forward(self, x, y):
        return self.dropout(self.dense(x)) + y
`,
    'dropout 0.15 «0.15»',
    'dropout 0.1 «0.1»',
  ),
  found(
    'a block in the style of timm',
    `
from functools import partial
import torch
import torch.nn as nn
from timm.models.layers import DropPath, trunc_normal_

class Mlp(nn.Module):
    def __init__(self, in_features, hidden_features=None, act_layer=nn.GELU, drop=0.):
        super().__init__()
        self.fc1 = nn.Linear(in_features, hidden_features)
        self.act = act_layer()
        self.drop = nn.Dropout(drop)

class Block(nn.Module):
    def __init__(self, dim, drop=0., drop_path=0.1):
        super().__init__()
        self.drop_path = DropPath(drop_path) if drop_path > 0. else nn.Identity()
        self.mlp = Mlp(in_features=dim, hidden_features=dim * 4, drop=drop)
`,
    'dropout 0 «0.»',
  ),
  found(
    'a Lightning module that saves its hyperparameters',
    `
import lightning as L
import torch
class Lit(L.LightningModule):
    def __init__(self, lr: float = 3e-4, weight_decay: float = 0.05):
        super().__init__()
        self.save_hyperparameters()
        self.net = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.ReLU(), torch.nn.Dropout(.2), torch.nn.Linear(8, 2))
    def configure_optimizers(self):
        opt = torch.optim.AdamW(self.parameters(), lr=self.hparams.lr, weight_decay=self.hparams.weight_decay)
        sched = torch.optim.lr_scheduler.OneCycleLR(opt, max_lr=0.1, total_steps=100)
        return [opt], [sched]
`,
    'dropout 0.2 «.2»',
    'optimizer adamw',
    'learningRate 0.0003 «3e-4»',
    'weightDecay 0.05 «0.05»',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'optuna',
    `
import optuna
import torch
import torch.nn as nn
def objective(trial):
    p = trial.suggest_float("dropout", 0.1, 0.5)
    lr = trial.suggest_float("lr", 1e-5, 1e-1, log=True)
    model = nn.Sequential(nn.Linear(10, 10), nn.Dropout(p), nn.Linear(10, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    return 0
`,
    'dropout ? (computed by trial.suggest_float("dropout", 0.1, 0.5))',
    'optimizer adam',
    'learningRate ? (computed by trial.suggest_float("lr", 1e-5, 1e-1, l…)',
  ),
  found(
    'ray tune',
    `
from ray import tune
import torch
def train_fn(config):
    model = torch.nn.Linear(3, 1)
    opt = torch.optim.SGD(model.parameters(), lr=config["lr"], momentum=0.9)
config = {"lr": tune.loguniform(1e-4, 1e-1), "batch_size": tune.choice([2, 4, 8])}
tune.run(train_fn, config=config)
`,
    'optimizer sgd',
    'learningRate ? (computed by tune.loguniform(1e-4, 1e-1))',
    'momentum 0.9 «0.9»',
  ),
  found(
    'attributes of a class CFG',
    `
import torch, timm
class CFG:
    debug = False
    model_name = 'tf_efficientnet_b4_ns'
    size = 512
    scheduler = 'CosineAnnealingWarmRestarts'
    epochs = 10
    T_0 = 10
    lr = 1e-4
    min_lr = 1e-6
    batch_size = 16
    weight_decay = 1e-6
    gradient_accumulation_steps = 1
    max_grad_norm = 1000
optimizer = torch.optim.Adam(model.parameters(), lr=CFG.lr, weight_decay=CFG.weight_decay, amsgrad=False)
loader = torch.utils.data.DataLoader(ds, batch_size=CFG.batch_size, shuffle=True)
for epoch in range(CFG.epochs):
    pass
`,
    'optimizer adam',
    'learningRate 0.0001 «1e-4»',
    'weightDecay 0.000001 «1e-6»',
    'batchSize 16 «16»',
    'epochs 10 «10»',
  ),
  found(
    'skorch',
    `
from skorch import NeuralNetClassifier
import torch
net = NeuralNetClassifier(MyModule, max_epochs=10, lr=0.1, batch_size=64, optimizer=torch.optim.SGD, optimizer__momentum=0.9, module__dropout=0.5, optimizer__weight_decay=1e-3)
`,
    'epochs 10 «10»',
    'learningRate 0.1 «0.1»',
    'batchSize 64 «64»',
    'optimizer sgd',
    'momentum 0.9 «0.9»',
    'dropout 0.5 «0.5»',
    'weightDecay 0.001 «1e-3»',
  ),
  found(
    'a grid search',
    `
from sklearn.model_selection import GridSearchCV
from sklearn.neural_network import MLPClassifier
grid = {'alpha': [1e-4, 1e-3], 'learning_rate_init': [0.001, 0.01]}
gs = GridSearchCV(MLPClassifier(max_iter=300), grid)
`,
    'epochs 300 «300»',
  ),
  found(
    'perceptrons of scikit-learn',
    `
from sklearn.neural_network import MLPRegressor, MLPClassifier
clf = MLPClassifier(solver='sgd', alpha=1e-5, hidden_layer_sizes=(64, 32), batch_size=200, learning_rate='adaptive', learning_rate_init=0.05, max_iter=400, momentum=0.8, random_state=1)
`,
    'optimizer sgd',
    'weightDecay 0.00001 «1e-5»',
    'batchSize 200 «200»',
    'learningRate 0.05 «0.05»',
    'epochs 400 «400»',
    'momentum 0.8 «0.8»',
  ),
  found(
    'linear models by stochastic gradients',
    `
from sklearn.linear_model import SGDClassifier
c = SGDClassifier(loss='log_loss', learning_rate='constant', eta0=0.01, alpha=0.0001, max_iter=1000)
`,
    'learningRate 0.01 «0.01»',
    'weightDecay 0.0001 «0.0001»',
    'epochs 1000 «1000»',
  ),
  found(
    'arguments of a Hugging Face trainer',
    `
from transformers import TrainingArguments, Trainer
args = TrainingArguments(
    output_dir="out",
    evaluation_strategy="epoch",
    learning_rate=2e-5,
    per_device_train_batch_size=16,
    per_device_eval_batch_size=32,
    num_train_epochs=3,
    weight_decay=0.01,
    warmup_ratio=0.1,
    lr_scheduler_type="cosine",
    optim="adamw_torch",
)
`,
    'learningRate 0.00002 «2e-5»',
    'batchSize 16 «16»',
    'epochs 3 «3»',
    'weightDecay 0.01 «0.01»',
    'optimizer adamw',
  ),
  found(
    'dropout of LoRA',
    `
from peft import LoraConfig
c = LoraConfig(r=16, lora_alpha=32, lora_dropout=0.05, target_modules=["q_proj"])
`,
    'dropout 0.05 «0.05»',
  ),
  found(
    'dropout of a pretrained configuration',
    `
from transformers import AutoConfig, AutoModel
config = AutoConfig.from_pretrained("bert-base-uncased", hidden_dropout_prob=0.2, attention_probs_dropout_prob=0.3)
config.hidden_dropout_prob = 0.0
`,
    'dropout 0.2 «0.2»',
    'dropout 0.3 «0.3»',
    'dropout 0 «0.0»',
  ),
  found(
    'fastai',
    `
from fastai.vision.all import *
dls = ImageDataLoaders.from_folder(path, bs=64)
learn = cnn_learner(dls, resnet34, metrics=error_rate, wd=0.1, ps=0.5)
learn.fit_one_cycle(5, lr_max=3e-3)
learn.fine_tune(4, base_lr=1e-3)
`,
    'batchSize 64 «64»',
    'weightDecay 0.1 «0.1»',
    'dropout 0.5 «0.5»',
    'epochs 5 «5»',
    'learningRate 0.003 «3e-3»',
    'epochs 4 «4»',
    'learningRate 0.001 «1e-3»',
  ),
  found(
    'lightning trainer',
    `
import pytorch_lightning as pl
from torch import optim, nn
class LitAE(pl.LightningModule):
    def __init__(self, dropout: float = 0.1, learning_rate: float = 1e-3):
        super().__init__()
        self.lr = learning_rate
        self.dp = nn.Dropout(dropout)
    def configure_optimizers(self):
        return optim.SGD(self.parameters(), lr=self.lr, momentum=.9, weight_decay=5e-4)
trainer = pl.Trainer(max_epochs=42, gpus=1)
`,
    'dropout 0.1 «0.1»',
    'optimizer sgd',
    'learningRate 0.001 «1e-3»',
    'momentum 0.9 «.9»',
    'weightDecay 0.0005 «5e-4»',
    'epochs 42 «42»',
  ),
  found(
    'lightning hparams dict',
    `
import pytorch_lightning as pl
import torch
class M(pl.LightningModule):
    def __init__(self, hparams):
        super().__init__()
        self.hparams = hparams
        self.drop = torch.nn.Dropout(hparams['dropout'])
hparams = {'dropout': 0.35, 'lr': 1e-3}
m = M(hparams)
`,
    'dropout 0.35 «0.35»',
    'learningRate 0.001 «1e-3»',
  ),
  found(
    'ml_collections',
    `
import ml_collections
def get_config():
  config = ml_collections.ConfigDict()
  config.learning_rate = 0.1
  config.momentum = 0.9
  config.batch_size = 128
  config.num_epochs = 10
  return config
`,
    'learningRate 0.1 «0.1»',
    'momentum 0.9 «0.9»',
    'batchSize 128 «128»',
    'epochs 10 «10»',
  ),
  found(
    'wandb config',
    `
import wandb, torch
wandb.init(project="x", config={"lr": 2e-3, "epochs": 4, "dropout": 0.25})
cfg = wandb.config
d = torch.nn.Dropout(cfg.dropout)
o = torch.optim.Adam([], lr=wandb.config.lr)
`,
    'epochs 4 «4»',
    'dropout 0.25 «0.25»',
    'optimizer adam',
    'learningRate 0.002 «2e-3»',
  ),
  found(
    'models and optimizers of timm',
    `
import timm, torch
from timm.optim import create_optimizer_v2
m = timm.create_model('resnet50', pretrained=True, drop_rate=0.2, drop_path_rate=0.1)
o = create_optimizer_v2(m, opt='adamw', lr=5e-4, weight_decay=0.05)
`,
    'dropout 0.2 «0.2»',
    'learningRate 0.0005 «5e-4»',
    'weightDecay 0.05 «0.05»',
  ),
  found(
    'lightning fabric',
    `
import lightning as L
import torch
fabric = L.Fabric()
model, opt = fabric.setup(m, torch.optim.Adam(m.parameters(), lr=2e-3))
`,
    'optimizer adam',
    'learningRate 0.002 «2e-3»',
  ),
  found(
    'lightning imports style',
    `
from lightning.pytorch import Trainer, LightningModule
from pytorch_lightning import Trainer as T2
t = Trainer(max_epochs=3)
u = T2(max_epochs=4)
`,
    'epochs 3 «3»',
    'epochs 4 «4»',
  ),
  found(
    'accelerate no trainer',
    `
from accelerate import Accelerator
from transformers import get_scheduler, AdamW
from torch.utils.data import DataLoader
optimizer = AdamW(model.parameters(), lr=3e-5)
num_epochs = 3
sched = get_scheduler("linear", optimizer=optimizer, num_warmup_steps=0)
dl = DataLoader(tok["train"], shuffle=True, batch_size=8, collate_fn=c)
for epoch in range(num_epochs):
    pass
`,
    'optimizer adamw',
    'learningRate 0.00003 «3e-5»',
    'batchSize 8 «8»',
    'epochs 3 «3»',
  ),
  found(
    'sklearn pipeline',
    `
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.neural_network import MLPClassifier
pipe = make_pipeline(StandardScaler(), MLPClassifier(hidden_layer_sizes=(50,), learning_rate_init=.01, solver="adam", early_stopping=True))
`,
    'learningRate 0.01 «.01»',
    'optimizer adam',
  ),
  found(
    'ignite',
    `
from ignite.engine import create_supervised_trainer
import torch.optim as O
trainer = create_supervised_trainer(m, O.SGD(m.parameters(), lr=0.01, momentum=0.5), loss)
trainer.run(loader, max_epochs=100)
`,
    'optimizer sgd',
    'learningRate 0.01 «0.01»',
    'momentum 0.5 «0.5»',
    'epochs 100 «100»',
  ),
  found(
    'a network of NumPy, with data of scikit-learn',
    `
import numpy as np
from sklearn.datasets import load_digits
learning_rate = 0.05
batch_size = 16
epochs = 30
for epoch in range(epochs):
    W -= learning_rate * gradient(W)
`,
    'learningRate 0.05 «0.05»',
    'batchSize 16 «16»',
    'epochs 30 «30»',
  ),
  found(
    'an optimizer by the name of Hugging Face',
    `
from transformers import TrainingArguments
a = TrainingArguments("out", learning_rate=5e-5, optim="paged_adamw_8bit", per_device_train_batch_size=4)
`,
    'learningRate 0.00005 «5e-5»',
    'optimizer adamw',
    'batchSize 4 «4»',
  ),
];
