"""What the Python peers share: data like the engine's, and how a measurement is taken and told."""
import argparse
import json
import time

import numpy as np

TARGETS = {  # units, least seconds, units of warm-up
    "W1": (200, 0, 2),
    "W2": (20_000, 0, 2),
    "W3": (200, 1, 20),
}


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("workload", choices=sorted(TARGETS))
    parser.add_argument("--budget", type=float, default=6)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def classes(count, means_seed=1, noise_seed=2):
    """Rows of 784 numbers in 0…1: the mean of one of ten classes plus noise; and the classes."""
    rng = np.random.default_rng(means_seed)
    means = np.where(rng.random((10, 784)) < 0.2, rng.random((10, 784)), 0)
    labels = np.arange(count) % 10
    noise = np.random.default_rng(noise_seed).normal(0, 0.3, (count, 784))
    return np.clip(means[labels] + noise, 0, 1).astype(np.float32), labels.astype(np.int64)


def xor(count, seed):
    """Two numbers in −5…5, and the sign of their product."""
    x = np.random.default_rng(seed).uniform(-5, 5, (count, 2)).astype(np.float32)
    return x, np.sign(x[:, :1] * x[:, 1:])


def batches(count, size):
    """The index arrays of one epoch in a new order."""
    order = np.random.permutation(count)
    return [order[first : first + size] for first in range(0, count, size)]


def measure(args, unit, metric):
    """Calls `unit` (which returns how many units it was) until the workload is done, and prints one JSON line."""
    target, least, warm_up = TARGETS[args.workload]
    began = time.perf_counter()
    for _ in range(warm_up):
        unit()
        if time.perf_counter() - began > args.budget / 3:
            break
    cpu = time.process_time()
    start = time.perf_counter()
    units = seconds = 0
    while (units < target or seconds < least) and (units == 0 or seconds < args.budget):
        units += unit()
        seconds = time.perf_counter() - start
    cpu = time.process_time() - cpu
    print(json.dumps({"units": units, "seconds": seconds, "cpu": cpu, "metric": float(metric())}))
