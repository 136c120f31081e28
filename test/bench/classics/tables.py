"""Writes the ten classic sets as CSV files into a folder, and prints their names: tables.py FOLDER"""
import csv
import pathlib
import sys

from sets import NAMES, REGRESSION, table

for name in NAMES:
    x, y = table(name)
    with open(pathlib.Path(sys.argv[1]) / f"{name}.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*(f"x{i + 1}" for i in range(x.shape[1])), "y"])
        for row, target in zip(x, y):
            writer.writerow([*(f"{value:.6g}" for value in row), f"{target:.6g}" if name in REGRESSION else f"class {target}"])
    print(name)
