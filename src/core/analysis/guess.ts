import { classScores } from './final-test';
import { type Findings, guessShare, mean } from './findings';

/** A test loss above this fraction of the chance loss is no better than a guess. */
export const GUESS = 0.97;
/** A score must exceed that of a guess by this many standard errors over the test rows. */
const ERRORS = 3;
/** An R² up to this counts as none. */
const LEAST_R2 = 0.03;

/**
 * Whether the predictions of a side are clearly better than a guess, whatever its loss. An overconfident network, or
 * one trained with class weights, may have a higher loss than a guess and still be right far more often.
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

/** The median over seeds: a single seed with unpredictable test rows should not hide the others. */
function medianScore(findings: Findings, side: 'dropout' | 'baseline', moment: 'last' | 'best'): number {
  const scores = findings[side].map((member) => member[moment].score).sort((a, b) => a - b);
  return scores[(scores.length - 1) >> 1] ?? Number.NaN;
}

/** Whether the balanced accuracy clearly exceeds that of a guess, 1 / K; it is meaningful for imbalanced classes. */
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

/** Number of rows of each true class. */
function rowCounts(table: ArrayLike<number>, classes: number): number[] {
  const row = Array.from({ length: classes }, (_, i) => i);
  return row.map((truth) => row.reduce((sum, answer) => sum + table[truth * classes + answer]!, 0));
}

/** Whether no side has a lower test loss than a guess. */
export function isGuess({ sides, ...of }: Findings): boolean {
  return sides.every((side) =>
    (['best', 'last'] as const).every((moment) => guessShare(of[side], moment) >= GUESS),
  );
}
