"""A multilayer perceptron in PyTorch that knows nothing of this engine: many seeds of it train side by side."""
import numpy as np
import torch

from sets import REGRESSION, fresh

torch.set_num_threads(1)
WIDTHS, RATIO, RATE, BATCH, EPOCHS = (64, 64), 0.5, 0.003, 32, 100


def _stack(repetitions, part, regression):
    x = torch.tensor(np.stack([one[part][0] for one in repetitions]), dtype=torch.float32)
    y = np.stack([one[part][1] for one in repetitions])
    return x, torch.tensor(y, dtype=torch.float32 if regression else torch.long)


def _layers(count, widths, generator):
    """He's initialization; the same weights with and without dropout."""
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        w = torch.randn(count, inputs, outputs, generator=generator) * (2 / inputs) ** 0.5
        layers += [w, torch.zeros(count, 1, outputs)]
    return [torch.cat([tensor, tensor]).requires_grad_() for tensor in layers]


def _forward(layers, x, keep):
    """`keep` of each network; None: dropout is off."""
    for i in range(0, len(layers), 2):
        x = torch.baddbmm(layers[i + 1], x, layers[i])
        if i + 2 < len(layers):
            x = x.relu()
            if keep is not None:
                x = x * (torch.rand_like(x) < keep) / keep
    return x


def _losses(out, y, regression):
    """A mean a network."""
    if regression:
        return ((out[..., 0] - y) ** 2).mean(1)
    chosen = out.log_softmax(2).gather(2, y[..., None])[..., 0]
    return -chosen.mean(1)


def compare(name, seeds=20):
    """ln(test loss with dropout / without) by seed, at the end (the last five epochs) and at the epoch that validation chooses."""
    regression = name in REGRESSION
    torch.manual_seed(12345)
    generator = torch.Generator().manual_seed(54321)
    repetitions = [fresh(name, seed) for seed in range(seeds)]
    (x, y), held, tested = (_stack(repetitions, part, regression) for part in range(3))
    outputs = 1 if regression else int(y.max()) + 1
    layers = _layers(seeds, (x.shape[2], *WIDTHS, outputs), generator)
    keep = torch.cat([torch.full((seeds, 1, 1), 1 - RATIO), torch.ones(seeds, 1, 1)])
    twice = lambda tensor: torch.cat([tensor, tensor])
    adam = torch.optim.Adam(layers, lr=RATE)
    rows = torch.arange(seeds)[:, None]
    curves = []
    for _ in range(EPOCHS):
        order = torch.stack([torch.randperm(x.shape[1], generator=generator) for _ in range(seeds)])
        for start in range(0, x.shape[1], BATCH):
            some = order[:, start : start + BATCH]
            adam.zero_grad()
            out = _forward(layers, twice(x[rows, some]), keep)
            _losses(out, twice(y[rows, some]), regression).sum().backward()
            adam.step()
        with torch.no_grad():
            both = [_losses(_forward(layers, twice(a), None), twice(b), regression) for a, b in (held, tested)]
        curves.append(torch.stack(both))
    validation, test = torch.stack(curves, 1).numpy()
    best = test[validation.argmin(0), np.arange(2 * seeds)]
    ratio = lambda losses: np.log(losses[:seeds] / losses[seeds:])
    return {"last": ratio(test[-5:].mean(0)), "best": ratio(best)}
