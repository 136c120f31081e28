import type { Experiment } from '../../experiment/schema';
import { pythonData, pythonImports } from './data/python';
import { type Plan, sumsLosses, titleOf, watched } from './plan';
import { float, indented, list, numeral, type Part, program } from './text';

/** What a library's program has beside what they all have. */
interface PythonParts {
  /** What has to be installed; the end of the first line. */
  readonly needs: string;
  readonly imports: Part;
  /** Settings beside those of every program. */
  readonly settings?: Part;
  /** Functions and classes; each has two empty lines before it. */
  readonly parts: readonly Part[];
}

const UNSAID = `def unsaid(what):
    raise NotImplementedError(f"Dropout Playground does not write {what} for this library.")`;

/** A whole program. */
export function pythonProgram(plan: Plan, { needs, imports, settings, parts }: PythonParts): string {
  const { experiment } = plan;
  const functions = [pythonData(plan), ...parts, pythonMain(plan)];
  return program(
    `# Experiment ${titleOf(experiment)} of Dropout Playground${needs}`,
    pythonImports(plan),
    imports,
    '',
    settings,
    pythonConstants(experiment),
    [plan.unsaid.size > 0 && UNSAID, ...functions].map((part) => part && ['', '', part]),
  );
}

/** The settings that a reader will want to change first. */
function pythonConstants({ training }: Experiment): Part {
  return [
    `EPOCHS = ${numeral(training.epochs)}`,
    `BATCH_SIZE = ${numeral(training.batchSize)}`,
    `LEARNING_RATE = ${float(training.learningRate)}`,
  ];
}

/** How a program evaluates, keeps and puts back its weights. */
export interface Weights {
  /** The call that evaluates features and targets of these names. */
  readonly evaluate: (data: string) => string;
  /** An expression: a copy of the weights. */
  readonly copied: string;
  /** A statement that puts back the copy `kept`. */
  readonly restored: string;
}

/** The names of what `load_data` returns before the number of outputs. */
export function loadedNames({ validates }: Plan): string {
  return validates ? 'x, y, x_val, y_val, x_test, y_test' : 'x, y, x_test, y_test';
}

/** The loop over epochs around the steps of one, which return what the last evaluation comes to. */
export function epochs(plan: Plan, weights: Weights, steps: Part): Part {
  return [
    beforeEpochs(plan),
    'for epoch in range(1, EPOCHS + 1):',
    indented([sumsLosses(plan) && 'epoch_loss = 0.0', steps, afterEpoch(plan, weights)]),
    afterTraining(plan, weights),
    'return train_loss, train_score, test_loss, test_score',
  ];
}

/** What stands before the epochs. */
function beforeEpochs({ chooses, experiment }: Plan): Part {
  if (!chooses) return null;
  const { minDelta, restoreBest } = experiment.training;
  return [
    restoreBest ? 'best, since, kept = float("inf"), 0, None' : 'best, since = float("inf"), 0',
    minDelta > 0 && 'reference = best',
  ];
}

/** What follows the steps of an epoch: the evaluation where it is due, the best epoch, and early stopping. */
function afterEpoch(plan: Plan, { evaluate, copied }: Weights): Part {
  const { earlyStopping, evaluateEvery, minDelta, restoreBest } = plan.experiment.training;
  const loss = plan.validates ? 'val_loss' : 'test_loss';
  return [
    evaluateEvery > 1 && [`if epoch % ${evaluateEvery} != 0 and epoch < EPOCHS:`, '    continue'],
    `train_loss, train_score = ${evaluate('x, y')}`,
    plan.validates && `val_loss, _ = ${evaluate('x_val, y_val')}`,
    `test_loss, test_score = ${evaluate('x_test, y_test')}`,
    plan.chooses && [
      'since += 1',
      `if ${loss} < best:`,
      minDelta > 0 ? [`    best = ${loss}`] : `    best, since = ${loss}, 0`,
      restoreBest && `    kept = ${copied}`,
      minDelta > 0 && [`if ${loss} < reference - ${numeral(minDelta)}:`, `    reference, since = ${loss}, 0`],
    ],
    plan.plateau && `plateau.step(${watched(plan)})`,
    earlyStopping > 0 && [`if since >= ${earlyStopping}:`, '    break'],
  ];
}

/** What follows the last epoch: the best weights, and what they come to. */
function afterTraining({ experiment }: Plan, { evaluate, restored }: Weights): Part {
  if (!experiment.training.restoreBest) return null;
  return [
    'if kept is not None:',
    indented([
      restored,
      `train_loss, train_score = ${evaluate('x, y')}`,
      `test_loss, test_score = ${evaluate('x_test, y_test')}`,
    ]),
  ];
}

/** The part of a Python program that trains with every seed and prints what came out. */
function pythonMain({ experiment, seeds }: Plan): Part {
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
