import type { Plan } from './plan';
import { list, type Part } from './text';

/** The part of a Python program that trains with every seed and prints what came out. */
export function pythonMain({ experiment, seeds }: Plan): Part {
  const report =
    'print(f"seed {seed}{label}: train loss {result[0]:.4f} ({result[1]:.3f}), test loss {result[2]:.4f} ({result[3]:.3f})")';
  return [
    'if __name__ == "__main__":',
    `    for seed in ${list(seeds)}:`,
    experiment.baseline
      ? [
          '        for label, dropout in [("", True), (" without dropout", False)]:',
          '            result = train(seed, dropout)',
          `            ${report}`,
        ]
      : ['        result = train(seed)', '        label = ""', `        ${report}`],
  ];
}
