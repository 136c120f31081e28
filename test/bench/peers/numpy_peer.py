"""The same networks written out in NumPy, single precision, as a course or a book would write them."""
import numpy as np

from common import arguments, batches, classes, measure, xor

args = arguments()
rng = np.random.default_rng(0)


class Network:
    """Dense layers with ReLU or tanh and inverted dropout; the loss is cross-entropy or the squared error."""

    def __init__(self, widths, relu=True, drop=0.0, drop_input=0.0):
        self.relu, self.drops = relu, [drop_input] + [drop] * (len(widths) - 2)
        gain = 2 if relu else 1
        self.weights = [
            rng.normal(0, np.sqrt(gain / i), (i, o)).astype(np.float32) for i, o in zip(widths, widths[1:])
        ]
        self.biases = [np.zeros(o, np.float32) for o in widths[1:]]

    def dropped(self, x, ratio, training):
        if not training or ratio == 0:
            return x, None
        mask = (rng.random(x.shape, np.float32) >= ratio) * np.float32(1 / (1 - ratio))
        return x * mask, mask

    def forward(self, x, training=False):
        """The outputs; and per layer its input, the mask of that, and the activation before it."""
        kept = []
        for i, (w, b) in enumerate(zip(self.weights, self.biases)):
            active = x
            x, mask = self.dropped(x, self.drops[i], training)
            kept.append((x, mask, active))
            x = x @ w + b
            if i + 1 < len(self.weights):
                x = np.maximum(x, 0) if self.relu else np.tanh(x)
        return x, kept

    def gradients(self, delta, kept):
        """Gradients of weights and biases, from the last layer to the first."""
        for i in range(len(kept) - 1, -1, -1):
            x, mask, active = kept[i]
            yield i, x.T @ delta, delta.sum(0)
            if i == 0:
                return
            delta = delta @ self.weights[i].T
            if mask is not None:
                delta *= mask
            delta *= (active > 0) if self.relu else 1 - active * active


def softmax_delta(logits, y):
    p = np.exp(logits - logits.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    p[np.arange(len(y)), y] -= 1
    return p / np.float32(len(y))


def squared_delta(out, y):
    return 2 * (out - y) / np.float32(out.size)


def sgd(net, rate):
    def update(gradients):
        for i, w, b in gradients:
            net.weights[i] -= np.float32(rate) * w
            net.biases[i] -= np.float32(rate) * b

    return update


def adam(net, rate):
    state = {id(p): [np.zeros_like(p), np.zeros_like(p)] for p in net.weights + net.biases}
    time = [0]

    def one(parameter, gradient, size):
        first, second = state[id(parameter)]
        first += np.float32(0.1) * (gradient - first)
        second += np.float32(0.001) * (gradient * gradient - second)
        parameter -= np.float32(size) * first / (np.sqrt(second) + np.float32(1e-7))

    def update(gradients):
        time[0] += 1
        size = rate * np.sqrt(1 - 0.999 ** time[0]) / (1 - 0.9 ** time[0])
        for i, w, b in gradients:
            one(net.weights[i], w, size)
            one(net.biases[i], b, size)

    return update


def step(net, update, delta, x, y):
    out, kept = net.forward(x, training=True)
    update(list(net.gradients(delta(out, y), kept)))


def each_epoch(net, delta, rate, size, train, test, score):
    last, update = {}, sgd(net, rate)

    def unit():
        for rows in batches(len(train[0]), size):
            step(net, update, delta, train[0][rows], train[1][rows])
        last["train"] = score(net.forward(train[0])[0], train[1])
        last["test"] = score(net.forward(test[0])[0], test[1])
        return 1

    measure(args, unit, lambda: last["train"])


def accuracy(logits, y):
    return (logits.argmax(1) == y).mean()


def w2():
    x, y = classes(10_000)
    net = Network([784, 512, 512, 10], drop=0.5, drop_input=0.2)
    update, waiting = adam(net, 1e-3), []

    def unit():
        if not waiting:
            waiting.extend(batches(len(x), 128))
        rows = waiting.pop(0)
        step(net, update, softmax_delta, x[rows], y[rows])
        return len(rows)

    measure(args, unit, lambda: accuracy(net.forward(x)[0], y))


if args.workload == "W1":
    book = Network([784, *[100] * 6, 10], drop=0.2)
    each_epoch(book, softmax_delta, 0.01, 100, classes(300), classes(1000, 1, 3), accuracy)
elif args.workload == "W2":
    w2()
else:
    tiny = Network([2, 8, 8, 1], relu=False)
    each_epoch(tiny, squared_delta, 0.03, 10, xor(500, 1), xor(500, 2), lambda a, b: ((a - b) ** 2).mean())
