import { found, never } from './case';

/** MLX and PaddlePaddle, whose names are much like PyTorch's. */
export const torchLike = [
  found(
    'MLX',
    'import mlx.nn as nn\nimport mlx.optimizers as optim\nd = nn.Dropout(p=0.3)\ne = nn.Dropout()\no = optim.AdamW(learning_rate=1e-3, weight_decay=0.02)\nbatch_size = 256\nnum_epochs = 10',
    'dropout 0.3 «0.3»',
    'dropout 0.5 default +«»',
    'optimizer adamw',
    'learningRate 0.001 «1e-3»',
    'weightDecay 0.02 «0.02»',
    'batchSize 256 «256»',
    'epochs 10 «10»',
  ),
  found(
    'MLX, by positions',
    'from mlx.optimizers import SGD\no = SGD(0.1, 0.9)',
    'optimizer sgd',
    'learningRate 0.1 «0.1»',
    'momentum 0.9 «0.9»',
  ),
  found(
    'PaddlePaddle',
    'import paddle\nimport paddle.nn.functional as F\nd = paddle.nn.Dropout(0.4)\ny = F.dropout(x, 0.2, training=True)\no = paddle.optimizer.Adam(learning_rate=2e-3, parameters=net.parameters(), weight_decay=1e-4)\nl = paddle.io.DataLoader(data, batch_size=64, shuffle=True)\nmodel.fit(data, epochs=5)',
    'dropout 0.4 «0.4»',
    'dropout 0.2 «0.2»',
    'optimizer adam',
    'learningRate 0.002 «2e-3»',
    'weightDecay 0.0001 «1e-4»',
    'batchSize 64 «64»',
    'epochs 5 «5»',
  ),
  found(
    'PaddlePaddle: what is not written',
    'from paddle.optimizer import Momentum\no = Momentum(parameters=net.parameters())',
    'optimizer sgd',
    'learningRate 0.001 default +«, learning_rate=»',
    'momentum 0.9 default +«, momentum=»',
  ),
  never('MLX without a network', 'import mlx.core as mx\nx = mx.random.normal((3, 4))\ny = mx.Dropout(0.5)'),
  never('a drop in MLX', 'import mlx.nn as nn\nx = nn.Linear(2, 3)\nx.drop(0.5)'),
  never('PaddlePaddle without training', 'import paddle\nx = paddle.rand([2, 3])\npaddle.set_device("cpu")'),
  never('a paddle', 'paddle = Paddle(speed=0.5)\npaddle.dropout(0.5)\npaddle.momentum = 0.3'),
  never('PaddlePaddle in inference', 'import paddle\nnet = paddle.jit.load("m")\nnet.eval()\nbatch = 4'),
];
