import { found } from '../case';

/** Ways of writing that a reader of Python has to know. */
export const syntax = [
  found(
    'a conditional expression',
    `
import torch
big = True
d = torch.nn.Dropout(0.5 if big else 0.1)
`,
    'dropout ? (depends on a condition: big)',
  ),
  found(
    'an assignment expression',
    `
import torch
if (p := 0.15) > 0:
    d = torch.nn.Dropout(p)
`,
    'dropout 0.15 «0.15»',
  ),
  found(
    'semicolons',
    `
import torch; p = 0.3; d = torch.nn.Dropout(p); o = torch.optim.SGD(d.parameters(), 0.1)
`,
    'dropout 0.3 «0.3»',
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
  ),
  found(
    'parameters by position only and by keyword only',
    `
from __future__ import annotations
import typing as t
import torch as T, torch.nn.functional as F
def blk(x: T.Tensor, /, *, p: t.Optional[float] = 0.19) -> T.Tensor:
    return F.dropout(x, p)
`,
    'dropout 0.19 «0.19»',
  ),
  found(
    'a print of Python 2 among tabs',
    `
import torch.nn as nn
class Net(nn.Module):
	def __init__(self):
		super(Net, self).__init__()
		self.drop = nn.Dropout(p = 0.4) # tab indented
		print 'x'
`,
    'dropout 0.4 «0.4»',
  ),
  found(
    'ternary module',
    `
import torch.nn as nn
class A(nn.Module):
    def __init__(self, dropout=0.3):
        super().__init__()
        self.drop = nn.Dropout(dropout) if dropout > 0 else nn.Identity()
`,
    'dropout 0.3 «0.3»',
  ),
  found(
    'star import',
    `
from torch.nn import *
from torch.optim import *
net = Sequential(Linear(1, 2), Dropout(0.2))
opt = SGD(net.parameters(), lr=0.3)
`,
    'dropout 0.2 «0.2»',
    'optimizer sgd',
    'learningRate 0.3 «0.3»',
  ),
  found(
    'numbers in all forms',
    `
import torch.nn as nn
a = nn.Dropout(1/3)
b = nn.Dropout(+0.5)
c = nn.Dropout(0)
d = nn.Dropout(p=1)
e = nn.Dropout(1.)
f = nn.Dropout(5e-1)
g = nn.Dropout(-0.1)
`,
    'dropout 0.333333333333 «1/3»',
    'dropout 0.5 «+0.5»',
    'dropout 0 «0»',
    'dropout 1 «1»',
    'dropout 1 «1.»',
    'dropout 0.5 «5e-1»',
    'dropout -0.1 «-0.1»',
  ),
  found(
    'decorated & async',
    `
import torch
@torch.no_grad()
async def f(x, p: float = .5):
    return torch.nn.functional.dropout(x, p, True)
`,
    'dropout 0.5 «.5»',
  ),
  found(
    'types in comments',
    `
import torch
def f(x, p=0.5):
    # type: (Tensor, float) -> Tensor
    return torch.nn.functional.dropout(x, p=p, training=True)
`,
    'dropout 0.5 «0.5»',
  ),
  found(
    'markers among parameters',
    `
import torch.nn as nn
def mk(a, /, b, *, p=0.31): return nn.Dropout(p)
mk(1, 2)
`,
    'dropout 0.31 «0.31»',
  ),
  found(
    'Python 2 with tabs, prints and an old exception',
    `
import torch.nn as nn
class Net(nn.Module):
	def __init__(self, p=.3):
		nn.Module.__init__(self)
		print "p is", p
		try:
			self.d = nn.Dropout(p)
		except ValueError, e:
			raise ValueError, "bad p"
`,
    'dropout 0.3 «.3»',
  ),
  found(
    'non-English names',
    `
import torch.nn as nn
드롭아웃 = 0.35
층 = nn.Dropout(드롭아웃)
`,
    'dropout 0.35 «0.35»',
  ),
  found('a file without a newline at its end', `import torch.nn as nn; nn.Dropout(p=.9)`, 'dropout 0.9 «.9»'),
  found(
    'a number in a string',
    `
import torch
opt = torch.optim.Adam([], lr=float("3e-4"))
`,
    'optimizer adam',
    'learningRate 0.0003 «3e-4»',
  ),
  found(
    'match',
    `
import torch
def make(kind, params):
    match kind:
        case "sgd":
            return torch.optim.SGD(params, lr=0.01, momentum=0.9)
        case "adam":
            return torch.optim.Adam(params, lr=1e-3)
`,
    'optimizer sgd',
    'learningRate 0.01 «0.01»',
    'momentum 0.9 «0.9»',
    'optimizer adam',
    'learningRate 0.001 «1e-3»',
  ),
  found(
    'powers and fractions',
    `
import torch
o = torch.optim.Adam([], lr=10 ** -3, weight_decay=1/1000)
p = torch.optim.Adam([], lr=10**(-4))
`,
    'optimizer adam',
    'learningRate 0.001 «10 ** -3»',
    'weightDecay 0.001 «1/1000»',
    'optimizer adam',
    'learningRate 0.0001 «10**(-4)»',
  ),
  found(
    'numbers with underscores',
    `
import torch
o = torch.optim.SGD([], lr=0.000_1)
d = torch.utils.data.DataLoader(x, batch_size=1_024)
`,
    'optimizer sgd',
    'learningRate 0.0001 «0.000_1»',
    'batchSize 1024 «1_024»',
  ),
  found(
    'multi-line call',
    `
import torch
optimizer = torch.optim.AdamW(
    params=(p for p in model.parameters() if p.requires_grad),  # lr=5
    lr=3e-5,  # was 1e-4
    eps=1e-8,
    weight_decay=0.01,
)
`,
    'optimizer adamw',
    'learningRate 0.00003 «3e-5»',
    'weightDecay 0.01 «0.01»',
  ),
  found(
    'settings in one tuple',
    `
import torch
lr, wd, bs = 1e-2, 5e-4, 128
o = torch.optim.SGD([], lr=lr, weight_decay=wd)
l = torch.utils.data.DataLoader(d, bs)
`,
    'optimizer sgd',
    'learningRate 0.01 «1e-2»',
    'weightDecay 0.0005 «5e-4»',
    'batchSize 128 «128»',
  ),
  found(
    'backslash continuation',
    `
import torch
opt = \\
    torch.optim.SGD(model.parameters(), \\
                    lr = 0.1, \\
                    momentum = 0.9)
`,
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
    'momentum 0.9 «0.9»',
  ),
  found(
    'a walrus in a call',
    `
import torch
opt = torch.optim.Adam([], lr=(rate := 3e-4))
`,
    'optimizer adam',
    'learningRate 0.0003 «3e-4»',
  ),
];
