import { inLanguage, never } from '../case';

/** Configurations, web code and notebooks in which the words are about something else. */
export const nothingInFiles = [
  ...inLanguage('yaml', [
    never('services', 'services:\n  worker:\n    image: app:1.0\n    environment:\n      BATCH_SIZE: 500\n'),
    never(
      'a workflow',
      'on: push\njobs:\n  test:\n    strategy:\n      matrix:\n        batch_size: [10, 100]\n',
    ),
    never('a deployment', 'apiVersion: apps/v1\nkind: Deployment\nspec:\n  replicas: 3\n  epochs: 1\n'),
    never(
      'alerts',
      'groups:\n  - name: network\n    rules:\n      - alert: PacketDropout\n        for: 5m\n',
    ),
    never('a game', 'player:\n  momentum: 0.9\n  drag: 0.1\n  jump: 4\n'),
    never('a survey', 'school:\n  dropout_count: 12\n  graduates: 240\n'),
    never('a message queue', 'kafka:\n  batch_size: 16384\n  linger_ms: 5\n  retries: 3\n'),
    never('a migration', 'import:\n  batch_size: 1000\n  table: users\n  commit_every: 5000\n'),
    never('words in a list', 'tags:\n  - dropout\n  - learning rate\n  - adam\n'),
    never('translations', 'en:\n  lr: Left to right\n  dropout: Dropout\n'),
    never('a front matter', 'title: Why dropout works\nlr: en\ndate: 2024-01-01\n'),
    never('blockchain', 'chain:\n  epochs: 12\n  slots: 32\n  validators: 100\n'),
  ]),
  ...inLanguage('json', [
    never('a package', '{ "name": "dropout", "version": "0.5.0", "scripts": { "lr": "node lr.js" } }'),
    never('a grammar table', '{ "parser": { "kind": "lr", "states": 120 }, "batch": 3 }'),
    never('metrics of a site', '{ "funnel": { "dropout": { "cart": 0.3, "payment": 0.1 } } }'),
    never('an export job', '{ "job": "export", "batch_size": 500, "format": "parquet" }'),
    never('pixels', '{ "image": { "wd": 640, "ht": 480, "lr": [0, 0, 10, 10] } }'),
    never('editor settings', '{ "editor.tabSize": 2, "momentum.scrolling": true }'),
    never('log lines', '{ "message": "lr: 0.1, dropout: 0.5", "level": "info" }'),
    never('a schema', '{ "properties": { "dropout": { "type": "number", "maximum": 1 } } }'),
    never('telemetry', '{ "device": 7, "epoch": 1700000000, "rate": 0.5, "dropouts": 2 }'),
  ]),
  ...inLanguage('toml', [
    never('a crate', '[package]\nname = "lr"\nversion = "0.1.0"\n\n[dependencies]\ndropout = "0.3"\n'),
    never(
      'a project',
      '[project]\nname = "x"\nkeywords = ["dropout", "lr"]\n\n[tool.black]\nline-length = 100\n',
    ),
    never('a pool', '[database]\nbatch_size = 100\nmax_overflow = 5\n'),
    never('a feed', '[feed]\nepochs = 3\nmomentum = "high"\n'),
    never('a comment', '# lr = 0.1\n# dropout = 0.5\n[site]\ntitle = "x"\n'),
  ]),
  ...inLanguage('javascript', [
    never(
      'a drop target',
      "const dropout = document.querySelector('.drop');\ndropout.addEventListener('drop', fn);",
    ),
    never('scrolling', 'export const momentum = 0.95;\nwindow.scrollBy(0, velocity * momentum);'),
    never('a funnel', 'const funnel = { dropout: 0.3, rate: 0.7 };\nchart.draw(funnel);'),
    never('own layers', 'function dropout({ rate }) { return rate; }\ndropout({ rate: 0.5 });'),
    never('words of a menu', "const items = ['SGD', 'Adam', 'dropout 0.5'];\nrender(items);"),
    never(
      'another tf',
      "const tf = require('./text-format');\ntf.dropout({ rate: 0.5 });\ntf.train.adam(0.01);",
    ),
    never('batches of rows', 'await db.insert(rows, { batchSize: 500, retries: 3 });'),
    never('frames', 'const epochs = [1700000000, 1700000600];\nplot(epochs.map((e) => new Date(e * 1000)));'),
    never('a text of code', 'const code = `tf.layers.dropout({ rate: 0.5 })`;\nshow(code);'),
    never('a comment', '// tf.train.sgd(0.1)\n/* tf.layers.dropout({ rate: 0.5 }) */\nmain();'),
  ]),
  ...inLanguage('typescript', [
    never('types', 'interface Options { dropout: number; lr: 0.1 | 0.2; batchSize?: number }'),
    never('an enumeration', 'enum Rate { dropout = 1, lr = 2 }\nexport default Rate;'),
    never(
      'an easing',
      'export class Spring { momentum = 0.8; step(dt = 0.016) { return this.momentum * dt; } }',
    ),
    never('a decorator', "@Column({ name: 'dropout', default: 0.5 })\nclass Student { dropout!: number }"),
    never(
      'a test',
      "it('has a dropout of 0.5', () => expect(parse('dropout=0.5')).toEqual({ dropout: 0.5 }));",
    ),
  ]),
  ...inLanguage('python', [
    never(
      'a click option of a site',
      "import click\n@click.option('--lr', default=0.1)\ndef draw(lr): print(lr)\n",
    ),
    never('settings of a crawler', 'DOWNLOAD_DELAY = 0.5\nBATCH_SIZE = 50\nEPOCH = 1970\n'),
    never('a market', 'import pandas as pd\nmomentum = prices.pct_change(12)\nlr = np.log(prices).diff()\n'),
    never(
      'a queue',
      'from celery import Celery\napp = Celery()\napp.conf.update(batch_size=100, rate_limit=0.1)\n',
    ),
    never(
      'a wave',
      'from scipy import signal\nb, a = signal.butter(4, 0.1)\nmomentum = 0.9 * mass * speed\n',
    ),
    never(
      'own functions',
      'def dropout(words, rate=0.5):\n    return words[: int(len(words) * rate)]\ndropout(w, 0.2)\n',
    ),
    never('Python 2 prints', 'print "lr = 0.1"\nprint "dropout", 0.5\nepochs = 10L\n'),
    never(
      'a person called Adam',
      'class Adam(Person):\n    def __init__(self, lr=0.1): self.lr = lr\nAdam(lr=0.5)\n',
    ),
    never(
      'annotations alone',
      'from typing import Protocol\nclass HasRate(Protocol):\n    lr: float\n    dropout: float\n',
    ),
    never('a lexer', "tokens = {'LR': 'left', 'DROPOUT': 'drop'}\nfor name in tokens: print(name)\n"),
    never('rows of a query', "cursor.executemany(sql, rows, batch_size=500)\nrow = {'epochs': 3, 'id': 1}\n"),
    never(
      'a sensor',
      'class Sensor:\n    dropout = 0.02\n    momentum = 3\n    def read(self): return self.dropout\n',
    ),
    never('a coin', 'import random\nlr = random.choice([0.1, 0.2])\ndropout = random.random() < 0.5\n'),
    never('a layout', 'import tkinter as tk\nlr = 0.5\nframe.place(relx=lr, rely=0.1)\n'),
    never('torch for tensors alone', 'import torch\nx = torch.rand(3)\nmomentum = (x * 0.9).sum()\n'),
    never(
      'a docstring of options',
      '"""Train.\n\nUsage: train.py --lr 0.1 --dropout 0.5\n"""\nimport sys\nprint(sys.argv)\n',
    ),
  ]),
];
