import { never } from '../case';

/** Databases, services, tests and tools that use the words otherwise. */
export const nothingInServices = [
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
    'lr parser table',
    `
import ply.yacc as yacc
lr = yacc.LRParser()
lr_items = []
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
    'working directory wd',
    `
import os
wd = 1
wd = os.getcwd()
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
