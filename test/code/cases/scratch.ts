import { found, never } from './case';

const book = `import numpy as np
from dataset.mnist import load_mnist
from common.multi_layer_net_extend import MultiLayerNetExtend
from common.trainer import Trainer

`;
const run = (change = '') => `import numpy as np
from common.multi_layer_net import MultiLayerNet
from common.optimizer import SGD

network = MultiLayerNet(input_size=784, hidden_size_list=[100, 100], output_size=10)
optimizer = SGD(lr=0.05)
max_epochs = 201
batch_size = 50
${change}`;

/** *Deep Learning from Scratch*: NumPy with the book's folder `common`, and DeZero. */
export const scratch = [
  found(
    'the dropout experiment of the book',
    `${book}use_dropout = True  # False without
dropout_ratio = 0.2
network = MultiLayerNetExtend(input_size=784, hidden_size_list=[100, 100], output_size=10,
                              use_dropout=use_dropout, dropout_ration=dropout_ratio)
trainer = Trainer(network, x_train, t_train, x_test, t_test, epochs=301, mini_batch_size=60,
                  optimizer='sgd', optimizer_param={'lr': 0.01}, verbose=True)
`,
    'dropout 0.2 «0.2»',
    'epochs 301 «301»',
    'batchSize 60 «60»',
    'optimizer sgd',
    'learningRate 0.01 «0.01»',
  ),
  found(
    'a loop of its own beside the book’s network',
    run(),
    'optimizer sgd',
    'learningRate 0.05 «0.05»',
    'epochs 201 «201»',
    'batchSize 50 «50»',
  ),
  found(
    'weight decay of the book',
    'from common.multi_layer_net import MultiLayerNet\nweight_decay_lambda = 0.1\nn = MultiLayerNet(784, [100] * 6, 10, weight_decay_lambda=weight_decay_lambda)',
    'weightDecay 0.1 «0.1»',
  ),
  found(
    'the book’s optimizers beside each other',
    "from common.optimizer import *\noptimizers = {}\noptimizers['Momentum'] = Momentum(lr=0.1)\noptimizers['AdaGrad'] = AdaGrad(lr=1.5)\noptimizers['Adam'] = Adam(0.3)",
    'optimizer sgd',
    'momentum 0.9 default +«, momentum=»',
    'learningRate 0.1 «0.1»',
    'optimizer adagrad',
    'learningRate 1.5 «1.5»',
    'optimizer adam',
    'learningRate 0.3 «0.3»',
  ),
  found(
    'the book’s layers',
    'from common.layers import *\nself.layers.append(Dropout(0.4))\nself.layers.append(Dropout())',
    'dropout 0.4 «0.4»',
    'dropout 0.5 default +«»',
  ),
  found(
    'dropout over time',
    'from common.time_layers import TimeDropout\nd = TimeDropout(dropout_ratio=0.35)',
    'dropout 0.35 «0.35»',
  ),
  found(
    'DeZero',
    'import dezero\nimport dezero.functions as F\nfrom dezero import DataLoader, optimizers\nfrom dezero.models import MLP\nmodel = MLP((1000, 10), activation=F.relu)\noptimizer = optimizers.Adam(alpha=0.002).setup(model)\noptimizer.add_hook(optimizers.WeightDecay(1e-4))\nloader = DataLoader(train_set, 100)\ny = F.dropout(x, 0.3)',
    'optimizer adam',
    'learningRate 0.002 «0.002»',
    'weightDecay 0.0001 «1e-4»',
    'batchSize 100 «100»',
    'dropout 0.3 «0.3»',
  ),
  found(
    'DeZero: what is not written',
    'from dezero import optimizers\no = optimizers.MomentumSGD(lr=0.2)',
    'optimizer sgd',
    'momentum 0.9 default +«, momentum=»',
    'learningRate 0.2 «0.2»',
  ),
  never('another package called common', 'from common.util import SGD\no = SGD(lr=0.01)\nd = Dropout(0.5)'),
  never('another module of it', 'from common.optimizers import Adam\na = Adam(0.3)'),
  never('only NumPy', 'import numpy as np\nepochs = 20\nmomentum = 0.9\ny = np.random.rand(100)'),
  never('a Dropout of another kind', 'from common.events import Dropout\nd = Dropout(0.5)'),
  never(
    'what the book’s layers are made of',
    'from common.layers import Affine, Relu\nimport numpy as np\na = Affine(np.zeros((2, 3)), np.zeros(3))\nr = Relu()',
  ),
  never('the book’s functions', 'from common.functions import softmax, cross_entropy_error\ny = softmax(a)'),
  never(
    'the book’s data',
    'from dataset.mnist import load_mnist\n(x_train, t_train), _ = load_mnist(flatten=True)\nx_train = x_train[:300]\nbatch_mask = np.random.choice(300, 100)',
  ),
  never(
    'a switch without a network',
    'from common.layers import *\nuse_dropout = True\nweight_init_std = 0.01\nhidden_size_list = [100, 100]',
  ),
  never(
    'DeZero without training',
    'import dezero\nfrom dezero import Variable\nx = Variable(np.array(0.5))\ny = dezero.functions.exp(x)\nepoch = 3',
  ),
  never('a method called dropout', 'import dezero\nstudents.dropout(0.3)'),
  never('a Trainer of sport', 'from common.people import Trainer\nt = Trainer(epochs=3, mini_batch_size=2)'),
];
