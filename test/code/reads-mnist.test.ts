import assert from 'node:assert/strict';
import { readsMnist } from '../../src/code/reads-mnist';

describe('code that trains on MNIST', () => {
  for (const line of [
    '(x_train, t_train), (x_test, t_test) = load_mnist(normalize=True)',
    "train = torchvision.datasets.MNIST('data', train=True)",
    'data = MNIST(root=".", download=True)',
    '(x, y), _ = keras.datasets.mnist.load_data()',
    'mnist = input_data.read_data_sets("MNIST_data/", one_hot=True)',
    "ds = tfds.load('mnist', split='train')",
    'ds = load_dataset("ylecun/mnist")',
    "X, y = fetch_openml('mnist_784', version=1, return_X_y=True)",
    "X, y = fetch_openml(name='mnist_784')",
  ])
    it(`is known by ${line}`, () => assert.ok(readsMnist(`import numpy as np\n${line}\n`)));

  for (const line of [
    '# train = MNIST("data")',
    "train = datasets.FashionMNIST('data')",
    "train = KMNIST('data')",
    '(x, y), _ = keras.datasets.fashion_mnist.load_data()',
    'path = "mnist.npz"',
    'from dataset.mnist import load_mnist',
    "ds = tfds.load('cifar10')",
  ])
    it(`is not ${line}`, () => assert.ok(!readsMnist(`import torch\n${line}\n`)));
});
