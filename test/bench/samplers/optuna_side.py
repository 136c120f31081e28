"""Optuna's half of `npm run bench -- samplers`: the least value of each study, as JSON lines.

    python3 optuna_side.py FUNCTION REPEATS TRIALS ROUND

The functions are those of functions.ts. A round's trials are all asked for before any of them is told.
"""

import json
import math
import sys
import warnings

import optuna

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)


def sphere(trial):
    return sum((trial.suggest_float(f"x{i}", -5, 5) - (i - 1.5)) ** 2 for i in range(5))


def rosenbrock(trial):
    x = [trial.suggest_float(f"x{i}", -2, 2) for i in range(3)]
    return sum(100 * (b - a * a) ** 2 + (1 - a) ** 2 for a, b in zip(x, x[1:]))


def ackley(trial):
    x = [trial.suggest_float(f"x{i}", 1e-5, 1e-1, log=True) for i in range(3)]
    z = [3 * (math.log10(value) + 2.6) for value in x]
    squares = sum(value * value for value in z) / 3
    waves = sum(math.cos(2 * math.pi * value) for value in z) / 3
    return 20 - 20 * math.exp(-0.2 * math.sqrt(squares)) + math.e - math.exp(waves)


def mixed(trial):
    depth = trial.suggest_int("depth", 1, 8)
    width = trial.suggest_int("width", 1, 512, log=True)
    ratio = trial.suggest_float("ratio", 0, 0.9, step=0.05)
    rate = trial.suggest_float("rate", 1e-5, 1, log=True)
    kind = int(trial.suggest_categorical("kind", ["0", "1", "2", "3"]))
    best = -2.5 - 0.4 * kind
    penalty = [0, 0.3, 0.5, 1][kind]
    return (
        (math.log10(rate) - best) ** 2
        + (depth - 3) ** 2 / 10
        + (math.log2(width) - 6) ** 2 / 8
        + 4 * (ratio - 0.2 - 0.05 * kind) ** 2
        + penalty
    )


def conditional(trial):
    rate = math.log10(trial.suggest_float("rate", 1e-5, 1, log=True))
    optimizer = trial.suggest_categorical("optimizer", ["sgd", "momentum", "adam"])
    where = trial.suggest_categorical("where", ["none", "input", "hidden"])
    value = 0.4
    if optimizer == "sgd":
        value += (rate + 0.5) ** 2
    elif optimizer == "momentum":
        momentum = trial.suggest_float("momentum", 0, 0.99)
        value += (rate + 1.5) ** 2 + 2 * (momentum - 0.9) ** 2 - 0.1
    else:
        beta = trial.suggest_float("beta", 0.8, 0.9999)
        value += (rate + 2.8) ** 2 + 20 * (beta - 0.95) ** 2 - 0.2
    if where != "none":
        ratio = trial.suggest_float("ratio", 0, 0.9)
        best, gain = (0.2, 0.05) if where == "input" else (0.5, 0.2)
        value += 2 * (ratio - best) ** 2 - gain
    return value


def least(function, trials, size, seed):
    sampler = optuna.samplers.TPESampler(multivariate=True, group=True, constant_liar=True, seed=seed)
    study = optuna.create_study(sampler=sampler)
    while len(study.trials) < trials:
        asked = [study.ask() for _ in range(min(size, trials - len(study.trials)))]
        values = [function(trial) for trial in asked]
        for trial, value in zip(asked, values):
            study.tell(trial, value)
    return study.best_value


name, repeats, trials, size = sys.argv[1], *map(int, sys.argv[2:5])
for seed in range(repeats):
    print(json.dumps(least(globals()[name], trials, size, seed)), flush=True)
