import { found, inLanguage, never } from '../case';

/** Configurations in YAML, JSON and TOML, as they lie in repositories. */
export const configurations = [
  ...inLanguage('yaml', [
    found(
      'batches that are not learned from',
      `
model:
  dropout: 0.1
train_dataloader:
  batch_size: 64
val_dataloader:
  batch_size: 1
eval:
  batch_size: 256
data:
  train_and_test:
    batch_size: 32
`,
      'dropout 0.1 «0.1»',
      'batchSize 64 «64»',
      'batchSize 32 «32»',
    ),
    found(
      'hydra optim',
      `
# @package _global_
defaults:
  - override /model: resnet
seed: 42
optimizer:
  _target_: torch.optim.AdamW
  _partial_: true
  lr: 0.001
  weight_decay: 1e-2
scheduler:
  _target_: torch.optim.lr_scheduler.CosineAnnealingLR
  T_max: 100
  eta_min: 0.0001
trainer:
  max_epochs: 90
`,
      'optimizer adamw',
      'learningRate 0.001 «0.001»',
      'weightDecay 0.01 «1e-2»',
      'epochs 90 «90»',
    ),
    found(
      'lightning cli',
      `
trainer:
  max_epochs: 10
  callbacks:
    - class_path: EarlyStopping
      init_args: {patience: 5}
model:
  class_path: my.Model
  init_args:
    dropout: .3
    learning_rate: 3.0e-4
data:
  batch_size: 64 # per gpu
`,
      'epochs 10 «10»',
      'dropout 0.3 «.3»',
      'learningRate 0.0003 «3.0e-4»',
      'batchSize 64 «64»',
    ),
    found(
      'interpolations',
      `
lr: \${oc.env:LR}
dropout: 0.2
opt:
  lr: \${lr}
`,
      'dropout 0.2 «0.2»',
    ),
    found(
      'anchors',
      `
base: &base
  lr: 0.1
  dropout: 0.5
big:
  <<: *base
  lr: 0.01
`,
      'learningRate 0.1 «0.1»',
      'dropout 0.5 «0.5»',
      'learningRate 0.01 «0.01»',
    ),
    found(
      'detectron',
      `
SOLVER:
  BASE_LR: 0.02
  STEPS: (60000, 80000)
  IMS_PER_BATCH: 16
  WEIGHT_DECAY: 0.0001
`,
      'learningRate 0.02 «0.02»',
      'batchSize 16 «16»',
      'weightDecay 0.0001 «0.0001»',
    ),
    never(
      'github actions',
      `
on: push
jobs:
  dropout:
    runs-on: ubuntu-latest
    steps:
      - run: python train.py --lr 0.1 --dropout 0.5
`,
    ),
    never(
      'commented yaml',
      `
# lr: 0.1
# dropout: 0.5
name: x
note: "lr: 0.1"
text: |
  dropout: 0.5
  lr: 0.1
`,
    ),
    never(
      'an OpenAPI file',
      `
openapi: 3.0.0
paths:
  /dropout:
    get:
      parameters:
        - name: lr
          in: query
          schema: {type: number, example: 0.1}
`,
    ),
    never(
      'a survey',
      `
questions:
  - text: "Why did you drop out?"
    dropout: yes
`,
    ),
    never(
      'helm values',
      `
replicas: 2
kafka:
  batch_size: 16384
  linger: 5
droplet:
  size: 1
`,
    ),
  ]),
  ...inLanguage('json', [
    found(
      'hf config',
      `{
  "architectures": ["BertForMaskedLM"],
  "attention_probs_dropout_prob": 0.1,
  "hidden_act": "gelu",
  "hidden_dropout_prob": 0.2,
  "hidden_size": 768
}`,
      'dropout 0.1 «0.1»',
      'dropout 0.2 «0.2»',
    ),
    found(
      'deepspeed',
      `{"train_batch_size": 8, "optimizer": {"type": "Adam", "params": {"lr": 0.00015, "weight_decay": 3e-7}}, "scheduler": {"type": "WarmupLR", "params": {"warmup_min_lr": 0, "warmup_max_lr": 0.001}}}`,
      'batchSize 8 «8»',
      'optimizer adam',
      'learningRate 0.00015 «0.00015»',
      'weightDecay 0.0000003 «3e-7»',
    ),
    never(
      'package json',
      `{"name": "dropout", "version": "1.0.0", "scripts": {"lr": "echo 0.1"}, "dependencies": {"lr": "0.5"}}`,
    ),
    never('state', `{"log_history": [{"epoch": 1.0, "learning_rate": 5e-05, "loss": 0.3}], "epoch": 3}`),
    never('students json', `{"school": "A", "dropout": {"2001": 0.2}, "enrolled": 100}`),
    never('broken json', `{"lr": , "dropout": `),
    never(
      'a dashboard',
      `{"title": "lr", "panels": [{"type": "graph", "legend": "dropout 0.5"}], "epochs": 100}`,
    ),
    never('a tsconfig', `{"compilerOptions": {"strict": true}, "include": ["src"], "batch_size": 3}`),
  ]),
  ...inLanguage('toml', [
    found(
      'toml',
      `
[model]
dropout = 0.1
[optimizer]
name = "adamw"
lr = 5e-4
weight_decay = 0.01
[train]
epochs = 20
batch_size = 32
`,
      'dropout 0.1 «0.1»',
      'optimizer adamw',
      'learningRate 0.0005 «5e-4»',
      'weightDecay 0.01 «0.01»',
      'epochs 20 «20»',
      'batchSize 32 «32»',
    ),
    found(
      'spacy cfg-like',
      `
[training]
dropout = 0.1
max_epochs = 10
[training.optimizer]
"@optimizers" = "Adam.v1"
learn_rate = 0.001
`,
      'dropout 0.1 «0.1»',
      'epochs 10 «10»',
      'learningRate 0.001 «0.001»',
    ),
    never(
      'cargo',
      `
[package]
name = "lr"
version = "0.1.0"
[dependencies]
lr = "0.1"
`,
    ),
    never(
      'toml comment',
      `
# lr = 0.1
title = "dropout = 0.5"
`,
    ),
  ]),
];
