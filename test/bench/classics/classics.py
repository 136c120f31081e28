"""
Ten classic data sets: what the playground says of them, and whether PyTorch with other rows bears it out.

    npm run --silent build && /usr/bin/python3 test/bench/classics/classics.py [FOLDER]
"""
import csv
import json
import pathlib
import subprocess
import sys

import numpy as np
from scipy.stats import t as student

from sets import NAMES, REGRESSION, table
from torch_mlp import BATCH, EPOCHS, RATE, RATIO, WIDTHS, compare

ROOT = pathlib.Path(__file__).resolve().parents[3]
# A file as it comes, divided at random; the same in its own order; its rows shuffled beforehand, in that order.
ORDERS = {"divided at random": (False, True), "file order": (False, False), "shuffled, file order": (True, False)}
# What a claim says of the losses: at which moment, and which side is lower.
SAYS = {"dropoutHelps": ("primary", -1), "dropoutHurts": ("primary", 1), "stopEarly": ("best", 1), "heldOff": ("last", -1)}
NOTHING = np.log(1.02)


def write_table(path, name, shuffled):
    x, y = table(name)
    order = np.random.RandomState(0).permutation(len(x)) if shuffled else np.arange(len(x))
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*(f"x{i + 1}" for i in range(x.shape[1])), "y"])
        for row in order:
            writer.writerow([*(f"{value:.6g}" for value in x[row]), f"{y[row]:.6g}" if name in REGRESSION else f"class {y[row]}"])


def play(folder, name, shuffled, divided):
    """The verdict of the playground's command line."""
    path = folder / "table.csv"
    write_table(path, name, shuffled)
    experiment = {
        "version": 1,
        "data": {"source": "csv", "file": "table.csv", "shuffle": divided},
        "network": {"hidden": list(WIDTHS)},
        "dropout": {"ratio": RATIO},
        "training": {"optimizer": "adam", "learningRate": RATE, "batchSize": BATCH, "epochs": EPOCHS},
        "seeds": 5,
        "baseline": True,
    }
    file = folder / "classic.dropout.json"
    file.write_text(json.dumps(experiment))
    node = ROOT / "node_modules/.bin/node"
    command = [str(node) if node.exists() else "node", str(ROOT / "dist/cli.js"), "run", str(file), "--json"]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    lines = [json.loads(line) for line in out.splitlines()]
    return next(line for line in lines if line["type"] == "result")["verdict"]


def truth_of(folder, name):
    """What PyTorch found; kept, since it takes minutes."""
    kept = folder / f"{name.replace('/', ' ')}.json"
    if not kept.exists():
        kept.write_text(json.dumps({key: values.tolist() for key, values in compare(name).items()}))
    return {key: np.array(values) for key, values in json.loads(kept.read_text()).items()}


def interval(values):
    """Mean and 95 % interval of a ratio, from its logarithms."""
    half = student.ppf(0.975, len(values) - 1) * values.std(ddof=1) / len(values) ** 0.5
    return values.mean() - half, values.mean() + half


def standing(kind, moment, truth):
    """Whether PyTorch bears a claim out, speaks against it, or leaves it open."""
    if kind not in SAYS:
        return "no claim"
    where, sign = SAYS[kind]
    low, high = interval(truth[moment if where == "primary" else where])
    if sign < 0:
        low, high = -high, -low
    if high < NOTHING:
        return "CONTRADICTED"
    return "borne out" if low > 0 else "open"


def times(low_high, middle):
    return f"{np.exp(middle):.2f} ({np.exp(low_high[0]):.2f}–{np.exp(low_high[1]):.2f})"


def of_comparison(comparison):
    middle, half = comparison["logRatio"]["mean"], comparison["half"]
    return times((middle - half, middle + half), middle)


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "dist/bench/classics")
    folder.mkdir(parents=True, exist_ok=True)
    print("| set | rows | verdict | playground, with ÷ without (end; best) | PyTorch, 20 seeds (end; best) | |\n|---|---|---|---|---|---|")
    for name in NAMES:
        truth = truth_of(folder, name)
        known = "; ".join(times(interval(values), values.mean()) for values in truth.values())
        for order, (shuffled, divided) in ORDERS.items():
            verdict = play(folder, name, shuffled, divided)
            found = verdict.get("comparison")
            numbers = "; ".join(of_comparison(found[key]) for key in ("last", "best")) if found else ""
            stands = standing(verdict["kind"], found["primary"] if found else "last", truth)
            print(f"| {name} | {order} | {verdict['kind']} | {numbers} | {known} | {stands} |", flush=True)


if __name__ == "__main__":
    main()
