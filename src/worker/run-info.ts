import { cautionsOf } from '../core/cautions';
import type { ColumnFacts } from '../core/column-facts';
import { classCounts, type Dataset, type Samples, validationOf } from '../core/dataset';
import { guessLoss, guessTestLoss, type LossChoice } from '../core/losses';
import type { Trainer } from '../core/trainer-types';
import { shortened } from '../experiment/listed';
import type { Bounds, RunInfo } from '../protocol';

/** Maximum number of samples drawn per set. */
const POINTS = 1000;
/** Maximum number of names sent: an image has one for every pixel. */
const NAMES = 1000;

/** Maximum characters per name: a class name may be a cell of any length. */
const NAME = 200;

/** Maximum number of columns listed. */
const COLUMNS = 300;

/** Maximum number of notes with edits. */
const CHOICES = 100;

const namesOf = (names: readonly string[]): string[] =>
  names.slice(0, NAMES).map((name) => shortened(name, NAME));

/** Facts about a member that do not change during training. */
export function runInfo(data: Dataset, trainer: Trainer, loss: LossChoice): RunInfo {
  return {
    task: data.task,
    features: data.features,
    outputs: data.outputs,
    trainCount: data.train.count,
    validationCount: validationOf(data).count,
    testCount: data.test.count,
    ...(data.split && { split: data.split }),
    ...columnsOf(data),
    cautions: cautionsOf(data),
    ...classesOf(data),
    widths: trainer.widths,
    parameterCount: trainer.parameterCount,
    stepsPerEpoch: trainer.stepsPerEpoch,
    featureNames: namesOf(data.featureNames),
    outputNames: namesOf(data.outputNames),
    notes: data.notes,
    ...(data.choices && { choices: data.choices.slice(0, CHOICES) }),
    guessLoss: guessLoss(data, loss),
    guessTestLoss: guessTestLoss(data, loss),
    ...(data.features === 2 && {
      points: { train: triples(data.train, data), test: triples(data.test, data), bounds: boundsOf(data) },
    }),
  };
}

/** The columns to send; if there are too many, the target and unusual columns take precedence. */
function columnsOf({ columns }: Dataset): Pick<RunInfo, 'columns' | 'moreColumns'> {
  if (!columns || columns.length <= COLUMNS) return columns ? { columns } : {};
  const kept = new Set([...columns].sort((a, b) => worth(b) - worth(a)).slice(0, COLUMNS));
  return { columns: columns.filter((one) => kept.has(one)), moreColumns: columns.length - COLUMNS };
}

function worth({ role, missing = 0 }: ColumnFacts): number {
  return role === 'target' ? 3 : role === 'leftOut' ? 2 : missing > 0 ? 1 : 0;
}

/** Samples per class, and the most frequent class in the test rows. */
function classesOf(data: Dataset): Pick<RunInfo, 'majority' | 'classCounts'> {
  const { task, train, test, outputs, outputNames } = data;
  if (task !== 'classification' || test.count === 0) return {};
  const counts = classCounts(test, outputs);
  const most = counts.reduce((top, count, label) => (count > counts[top] ? label : top), 0);
  return {
    majority: { name: shortened(outputNames[most], NAME), share: counts[most] / test.count },
    classCounts: { train: [...classCounts(train, outputs)], test: [...counts] },
  };
}

/** x, y and (first) target of the first samples. */
function triples(samples: Samples, data: Dataset): Float32Array {
  const count = Math.min(POINTS, samples.count);
  const perRow = data.task === 'classification' ? 1 : data.outputs;
  const out = new Float32Array(3 * count);
  for (let i = 0; i < count; i++) {
    out[3 * i] = samples.x[2 * i];
    out[3 * i + 1] = samples.x[2 * i + 1];
    out[3 * i + 2] = samples.y[i * perRow];
  }
  return out;
}

/** Bounds of all training points with a margin; equal scale on both axes, so that circles stay round. */
export function boundsOf(data: Dataset): Bounds {
  const [x, y] = [range(data.train.x, 0), range(data.train.x, 1)];
  const half = 0.55 * Math.max(x.to - x.from, y.to - y.from, 1e-6);
  const [cx, cy] = [(x.from + x.to) / 2, (y.from + y.to) / 2];
  return [cx - half, cx + half, cy - half, cy + half];
}

function range(values: Float32Array, offset: number): { from: number; to: number } {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = offset; i < values.length; i += 2) {
    from = Math.min(from, values[i]);
    to = Math.max(to, values[i]);
  }
  return { from, to };
}
