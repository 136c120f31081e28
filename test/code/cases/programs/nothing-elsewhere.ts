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
    'lr in math',
    `
import math
lr = math.log(ratio)
wd = math.sqrt(2)
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
    'a bayesian prior',
    `
import pymc as pm
with pm.Model():
    lr = pm.Normal("lr", 0, 1)
    dropout = pm.Beta("dropout", 1, 1)
`,
  ),
];
