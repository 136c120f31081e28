import { mixedProgram, program } from '../../code/program';
import type { Target } from '../target';
import { borrowed, mutateWith, numbered, scanTwice } from './scans';

const TORCH = 'import torch\nfrom torch import nn\n';
const KERAS = `import argparse
from tensorflow import keras
from tensorflow.keras import layers
parser = argparse.ArgumentParser()
parser.add_argument('--dropout', type=float, default=0.5)
args = parser.parse_args()
config = {'lr': 1e-3, 'rates': [0.1, 0.2]}
model = keras.Sequential([layers.Dense(16), *[layers.Dropout(p) for p in config['rates']]])
model.add(layers.Dropout(rate=args.dropout))
model.compile(optimizer=keras.optimizers.Adam(learning_rate=config['lr']), loss='mse')
model.fit(x, y, epochs=20, batch_size=32, validation_split=0.2)
`;
const DATACLASS = `from dataclasses import dataclass
from torch import nn, optim

@dataclass
class Config:
    """Of a training."""
    dropout: float = 0.5
    lr: float = 1e-3

def build(config: Config, depth=3):
    layers = []
    for i in range(depth):
        layers += [nn.Linear(8, 8), nn.Dropout(p=config.dropout if i else 0.1)]
    return nn.Sequential(*layers)

net = build(Config(dropout=0.3))
opt = optim.SGD(net.parameters(), lr=Config.lr, momentum=0.9)
with torch.no_grad(): print(f"{net(x):.3f} {'a' if x else 'b'}")
`;

/** Python as it stands in an editor, and anything that may. */
export const python: Target<string> = {
  name: 'python',
  seeds: () => [program(1), mixedProgram(60), KERAS, DATACLASS],
  mutate: mutateWith([
    ...[
      'nn.Dropout(',
      'p=0.5',
      ')',
      '(',
      '[',
      ']',
      '{',
      '}',
      ':',
      ',',
      '.',
      '=',
      ' = ',
      '*',
      '**',
      '@',
      '->',
    ],
    ...[
      '"""',
      "'''",
      '"',
      "'",
      'f"{',
      '}"',
      '\\\n',
      '#',
      '\n',
      '    ',
      '\t',
      '\r\n',
      '\0',
      ';',
      '\ud800',
      '\ufeff',
    ],
    ...[
      'def f(p=0.5):\n',
      'class A(nn.Module):\n',
      'lambda x: ',
      'for i in range(3):\n',
      'if x:\n',
      'elif y:\n',
    ],
    ...[
      'else:\n',
      'return ',
      'import ',
      'from a import *\n',
      'global p\n',
      'del p\n',
      'p = p\n',
      'self.',
      'match x:\n',
    ],
    ...[
      'p',
      'lr',
      'dropout',
      'config',
      'args',
      'nn',
      '0.5',
      '1e-3',
      '-',
      'not ',
      'await ',
      'async ',
      'yield ',
      ':=',
    ],
  ]),
  run: (text) => scanTwice(text, 'python'),
  borrowed,
  largest: 131_072,
  grow: {
    'words with one gap that is wider': (n) => `${TORCH}${'f   '.repeat(n / 8)} ${'f   '.repeat(n / 8)}\n`,
    'calls of a layer': (n) => TORCH + numbered(n / 16, (i) => `nn.Dropout(0.${i})\n`),
    classes: (n) => TORCH + program(Math.ceil(n / 700)),
    options: (n) =>
      `${TORCH}import argparse\nparser = argparse.ArgumentParser()\n${numbered(n / 62, (i) => `parser.add_argument('--dropout${i}', type=float, default=0.${i})\n`)}args = parser.parse_args()\n`,
    'quotes that are not closed': (n) =>
      `${TORCH}x = """\n${numbered(n / 20, (i) => `d${i} = nn.Dropout(0.5)\n`)}`,
    'quotes before functions': (n) =>
      `${TORCH}"""\n${numbered(n / 45, (i) => `def f${i}(p=0.1):\n    return nn.Dropout(p)\n\n`)}`,
    'branches without an end': (n) =>
      `${TORCH}if x:\n    pass\n${'elif y:\n    nn.Dropout(0.5)\n'.repeat(n / 28)}`,
    'containers in containers': (n) =>
      `${TORCH}m = ${'nn.Sequential('.repeat(n / 15)}nn.Dropout(0.5)${')'.repeat(n / 15)}\n`,
    'assignments to one name': (n) => `${TORCH}${'p = 0.5\n'.repeat(n / 8)}nn.Dropout(p)\n`,
    'a chain of assignments': (n) => `${TORCH}${'p = '.repeat(n / 4)}0.5\nnn.Dropout(p)\n`,
    'a chain of assignments to many names': (n) =>
      `${TORCH}${numbered(n / 8, (i) => `p${i} = `)}0.5\nnn.Dropout(p7)\n`,
    'a name of a name': (n) =>
      `${TORCH}a0 = 0.5\n${numbered(n / 12, (i) => `a${i + 1} = a${i}\n`)}nn.Dropout(a9)\n`,
    'functions that call each other': (n) =>
      TORCH + numbered(n / 50, (i) => `def f${i}(p):\n    nn.Dropout(p)\n    f${(i * 31 + 1) % 97}(p)\n\n\n`),
    'imports in a circle': (n) =>
      `${numbered(n / 24, (i) => `from m${i} import a${i} as a${i + 1}\n`)}${TORCH}nn.Dropout(a1)\n`,
    'f-strings': (n) => TORCH + numbered(n / 32, (i) => `print(f"{nn.Dropout(0.${i})} {x:.3f}")\n`),
    'a dictionary': (n) =>
      `${TORCH}c = {\n${numbered(n / 20, (i) => `  'dropout${i}': 0.5,\n`)}}\nnn.Dropout(c['dropout1'])\n`,
    'a list': (n) => `${TORCH}c = [${'0.5, '.repeat(n / 5)}]\nfor p in c:\n    nn.Dropout(p)\n`,
    'one line': (n) => `${TORCH}${'d = nn.Dropout(0.5); '.repeat(n / 21)}`,
    'carriage returns': (n) => (TORCH + 'nn.Dropout(0.5)\n'.repeat(n / 16)).replaceAll('\n', '\r\n'),
    'zero bytes': (n) => `${TORCH}${'\0nn.Dropout(0.5)\n'.repeat(n / 17)}`,
    'lone surrogates': (n) => `${TORCH}${'\ud800 = nn.Dropout(0.5)\n'.repeat(n / 20)}`,
    'brackets that are not closed': (n) => `${TORCH}x = ${'['.repeat(n)}`,
    lambdas: (n) => `${TORCH}x = ${'lambda p: '.repeat(n / 10)}nn.Dropout(p)\n`,
    decorators: (n) => `${TORCH}${'@nn.Dropout(0.5)\n'.repeat(n / 17)}def f(): pass\n`,
    'towers of comprehensions': (n) =>
      `${TORCH}x = ${'['.repeat(n / 20)}nn.Dropout(0.5)${' for i in range(3)]'.repeat(n / 20)}\n`,
    'a comprehension of many loops': (n) =>
      `${TORCH}x = [nn.Dropout(p) ${numbered(n / 14, (i) => `for p${i} in q${i} `)}]\n`,
    'a long sequence': (n) =>
      `${TORCH}m = nn.Sequential(\n${'    nn.Linear(3, 3),\n    nn.Dropout(0.5),\n'.repeat(n / 42)})\n`,
    'layers that are added one by one': (n) =>
      `${TORCH}m = []\n${'m.append(nn.Dropout(0.5))\n'.repeat(n / 27)}n = nn.Sequential(*m)\n`,
    'members of one class': (n) =>
      `${TORCH}class A(nn.Module):\n    def __init__(self):\n${numbered(n / 60, (i) => `        self.d${i} = nn.Dropout(0.5)\n`)}    def forward(self, x):\n${numbered(n / 60, (i) => `        x = self.d${i}(x)\n`)}        return x\n`,
  },
};
