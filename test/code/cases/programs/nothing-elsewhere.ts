import { never } from '../case';

/** Words that mean something else everywhere else. */
export const nothingElsewhere = [
  never(
    'list of times',
    `
dropout = [12.1, 15.3]
for t in dropout:
    print(t)
`,
  ),
  never(
    'db batch size',
    `
import sqlite3
def rows(cursor, batch_size=1000):
    while True:
        got = cursor.fetchmany(batch_size)
        if not got:
            return
        yield from got
BATCH_SIZE = 500
`,
  ),
  never(
    'django bulk',
    `
from django.db import models
Entry.objects.bulk_create(objs, batch_size=100)
`,
  ),
  never(
    'celery kafka',
    `
from kafka import KafkaProducer
producer = KafkaProducer(batch_size=16384, linger_ms=10)
`,
  ),
  never(
    'unix epochs',
    `
import time
epoch = 1609459200
epochs = [0, 86400]
epoch_time = int(time.time())
EPOCH = 2208988800
num_epochs = 3
`,
  ),
  never(
    'momentum physics literal',
    `
momentum = 0.5
velocity = momentum / 2.0
`,
  ),
  never(
    'own Dropout class no framework',
    `
class Dropout:
    def __init__(self, student, semester):
        self.student = student
d = Dropout(0.5, 3)
`,
  ),
  never(
    'nn is a variable',
    `
nn = len(rows)
nn.Dropout(0.5)
`,
  ),
  never(
    'lr left right',
    `
def merge(l, r):
    lr = l + r
    return lr
class LR:
    LR = 1
lr = (0, 1)
`,
  ),
  never(
    'lr parser table',
    `
import ply.yacc as yacc
lr = yacc.LRParser()
lr_items = []
`,
  ),
  never(
    'lr lowRes image',
    `
from PIL import Image
lr = Image.open("lr.png").resize((64, 64))
hr = lr.resize((256, 256))
`,
  ),
  never(
    'weight decay radio',
    `
decay = 0.01
half_life = 0.693 / decay
decay_rate = 0.5
`,
  ),
  never(
    'functions f.dropout mine',
    `
import mylib.functional as F
y = F.dropout(x, 0.5)
`,
  ),
  never(
    'ffmpeg dropout test',
    `
def test_audio_dropout():
    dropout = detect("a.wav")
    assert dropout == 0.5
`,
  ),
  never(
    'telecom',
    `
class CallStats:
    dropout_rate: float
    drop_rate: float
    def __init__(self, drop_rate):
        self.drop_rate = drop_rate
`,
  ),
  never(
    'packet drop',
    `
import simpy
drop_rate = 0.05
drop_prob = 0.01
class Link:
    def __init__(self, env, drop_prob=0.02):
        self.drop_prob = drop_prob
`,
  ),
  never(
    'type stubs',
    `
from typing import Protocol
class HasDropout(Protocol):
    dropout: float
    lr: float
`,
  ),
  never(
    'enum',
    `
from enum import Enum
class Reason(Enum):
    DROPOUT = 1
    LR = 2
    EPOCHS = 3
`,
  ),
  never(
    'argument help only',
    `
import argparse
p = argparse.ArgumentParser()
p.add_argument('--verbose', help='prints lr = 0.1 and dropout=0.5')
`,
  ),
  never(
    'http client batch',
    `
import requests
batch_size = 50
for i in range(0, len(items), batch_size):
    requests.post(url, json=items[i:i + batch_size])
`,
  ),
  never(
    'annotations',
    `
def f(dropout: float, lr: "float" = None, *, momentum: float) -> None: ...
`,
  ),
  never(
    'function called lr',
    `
def lr(step):
    return 0.1
def dropout(x):
    return x
class momentum: pass
`,
  ),
  never(
    'lr = lateral',
    `
left, right = 0.1, 0.2
lr = [left, right]
LR = {"L": 0, "R": 1}
`,
  ),
  never(
    'unittest values',
    `
import unittest
class T(unittest.TestCase):
    def test_parse(self):
        self.assertEqual(parse("lr: 0.1"), {"lr": 0.1})
`,
  ),
  never(
    'batch_size in s3',
    `
import boto3
def copy(batch_size: int = 1000):
    pass
copy(batch_size=10)
`,
  ),
  never(
    'spark',
    `
from pyspark.sql import SparkSession
df = spark.read.option("batchsize", 1000).load()
df.na.drop()
`,
  ),
  never(
    'scrapy',
    `
BATCH = 100
EPOCH = "1970-01-01"
CONCURRENT = 16
DOWNLOAD_DELAY = 0.25
`,
  ),
  never(
    'lr in a url',
    `
import requests
r = requests.get("https://x.y", params={"lr": "lang_en", "q": "dropout=0.5"})
`,
  ),
  never(
    'google search lr',
    `
params = {"lr": 0.5, "hl": "en"}
`,
  ),
  never(
    'tests assert values',
    `
import pytest
@pytest.mark.parametrize("lr", [0.1, 0.2])
def test_lr(lr):
    assert lr > 0
`,
  ),
  never(
    'school',
    `
class Student:
    dropout = False
    def __init__(self, dropout_probability):
        self.dropout_probability = dropout_probability
def risk(s):
    dropout_rate = 0.3 if s.poor else 0.1
    return dropout_rate
`,
  ),
  never(
    'geology epochs',
    `
EPOCHS = {"Holocene": 0.0117, "Pleistocene": 2.58}
n_epochs = 38
`,
  ),
  never(
    'clinical trial power',
    `
from math import ceil
def sample_size(n, dropout_rate=0.15):
    return ceil(n / (1 - dropout_rate))
print(sample_size(100, dropout_rate=0.2))
`,
  ),
  never(
    'audio dropout',
    `
import pyaudio
dropout = 0.02
BATCH = 3
`,
  ),
  never(
    'voltage regulator',
    `
dropout_voltage = 0.3
dropout = 0.3
v_in = 5.0
print(v_in - dropout)
`,
  ),
  never(
    'test fixture json string',
    `
CONFIG = '{"lr": 0.1, "dropout": 0.5}'
SQL = "select lr = 0.1"
`,
  ),
  never(
    'function attr',
    `
def f(): pass
f.lr = None
f.dropout = "no"
`,
  ),
  never(
    'env example',
    `
import os
os.environ["BATCH_SIZE"] = "10"
os.environ["EPOCHS"] = "3"
`,
  ),
  never(
    'lr in math',
    `
import math
lr = math.log(ratio)
wd = math.sqrt(2)
`,
  ),
  never(
    'working directory wd',
    `
import os
wd = 1
wd = os.getcwd()
`,
  ),
  never(
    'lr sequence alignment',
    `
def align(lr=500, min_overlap=0.2):
    """long reads"""
    return lr
`,
  ),
  never(
    'django settings',
    `
DEBUG = True
BATCH_SIZE = 100
EPOCHS = 3
DATABASES = {"default": {"ENGINE": "x"}}
`,
  ),
  never(
    'regex over logs',
    `
import re
LR = re.compile(r"lr=(0\\.1)")
dropout = re.compile("dropout: 0.5")
`,
  ),
  never(
    'a drop of a table',
    `
from alembic import op
def downgrade():
    op.drop_table("lr")
    op.drop_column("t", "dropout")
`,
  ),
  never(
    'database pages',
    `
from django.core.paginator import Paginator
def pages(queryset, batch_size=200):
    return Paginator(queryset, batch_size)
`,
  ),
  never(
    'asyncio queue',
    `
import asyncio
async def worker(queue, batch_size: int = 10, max_epochs: int = 3):
    await queue.get()
`,
  ),
  never(
    'time epochs',
    `
from datetime import datetime
EPOCH = datetime(1970, 1, 1)
epochs = 1700000000
def from_epoch(epoch: int = 0):
    return datetime.utcfromtimestamp(epoch)
`,
  ),
  never(
    'a left-right game',
    `
import pygame
lr = 1
if key == pygame.K_LEFT:
    lr = -1
player.x += lr
`,
  ),
  never(
    'a chess engine',
    `
LR = 0x0F
MOMENTUM = {"pawn": 1}
def lr(square):
    return square & LR
`,
  ),
  never(
    'a catboost model',
    `
from catboost import CatBoostClassifier
model = CatBoostClassifier(iterations=500, learning_rate=0.03, depth=6)
`,
  ),
  never(
    'a mock in a test',
    `
from unittest import mock
def test_adam():
    Adam = mock.Mock()
    Adam(lr=0.1)
    Dropout = mock.Mock()
    Dropout(0.5)
`,
  ),
  never(
    'a type checker',
    `
from typing import TypedDict
class Settings(TypedDict):
    lr: float
    dropout: float
    epochs: int
`,
  ),
  never(
    'options that are only described',
    `
import argparse
p = argparse.ArgumentParser(description="trains with lr=0.1 and dropout=0.5")
p.add_argument("--lr", type=float, required=True)
p.add_argument("--dropout", type=float)
`,
  ),
  never(
    'a bayesian prior',
    `
import pymc as pm
with pm.Model():
    lr = pm.Normal("lr", 0, 1)
    dropout = pm.Beta("dropout", 1, 1)
`,
  ),
  never(
    'an optimizer of databases',
    `
import sqlalchemy
optimizer = "adaptive"
settings = {"optimizer": "cost", "optim_type": "index"}
`,
  ),
  never(
    'base classes that are no networks',
    `
class Shape:
    dropout = None
    def __init__(self, lr=(0, 1)):
        self.lr = lr
class Square(Shape):
    def __init__(self):
        super().__init__(lr=(0, 2))
`,
  ),
];
