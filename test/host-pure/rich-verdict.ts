import type { Remark, Verdict } from '../../src/core/analysis/verdict';
import type { Caution } from '../../src/core/cautions';
import type { ColumnFacts } from '../../src/core/column-facts';
import type { RunInfo } from '../../src/protocol';
import { info } from './fixtures';

const spread = { mean: 0.25, deviation: Number.NaN, count: 1 };

const cautions: Caution[] = [
  { kind: 'repeated', rows: 3, share: 0.25 },
  { kind: 'givesAway', names: ['a'], complete: true },
  { kind: 'reversed', share: 0.25, chance: 0.5 },
  { kind: 'untrainedClasses', names: ['b'], share: 0.5 },
  { kind: 'classDrift', distance: 0.5 },
  { kind: 'targetDrift', name: 'y', deviations: -2 },
  { kind: 'spreadDrift', name: 'y', ratio: 3 },
  { kind: 'fewTraining', name: 'x', rows: 9, share: 0.25 },
  { kind: 'extrapolation', name: 'x', rows: 9, share: 0.25, ranges: 4 },
];

const remarks: Remark[] = [
  { kind: 'chosenByTest' },
  { kind: 'lossAgainstScore', dropout: 0.5, baseline: 0.75 },
  {
    kind: 'uneven',
    name: '0',
    share: 0.75,
    rare: { name: '1', share: 0.25 },
    rows: 8,
    classes: ['0', '1'],
    sides: [
      {
        side: 'dropout',
        accuracy: 0.5,
        balancedAccuracy: 0.5,
        f1: Number.NaN,
        confusion: [
          [1, 2],
          [3, 2],
        ],
      },
    ],
  },
  { kind: 'smallTest', rows: 8, shared: true, classes: true },
  { kind: 'smallValidation', rows: 2 },
  { kind: 'belowTraining', withDropout: 1, train: 0.5, held: 0.75, validates: true },
  { kind: 'stillFalling', sides: ['dropout', 'baseline'] },
  { kind: 'worseThanGuess', side: 'baseline', loss: 1, guess: 0.5, accuracy: 0.75 },
  {
    kind: 'cause',
    cause: { kind: 'rateTooHigh', rate: 1, times: Number.POSITIVE_INFINITY, sides: ['dropout'] },
  },
  { kind: 'cause', cause: { kind: 'rateTooLow', rate: 1, usual: 2, steps: 3 } },
  { kind: 'cause', cause: { kind: 'schedule', rate: 1, set: 2 } },
  { kind: 'cause', cause: { kind: 'stoppedEarly', from: 1, to: 2, epochs: 3, patience: 4 } },
  { kind: 'cause', cause: { kind: 'fewSteps', steps: 3 } },
  { kind: 'cause', cause: { kind: 'penalty', penalty: 'l1', value: 1 } },
  { kind: 'cause', cause: { kind: 'linear', layers: true } },
  { kind: 'beganLate', epoch: 3, best: 2 },
  { kind: 'inTime', name: 'date', shuffled: false },
  { kind: 'asWritten' },
  ...cautions.map((caution) => ({ kind: 'caution' as const, caution, seeds: { count: 1, of: 2 } })),
];

const comparison = {
  outcome: 'lower' as const,
  difference: spread,
  logRatio: spread,
  half: Number.POSITIVE_INFINITY,
  score: spread,
  scoreHalf: Number.POSITIVE_INFINITY,
  disagrees: false,
  widened: 'sameRows' as const,
};

const SIDES = ['dropout', 'baseline'];
const MOMENTS = ['Test', 'Train', 'Score', 'Best', 'BestScore', 'BestEpoch'];

/** A verdict with everything that one may hold. */
export const rich: Verdict = {
  kind: 'dropoutHelps',
  evidence: Object.fromEntries(
    [
      ...SIDES.flatMap((side) => MOMENTS.map((moment) => side + moment)),
      'difference',
      'lowestTest',
      'chance',
    ].map((name) => [name, spread]),
  ),
  at: { risingSince: 3, dropoutRisingSince: 4 },
  advice: [{ kind: 'noPenalty', setting: 'l1' }, { kind: 'lowerRatio', value: 0.25 }, { kind: 'useRelu' }],
  comparison: { primary: 'best', last: comparison, best: comparison },
  remarks,
  task: 'classification',
  setting: { learningRate: 0.5, optimizer: 'adam', meanRate: 0.25 },
  doubt: 'soFar',
  restored: true,
  cause: 'chance',
  without: false,
  open: false,
  overfits: true,
};

const columns: ColumnFacts[] = [
  {
    name: 'y',
    role: 'target',
    kind: 'category',
    scaling: { how: 'classes', classes: 2 },
    missing: 1,
    odd: 1,
    filledWith: 'a',
    alternative: 'number',
  },
  {
    name: 'a',
    role: 'feature',
    kind: 'number',
    scaling: { how: 'standardized', mean: 0, deviation: 1 },
    filledWith: 0,
  },
  { name: 'b', role: 'feature', kind: 'number', scaling: { how: 'standardizedEach' } },
  { name: 'c', role: 'feature', kind: 'category', scaling: { how: 'oneHot', categories: 3 } },
  { name: 'd', role: 'feature', kind: 'pixels', scaling: { how: 'divided', shift: 0, divisor: 255 } },
  { name: 'e', role: 'leftOut', kind: 'number', leftOut: { why: 'asked' } },
  { name: 'f', role: 'leftOut', kind: 'number', leftOut: { why: 'rowNumber' } },
  { name: 'g', role: 'leftOut', kind: 'number', leftOut: { why: 'empty' } },
  { name: 'h', role: 'leftOut', kind: 'number', leftOut: { why: 'constant' } },
  { name: 'i', role: 'leftOut', kind: 'category', leftOut: { why: 'manyTexts', texts: 90, rows: 100 } },
  { name: 'j', role: 'leftOut', kind: 'number', leftOut: { why: 'testFileOnly' } },
];

/** Facts about data with everything that may be known. */
export const richInfo: RunInfo = {
  ...info,
  validationCount: 10,
  split: { order: 'folds', testFile: false, redrawn: true, inTime: 'date', unused: 2 },
  columns,
  moreColumns: 1,
  cautions,
  majority: { name: '0', share: 0.5 },
  classCounts: { train: [50, 50], test: [50, 50] },
  choices: [{ message: 'm', label: 'l', edit: { path: ['data', 0], value: { any: [1] } } }],
  guessLoss: 0.5,
  guessTestLoss: Number.NaN,
};
