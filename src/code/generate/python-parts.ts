import type { Experiment } from '../../experiment/schema';
import type { Plan } from './plan';
import { float, list, numeral, type Part } from './text';

/** The settings that a reader will want to change first. */
export function pythonConstants({ training }: Experiment): Part {
  return [
    `EPOCHS = ${numeral(training.epochs)}`,
    `BATCH_SIZE = ${numeral(training.batchSize)}`,
    `LEARNING_RATE = ${float(training.learningRate)}`,
  ];
}

/**
 * What follows the steps of an epoch: the evaluation where it is due, and early stopping. `evaluate` makes the call from
 * the names of features and targets.
 */
export function afterEpoch({ training }: Experiment, evaluate: (data: string) => string): Part {
  const { earlyStopping, evaluateEvery } = training;
  return [
    evaluateEvery > 1 && [`if epoch % ${evaluateEvery} != 0 and epoch < EPOCHS:`, '    continue'],
    `train_loss, train_score = ${evaluate('x, y')}`,
    `test_loss, test_score = ${evaluate('x_test, y_test')}`,
    earlyStopping > 0 && [
      'since = 0 if test_loss < best else since + 1',
      'best = min(best, test_loss)',
      `if since >= ${earlyStopping}:`,
      '    break',
    ],
  ];
}

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
