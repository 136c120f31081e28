"""PyTorch, eager, on the CPU. Adam with foreach where this version has it: that is faster."""
import inspect

import torch
from torch import nn
from torch.nn.functional import cross_entropy, mse_loss

from common import arguments, batches, classes, measure, xor

args = arguments()
torch.set_num_threads(args.threads)


def tensors(pair):
    return [torch.from_numpy(part) for part in pair]


def network(widths, activation, drop=0.0, drop_input=0.0):
    parts = [nn.Dropout(drop_input)] if drop_input else []
    for inputs, outputs in zip(widths, widths[1:-1]):
        parts += [nn.Linear(inputs, outputs), activation()]
        if drop:
            parts.append(nn.Dropout(drop))
    net = nn.Sequential(*parts, nn.Linear(*widths[-2:]))
    for part in net:
        if isinstance(part, nn.Linear):
            nonlinearity = "relu" if activation is nn.ReLU else "tanh"
            nn.init.kaiming_normal_(part.weight, nonlinearity=nonlinearity)
            nn.init.zeros_(part.bias)
    return net


def step(net, optimizer, loss, x, y):
    optimizer.zero_grad(set_to_none=True)
    loss(net(x), y).backward()
    optimizer.step()


def each_epoch(net, optimizer, loss, size, train, test, score):
    """A unit is an epoch with the score on both sets."""
    last = {}

    def unit():
        net.train()
        for rows in batches(len(train[0]), size):
            rows = torch.from_numpy(rows)
            step(net, optimizer, loss, train[0][rows], train[1][rows])
        net.eval()
        with torch.no_grad():
            last["train"] = score(net(train[0]), train[1]).item()
            last["test"] = score(net(test[0]), test[1]).item()
        return 1

    measure(args, unit, lambda: last["train"])


def accuracy(logits, y):
    return (logits.argmax(1) == y).float().mean()


def w2():
    x, y = tensors(classes(10_000))
    net = network([784, 512, 512, 10], nn.ReLU, 0.5, 0.2).train()
    fast = {"foreach": True} if "foreach" in inspect.signature(torch.optim.Adam).parameters else {}
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3, **fast)
    waiting = []

    def unit():
        if not waiting:
            waiting.extend(batches(len(x), 128))
        rows = torch.from_numpy(waiting.pop(0))
        step(net, optimizer, cross_entropy, x[rows], y[rows])
        return len(rows)

    measure(args, unit, lambda: accuracy(net.eval()(x), y))


if args.workload == "W1":
    net = network([784, *[100] * 6, 10], nn.ReLU, 0.2)
    sgd = torch.optim.SGD(net.parameters(), lr=0.01)
    each_epoch(net, sgd, cross_entropy, 100, tensors(classes(300)), tensors(classes(1000, 1, 3)), accuracy)
elif args.workload == "W2":
    w2()
else:
    net = network([2, 8, 8, 1], nn.Tanh)
    sgd = torch.optim.SGD(net.parameters(), lr=0.03)
    each_epoch(net, sgd, mse_loss, 10, tensors(xor(500, 1)), tensors(xor(500, 2)), mse_loss)
