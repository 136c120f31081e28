import { found, never } from './case';

export const pytorch = [
  found('positional', 'import torch.nn as nn\nd = nn.Dropout(0.25)', 'dropout 0.25 «0.25»'),
  found('by keyword', 'from torch import nn\nd = nn.Dropout(p=0.5)', 'dropout 0.5 «0.5»'),
  found('the default', 'from torch import nn\nd = nn.Dropout()', 'dropout 0.5 default +«»'),
  found(
    'the default beside another argument',
    'from torch import nn\nd = nn.Dropout(inplace=True)',
    'dropout 0.5 default +«, p=»',
  ),
  found('a method called on it', 'import torch\nd = torch.nn.Dropout2d(.25).to(dev)', 'dropout 0.25 «.25»'),
  found('an alias', 'from torch.nn import Dropout as D\nx = D(1e-1)', 'dropout 0.1 «1e-1»'),
  found('alpha dropout', 'import torch.nn as nn\nd = nn.AlphaDropout(p=.05)', 'dropout 0.05 «.05»'),
  found(
    'the module of a class',
    'from torch.nn.modules.dropout import Dropout\nd = Dropout(0.3)',
    'dropout 0.3 «0.3»',
  ),
  found(
    'functional, with training',
    'import torch.nn.functional as F\ndef f(self, x):\n    return F.dropout(x, p=0.6, training=self.training)',
    'dropout 0.6 «0.6»',
  ),
  found(
    'functional, the default',
    'import torch.nn.functional as F\ny = F.dropout(x, training=False)',
    'dropout 0.5 default +«, p=»',
  ),
  found(
    'functional, positional',
    'from torch.nn.functional import dropout\ny = dropout(x, 0.2, True)',
    'dropout 0.2 «0.2»',
  ),
  found(
    'attention',
    'import torch\ny = torch.nn.functional.scaled_dot_product_attention(q, k, v, dropout_p=0.1 if self.training else 0)',
    'dropout 0.1 «0.1»',
  ),
  found(
    'a recurrent layer',
    'from torch import nn\nr = nn.LSTM(8, 8, num_layers=2, dropout=0.2)',
    'dropout 0.2 «0.2»',
  ),
  found(
    'a transformer',
    'from torch import nn\nt = nn.TransformerEncoderLayer(64, 4, 128, 0.15)',
    'dropout 0.15 «0.15»',
  ),
  found(
    'by an assignment to the class',
    'import torch.nn as nn\nDrop = nn.Dropout\nd = Drop(0.4)',
    'dropout 0.4 «0.4»',
  ),
  found(
    'an optimizer',
    'import torch.optim as optim\no = optim.Adam(net.parameters(), lr=3e-4, weight_decay=1e-5)',
    'optimizer adam',
    'learningRate 0.0003 «3e-4»',
    'weightDecay 0.00001 «1e-5»',
  ),
  found(
    'an optimizer by position',
    'import torch\no = torch.optim.SGD(net.parameters(), 0.1, 0.9)',
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
    'momentum 0.9 «0.9»',
  ),
  found(
    'an optimizer with its default',
    'from torch.optim import AdamW\no = AdamW(net.parameters())',
    'optimizer adamw',
    'learningRate 0.001 default +«, »',
  ),
  found(
    'parameter groups',
    "from torch import optim\no = optim.SGD([{'params': a, 'lr': 1e-2}, {'params': b}], lr=1e-3, momentum=0.9)",
    'optimizer sgd',
    'learningRate 0.01 «1e-2»',
    'learningRate 0.001 «1e-3»',
    'momentum 0.9 «0.9»',
  ),
  found(
    'keyword arguments unpacked',
    'from torch import optim\nopts = dict(lr=0.02, momentum=0.8)\no = optim.SGD(net.parameters(), **opts)',
    'optimizer sgd',
    'learningRate 0.02 «0.02»',
    'momentum 0.8 «0.8»',
  ),
  found(
    'a loader',
    'from torch.utils.data import DataLoader\nl = DataLoader(data, batch_size=64, shuffle=True)\nt = DataLoader(data, 128)',
    'batchSize 64 «64»',
    'batchSize 128 «128»',
  ),
  found('a loop over epochs', 'import torch\nfor epoch in range(20):\n    train(epoch)', 'epochs 20 «20»'),
  found(
    'a loop that counts from one',
    'import torch\nN = 7\nfor epoch in range(1, N + 1):\n    train(epoch)\nfor epoch_idx in range(1, 11):\n    pass',
    'epochs 7 «7»',
    'epochs 10 (the loop counts from 1, so 11 is written)',
  ),
  found(
    'a loop that starts anywhere',
    'import torch\nfor epoch in range(start, start + 200):\n    pass',
    'epochs 200 «200»',
  ),
  found(
    'a sampler of batches',
    'import torch\ns = torch.utils.data.BatchSampler(r, 8, drop_last=True)',
    'batchSize 8 «8»',
  ),
  found(
    'a progress bar around the loop',
    'import torch\nfrom tqdm import tqdm, trange\nfor epoch in tqdm(range(5)):\n    pass\nfor ep_ in trange(3):\n    pass\nfor i_epoch in trange(4):\n    pass',
    'epochs 5 «5»',
    'epochs 4 «4»',
  ),
  found(
    'the same class in several spellings of one line',
    'from torch import nn\nn = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Dropout(0.1), nn.Linear(8, 8), nn.Dropout(p=0.2), nn.Linear(8, 1))',
    'dropout 0.1 «0.1»',
    'dropout 0.2 «0.2»',
  ),
  found(
    'a third-party layer',
    'from torch_geometric.nn import GATConv\nc = GATConv(16, 8, heads=8, dropout=0.6)',
    'dropout 0.6 «0.6»',
  ),
  never(
    'a function of one’s own called Dropout',
    'import torch\ndef Dropout(p):\n    return p\nd = Dropout(0.5)',
  ),
  never(
    'a class of one’s own called Dropout',
    'from torch import nn\nclass Dropout(nn.Module):\n    pass\nd = Dropout(0.5)',
  ),
  never('a class of one’s own called Adam', 'import torch\nclass Adam:\n    pass\no = Adam(p, 0.5)'),
  never('no import at all', 'd = nn.Dropout(0.25)\no = optim.Adam(p, lr=0.1)'),
  never('an import of another package', 'from mylib import nn\nd = nn.Dropout(0.25)'),
  never('an import from a file beside', 'from .layers import Dropout\nd = Dropout(0.25)'),
  never('a comment', 'import torch.nn as nn\n# d = nn.Dropout(0.25)\nx = 1  # lr = 0.1'),
  never('a string', 'import torch.nn as nn\ns = "nn.Dropout(0.25)"\nt = \'lr = 0.1, dropout=0.5\''),
  never(
    'a docstring',
    'import torch.nn as nn\ndef f():\n    """Uses nn.Dropout(0.5).\n\n    >>> optim.SGD(p, lr=0.1)\n    """\n    return 1',
  ),
  never('an f-string', 'import torch.nn as nn\nprint(f"lr=0.1 dropout {nn.Dropout} {0.5:.2f}")'),
  never(
    'a raw string over several lines',
    "from torch import nn\ns = r'''\nlr = 0.1\nd = nn.Dropout(0.5)\n'''",
  ),
  never(
    'the gamma of a scheduler',
    'from torch.optim.lr_scheduler import StepLR\ns = StepLR(opt, step_size=30, gamma=0.1)',
  ),
  never(
    'a scheduler by way of optim',
    'import torch.optim as optim\ns = optim.lr_scheduler.ExponentialLR(opt, gamma=0.95)',
  ),
  never(
    'a cycle of rates',
    'from torch.optim.lr_scheduler import CyclicLR\ns = CyclicLR(opt, base_lr=0.01, max_lr=0.1)',
  ),
  never(
    'the momentum of batch normalization',
    'from torch import nn\nb = nn.BatchNorm2d(64, eps=1e-5, momentum=0.1)',
  ),
  never('the slope of a leaky ReLU', 'from torch import nn\na = nn.LeakyReLU(0.2)'),
  never(
    'label smoothing and margins',
    'from torch import nn\nl = nn.CrossEntropyLoss(label_smoothing=0.1)\nm = nn.MarginRankingLoss(0.5)',
  ),
  never('initial weights', 'import torch\nw = torch.nn.init.normal_(t, mean=0.0, std=0.02)'),
  never('sizes of layers', 'from torch import nn\nl = nn.Linear(784, 128)\nc = nn.Conv2d(1, 32, 3, 1)'),
  never('a loop over recorded epochs', 'import torch\nfor epoch in range(len(history)):\n    print(epoch)'),
  never('a loop over steps', 'import torch\nfor step in range(100):\n    go()'),
  never('a counter', 'import torch\nepoch = 0\nnum_batches = 0\nbest_epoch = 3'),
  never(
    'a method of one’s own',
    'import torch\nclass A:\n    def Dropout(self, p):\n        return p\nA().Dropout(0.5)',
  ),
  never(
    'a parameter that hides the import',
    'from torch.nn import Dropout\ndef f(Dropout):\n    return Dropout(0.5)',
  ),
  never('a member of an object', 'import torch\nx = model.Dropout(0.5)\ny = self.nn.Dropout(0.5)'),
  never('a rate in another unit of time', 'import torch\ntrain_fps = 0.1\nlrs = [0.1, 0.2]\nclr = 3'),
  never('gradient clipping', 'import torch\ntorch.nn.utils.clip_grad_norm_(p, max_norm=0.5)'),
  never(
    'a rate changed while it runs',
    "import torch\nfor group in opt.param_groups:\n    group['lr'] = 0.001",
  ),
  never('an annotation alone', 'import torch\nlr: float\nclass C:\n    dropout: float'),
  never('a comparison', 'import torch\nif lr == 0.1 or dropout > 0.5:\n    pass'),
  found(
    'a keyword beside what is unpacked',
    `import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, width, drop=0):
        self.d = nn.Dropout(p=drop)
def build(*sizes, **kwargs):
    return Net(*sizes, drop=0.2, **kwargs)
`,
    'dropout 0.2 «0.2»',
  ),
  found(
    'an argument by its place beside what is unpacked',
    `import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, width, drop=0):
        self.d = nn.Dropout(p=drop)
def build(**kwargs):
    return Net(8, 0.2, **kwargs)
`,
    'dropout 0.2 «0.2»',
  ),
];
