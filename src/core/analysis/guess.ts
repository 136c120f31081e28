import { classScores } from './final-test';
import { type Findings, guessShare, mean } from './findings';

/** A test loss above this share of what guessing costs is no better than a guess. */
export const GUESS = 0.97;
/** Standard errors of the test rows that a score must be above a guess's. */
const ERRORS = 3;
/** R² of next to nothing. */
const LEAST_R2 = 0.03;

/**
 * Whether the answers of a side are clearly better than a guess, whatever its loss: a network that is too sure of itself,
 * or was told to mind rare classes, may pay more than a guess and be right far more often.
 */
export function answersBetter(findings: Findings, side: 'dropout' | 'baseline'): boolean {
  const { data, task } = findings.input;
  if (!data || data.testCount === 0) return false;
  const scores = (['last', 'best'] as const).map((moment) =>
    task === 'regression' ? medianScore(findings, side, moment) : mean(findings[side], moment, 'score'),
  );
  if (task === 'regression') return scores.some((r2) => r2 > LEAST_R2 + ERRORS / data.testCount);
  if (isMoreBalanced(findings, side)) return true;
  if (!data.majority) return false;
  const { share } = data.majority;
  const error = Math.sqrt((share * (1 - share)) / data.testCount);
  return scores.some((accuracy) => accuracy > share + ERRORS * error);
}

/** One seed whose test rows no network can know does not hide what the others show. */
function medianScore(findings: Findings, side: 'dropout' | 'baseline', moment: 'last' | 'best'): number {
  const scores = findings[side].map((member) => member[moment].score).sort((a, b) => a - b);
  return scores[(scores.length - 1) >> 1] ?? Number.NaN;
}

/** Whether the classes are told apart, however uneven they are: a guess has a balanced accuracy of 1 / K. */
function isMoreBalanced({ input: { members, outputs } }: Findings, side: 'dropout' | 'baseline'): boolean {
  const classes = Math.max(2, outputs);
  const tables = members.flatMap(({ variant, test }) =>
    variant === side && test?.confusion ? [test.confusion] : [],
  );
  if (tables.length === 0) return false;
  const scores = tables.map((table) => classScores(table, classes).balancedAccuracy);
  const average = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const counts = rowCounts(tables[0]!, classes).filter((count) => count > 0);
  const guess = 1 / counts.length;
  const variance = counts.reduce((sum, count) => sum + (guess * (1 - guess)) / count, 0);
  return average > guess + (ERRORS * Math.sqrt(variance)) / counts.length;
}

/** How many rows each true class has. */
function rowCounts(table: ArrayLike<number>, classes: number): number[] {
  const row = Array.from({ length: classes }, (_, i) => i);
  return row.map((truth) => row.reduce((sum, answer) => sum + table[truth * classes + answer]!, 0));
}

/** Whether no side's test loss is better than what a guess costs. */
export function isGuess({ sides, ...of }: Findings): boolean {
  return sides.every((side) =>
    (['best', 'last'] as const).every((moment) => guessShare(of[side], moment) >= GUESS),
  );
}
